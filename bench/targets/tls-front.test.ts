import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { get as httpGet } from 'node:http';
import { get as httpsGet, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTlsFront, type TlsFront } from './tls-front.ts';

const name = 'shop.target.test';
let front: TlsFront;
const app = createServer((request, response) => {
  response.setHeader('set-cookie', ['one=1', 'two=2']);
  response.end(JSON.stringify({ url: request.url, headers: request.headers }));
});
app.on('upgrade', (request, socket, head) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
  socket.write(`host ${request.headers.host};`);
  if (head.length > 0) socket.write(head);
  socket.pipe(socket);
});

const portOf = (port: number): number => Number(front.lab.map.find((entry) => entry.port === port)?.to.split(':')[1]);
const trusting = (host: string) => ({
  host: '127.0.0.1',
  port: portOf(443),
  servername: host,
  ca: front.lab.ca,
  agent: false,
});

beforeAll(async () => {
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  front = await startTlsFront({ names: [name], upstreamPort: (app.address() as AddressInfo).port });
});

afterAll(async () => {
  await front.close();
  app.closeAllConnections();
  app.close();
});

async function ask(host: string, path: string, headers: Record<string, string> = {}) {
  const request = httpsGet({ ...trusting(name), path, headers: { host, ...headers } });
  const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const part of answer) text += String(part);
  return { status: answer.statusCode, headers: answer.headers, text };
}

describe('TLS front', () => {
  it('serves its name with a chain that only its own authority explains, keeps Host and replaces forwarding claims', async () => {
    const answer = await ask(name, '/a?b=1', { 'x-forwarded-for': '6.6.6.6', forwarded: 'for=6.6.6.6' });
    const seen = JSON.parse(answer.text) as { url: string; headers: IncomingHttpHeaders };
    expect(seen.url).toBe('/a?b=1');
    expect(seen.headers.host).toBe(name);
    expect(seen.headers['x-forwarded-proto']).toBe('https');
    expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(seen.headers.forwarded).toBeUndefined();
    expect(answer.headers['set-cookie']).toEqual(['one=1', 'two=2']);
    const untrusting = httpsGet({ ...trusting(name), ca: undefined });
    const [error] = (await once(untrusting, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/);
  });

  it('refuses a name that it does not serve', async () => {
    expect((await ask('other.target.test', '/')).status).toBe(421);
  });

  it('moves port 80 to https on the same path in one hop', async () => {
    const request = httpGet({
      host: '127.0.0.1',
      port: portOf(80),
      path: '/x?y=2',
      headers: { host: name },
      agent: false,
    });
    const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(308);
    expect(answer.headers.location).toBe(`https://${name}/x?y=2`);
  });

  it('passes an upgraded connection both ways', async () => {
    const request = httpsRequest({
      ...trusting(name),
      headers: { host: name, connection: 'Upgrade', upgrade: 'echo' },
    });
    request.end();
    const [, socket, head] = (await once(request, 'upgrade')) as [unknown, import('node:tls').TLSSocket, Buffer];
    let text = head.toString('utf8');
    socket.on('data', (data: Buffer) => {
      text += data.toString('utf8');
      if (text.includes('ping')) socket.end();
    });
    socket.write('ping');
    await once(socket, 'close');
    expect(text).toContain(`host ${name};`);
    expect(text).toContain('ping');
  });

  it('answers DNS for its names only', async () => {
    const resolver = new Resolver();
    resolver.setServers([front.lab.resolver]);
    expect(await resolver.resolve4(name)).toEqual(['127.0.0.1']);
    await expect(resolver.resolve6(name)).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver.resolve4('other.target.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
