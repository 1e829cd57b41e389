import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import { openWorld } from './setting.ts';

const host = 'app.resumed.test';

/** A server of one host; `resumed` says of each connection whether it took up an earlier session. */
async function serve(trusted: boolean) {
  const authority = createAuthority(new Date());
  const resumed: boolean[] = [];
  const server = createServer(authority.leaf({ names: [host] }), (_req, res) => {
    // One answer for each connection, so that every request needs one of its own.
    res.writeHead(200, { connection: 'close' }).end('ok');
  });
  server.on('secureConnection', (socket: TLSSocket) => resumed.push(socket.isSessionReused()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const map = [{ name: host, port: 443, to: (server.address() as AddressInfo).port }];
  const ca = (trusted ? authority : createAuthority(new Date())).rootPem;
  const world = await openWorld({ config: { target: { hosts: [{ name: host }] }, lab: { ca, map } } });
  const ask = (allowInvalidCertificate = false) =>
    world.http.request({ url: `https://${host}/`, permit: 'look', allowInvalidCertificate });
  return { ask, resumed };
}

it('connections take up the session of the ones before them', async () => {
  const { ask, resumed } = await serve(true);
  await Promise.all([ask(), ask(), ask(), ask()]);
  expect(resumed[0]).toBe(false);
  resumed.length = 0;
  await Promise.all([ask(), ask(), ask(), ask()]);
  expect(resumed).toEqual([true, true, true, true]);
});

it('bad input: a certificate that was let pass once → not trusted the next time', async () => {
  const { ask } = await serve(false);
  expect((await ask(true)).status).toBe(200);
  await expect(ask()).rejects.toThrow();
  expect((await ask(true)).status).toBe(200);
  await expect(ask()).rejects.toThrow();
});
