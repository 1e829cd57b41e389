import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { Authority } from './authority.ts';
import { edgeHosts, originName } from './edge.ts';
import { listen } from './listener.ts';
import { closedAddress, hostNames } from './names.ts';
import { resettingServer } from './troubles.ts';
import type { Switches } from './switches.ts';

export interface RunningOrigin {
  readonly map: readonly { readonly name: string; readonly port: number; readonly to: string }[];
  readonly close: () => Promise<void>;
}

/** The server behind the edge. It knows the edge by a secret header, and has nothing to say to anybody else. */
export async function startOrigin(
  switches: Switches,
  authority: Authority,
  portal: RequestListener,
): Promise<RunningOrigin> {
  const { flaw, decoy } = switches;
  const refuse: RequestListener = (_req, res) => {
    if (decoy('origin-shows-other-page'))
      return void res
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>It works</title><h1>It works</h1><p>Nothing has been put here yet.</p>');
    return void res
      .writeHead(switches.case('origin-in-trouble') ? 502 : 403, { 'content-type': 'text/plain' })
      .end('No.\n');
  };
  const open = flaw('origin-answers-directly') || flaw('origin-plain-only');
  const handle: RequestListener = (req, res) =>
    open && req.headers.host === hostNames.app ? portal(req, res) : refuse(req, res);
  const identity = authority.leaf({
    names: [...edgeHosts],
    ...(flaw('origin-self-signed') ? { signedBy: 'itself' as const } : {}),
  });
  const server = switches.case('origin-resets') ? resettingServer() : createHttps(identity, handle);
  const secure = flaw('origin-plain-only') ? undefined : await listen(server);
  const inTrouble = switches.case('origin-plain-in-trouble')
    ? createHttp((_req, res) => void res.writeHead(502, { 'content-type': 'text/plain' }).end('Bad gateway\n'))
    : undefined;
  const plainServer = flaw('origin-plain-only') ? createHttp(handle) : inTrouble;
  const plain = plainServer ? await listen(plainServer) : undefined;
  return {
    map: [
      { name: originName, port: 443, to: secure?.address ?? closedAddress },
      { name: originName, port: 80, to: plain?.address ?? closedAddress },
    ],
    close: async () => {
      await Promise.all([secure?.close(), plain?.close()]);
    },
  };
}
