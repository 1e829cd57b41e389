import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority } from '../../range/internet/authority.ts';

/** `asked`: how often this path was asked for by now. */
export type Answer = (req: IncomingMessage, res: ServerResponse, asked: number) => void;

/** A server by https for each name, and the config that leads there; `close` ends them. */
export async function startSecureHosts(hosts: Readonly<Record<string, Answer>>) {
  const authority = createAuthority(new Date());
  const started = await Promise.all(
    Object.entries(hosts).map(async ([name, answer]) => {
      const asked = new Map<string, number>();
      const server = createServer(authority.leaf({ names: [name] }), (req, res) => {
        const path = req.url ?? '/';
        asked.set(path, (asked.get(path) ?? 0) + 1);
        answer(req, res, asked.get(path) ?? 1);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { name, server, to: (server.address() as AddressInfo).port };
    }),
  );
  return {
    config: {
      target: { hosts: started.map(({ name }) => ({ name })) },
      lab: { ca: authority.rootPem, map: started.map(({ name, to }) => ({ name, port: 443, to })) },
    },
    close() {
      for (const { server } of started) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
