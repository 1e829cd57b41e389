import {
  createSecureServer,
  type Http2SecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import type { World } from '../../src/world/world.ts';
import { gapOf, listen, openWorld } from './setting.ts';

const authority = createAuthority(new Date());
const host = 'two.test';

type Answer = (stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>) => void;

/** A server that takes HTTP/2 and nothing else, and a world that knows it. */
async function onlyTwo(answer: Answer, onSession: (session: ServerHttp2Session) => void = () => undefined) {
  const server: Http2SecureServer = createSecureServer({ ...authority.leaf({ names: [host] }), allowHTTP1: false });
  const methods: string[] = [];
  let sessions = 0;
  server.on('session', (session) => {
    sessions += 1;
    session.on('error', () => undefined);
    onSession(session);
  });
  server.on('sessionError', () => undefined);
  server.on('stream', (stream, headers) => {
    methods.push(`${headers[':method']} ${headers[':path']}`);
    stream.on('error', () => undefined);
    answer(stream, headers);
  });
  const served = await listen(server);
  const world = await openWorld({
    config: {
      target: { hosts: [{ name: host }] },
      lab: { ca: authority.rootPem, map: [{ name: host, port: 443, to: served.port }] },
    },
  });
  return { world, methods, sessions: () => sessions };
}
const get = (world: World, path = '/', rest: object = {}) =>
  world.http.request({ url: `https://${host}${path}`, permit: 'look', ...rest });

describe('a host that speaks HTTP/2 only', () => {
  it('is read: status, headers in order with duplicates, body decoded, one session', async () => {
    const { world, sessions } = await onlyTwo((stream) => {
      stream.respond([
        ...[':status', '404', 'content-security-policy', "default-src 'self'", 'set-cookie', 'a=1'],
        ...['content-security-policy', "img-src 'none'", 'set-cookie', 'b=2', 'content-encoding', 'gzip'],
      ]);
      stream.end(gzipSync('not here'));
    });
    const response = await get(world, '/a%2Fb?x=%20');
    expect(response.status).toBe(404);
    expect(response.headers.filter(([name]) => name !== 'date')).toEqual([
      ['content-security-policy', "default-src 'self'"],
      ['set-cookie', 'a=1'],
      ['content-security-policy', "img-src 'none'"],
      ['set-cookie', 'b=2'],
      ['content-encoding', 'gzip'],
    ]);
    expect(Buffer.from(response.body).toString()).toBe('not here');
    await Promise.all([get(world), get(world), get(world)]);
    expect(sessions()).toBe(1);
  });

  it('gets method, path, own headers, another name and the body once', async () => {
    const { world, methods } = await onlyTwo(async (stream, headers) => {
      const body = String(await stream.toArray());
      stream.respond({ ':status': 200 });
      stream.end(JSON.stringify({ authority: headers[':authority'], one: headers['x-one'], body }));
    });
    const response = await get(world, '/api?q=1', {
      method: 'POST',
      permit: 'sign-in',
      headers: [
        ['Host', 'other.test'],
        ['X-One', '1'],
      ],
      body: '{"a":1}',
    });
    expect(JSON.parse(Buffer.from(response.body).toString())).toEqual({
      authority: 'other.test',
      one: '1',
      body: '{"a":1}',
    });
    expect(methods).toEqual(['POST /api?q=1']);
  });

  it('bad input: an HTTP/2 body without an end → cut at the limit', async () => {
    const { world } = await onlyTwo((stream) => {
      stream.respond({ ':status': 200 });
      const pump = () => {
        while (!stream.destroyed && stream.write('x'.repeat(16_384)));
      };
      stream.on('drain', pump);
      pump();
    });
    const response = await get(world, '/', { maxBodyBytes: 100_000 });
    expect(response).toMatchObject({ status: 200, truncated: true });
    expect(response.body.length).toBe(100_000);
  });

  it('bad input: an HTTP/2 host that resets the stream, hangs up, or sends 5,000 headers → gap', async () => {
    const reset = await onlyTwo((stream) => stream.close(2));
    expect(await gapOf(get(reset.world))).toMatch(/^unreachable: https:\/\/two\.test /);
    const gone = await onlyTwo(
      () => undefined,
      (session) => session.goaway(11),
    );
    expect(await gapOf(get(gone.world))).toMatch(/^unreachable: https:\/\/two\.test /);
    const many = await onlyTwo((stream) => {
      stream.respond(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x-${index}`, '1'])));
      stream.end();
    });
    expect(await gapOf(get(many.world))).toMatch(/^(?:unreadable|unreachable): https:\/\/two\.test /);
  });

  it('bad input: an HTTP/2 body that breaks off → what came, and that it broke off', async () => {
    const { world } = await onlyTwo((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('half', () => stream.session?.destroy());
    });
    const response = await get(world);
    expect(response.truncated).toBe(true);
    expect(response.bodyTrouble).toMatch(/broke off/);
  });

  it('bad input: an HTTP/2 host that accepts and keeps silent → gap timed-out', async () => {
    const { world } = await onlyTwo(() => undefined);
    expect(await gapOf(get(world, '/', { timeoutMs: 300 }))).toMatch(/^timed-out: /);
  });
});
