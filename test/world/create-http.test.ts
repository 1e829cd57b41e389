import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import type { HttpResponse, World } from '../../src/world/world.ts';
import { gapOf, handClock, listen, openWorld, serveHttp, serveTcp } from './setting.ts';

const text = (response: HttpResponse) => Buffer.from(response.body).toString();
const get = (world: World, url: string, rest: object = {}) => world.http.request({ url, permit: 'look', ...rest });

/** A server that answers every connection with these bytes and leaves it open. */
async function answering(bytes: string | Uint8Array, end = false) {
  const server = await serveTcp((socket) => {
    socket.once('data', () => (end ? socket.end(bytes) : socket.write(bytes)));
  });
  return { server, world: await openWorld({ url: server.url }) };
}

/** Writes `piece` for ever, as fast as the reader takes it. */
async function endless(head: string, piece: string) {
  const server = await serveTcp((socket) => {
    const pump = () => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on('drain', pump);
    socket.once('data', () => {
      socket.write(head);
      pump();
    });
  });
  return { server, world: await openWorld({ url: server.url }) };
}

describe('an exchange', () => {
  it('keeps headers in order, with duplicates and spelling', async () => {
    const { server, world } = await answering(
      'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Odd: caf\xe9\r\nset-cookie: b=2\r\nContent-Length: 2\r\n\r\nok',
    );
    const response = await get(world, `${server.url}path?q=1`);
    expect(response.headers).toEqual([
      ['Set-Cookie', 'a=1'],
      ['X-Odd', 'cafÃ©'],
      ['set-cookie', 'b=2'],
      ['Content-Length', '2'],
    ]);
    expect(response).toMatchObject({ status: 200, truncated: false, address: '127.0.0.1', port: server.port });
  });

  it('sends what it is given: method, path, headers in order, body', async () => {
    const server = await serveHttp(async (request, response) => {
      const body = await request.toArray();
      response.end(
        JSON.stringify({ line: `${request.method} ${request.url}`, raw: request.rawHeaders, body: String(body) }),
      );
    });
    const world = await openWorld({ url: server.url });
    const response = await world.http.request({
      url: `${server.url}a%2Fb?x=%20`,
      method: 'POST',
      permit: 'sign-in',
      headers: [
        ['X-One', '1'],
        ['X-One', '2'],
      ],
      body: '{"a":1}',
    });
    const seen = JSON.parse(text(response));
    expect(seen).toMatchObject({ line: 'POST /a%2Fb?x=%20', body: '{"a":1}' });
    expect(seen.raw.join(' ')).toContain('X-One 1 X-One 2');
  });

  it('sends another Host header where a check needs one, to the same address', async () => {
    const server = await serveHttp((request, response) => response.end(request.headers.host));
    const world = await openWorld({ url: server.url });
    expect(text(await get(world, server.url, { headers: [['Host', 'evil.test']] }))).toBe('evil.test');
  });

  it('finds a development server that listens on ::1 only', async () => {
    const server = createHttpServer((_request, response) => response.end('six'));
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const response = await get(await openWorld({ url }), url);
    expect([text(response), response.address]).toEqual(['six', '::1']);
  });

  it('counts requests by host and permit', async () => {
    const server = await serveHttp((_request, response) => response.end());
    const world = await openWorld({ url: server.url });
    await get(world, server.url);
    await world.http.request({ url: server.url, permit: 'sign-in' });
    expect(world.usage()).toEqual({ sent: 2, perHost: { '127.0.0.1': 2 }, permitted: ['look', 'sign-in'] });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('undoes %s', async (coding, compress) => {
    const server = await serveHttp((_request, response) => {
      response.setHeader('content-encoding', coding).end(compress('hello '.repeat(100)));
    });
    const response = await get(await openWorld({ url: server.url }), server.url);
    expect(text(response)).toBe('hello '.repeat(100));
    expect(response).toMatchObject({ truncated: false });
    expect(response.bodyTrouble).toBeUndefined();
  });

  it('undoes two codings in the order of the header', async () => {
    const server = await serveHttp((_request, response) => {
      response.setHeader('content-encoding', 'br, gzip').end(gzipSync(brotliCompressSync('twice')));
    });
    expect(text(await get(await openWorld({ url: server.url }), server.url))).toBe('twice');
  });

  it('takes answers that have no body', async () => {
    const server = await serveHttp((_request, response) => response.writeHead(204).end());
    const world = await openWorld({ url: server.url });
    expect(await get(world, server.url)).toMatchObject({ status: 204, truncated: false });
    expect(await get(world, server.url, { method: 'HEAD' })).toMatchObject({ status: 204 });
  });

  it('skips informational answers', async () => {
    const { server, world } = await answering(
      'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    );
    const response = await get(world, server.url);
    expect([response.status, text(response)]).toEqual([200, 'ok']);
  });

  it('is cancelled by its own signal and by the end of the run', async () => {
    const server = await serveTcp();
    const run = new AbortController();
    const world = await openWorld({ url: server.url, signal: run.signal });
    const own = new AbortController();
    const first = gapOf(get(world, server.url, { signal: own.signal }));
    const second = gapOf(get(world, server.url));
    own.abort();
    expect(await first).toMatch(/^interrupted: /);
    run.abort();
    expect(await second).toMatch(/^interrupted: /);
    expect(await gapOf(get(world, server.url))).toMatch(/^interrupted: /);
  });
});

describe('hostile servers', () => {
  it('bad input: a host that refuses connections → gap unreachable', async () => {
    const server = await serveTcp();
    const world = await openWorld({ url: 'http://127.0.0.1:1/' });
    expect(server.hits()).toBe(0);
    expect(await gapOf(get(world, 'http://127.0.0.1:1/'))).toBe('unreachable: 127.0.0.1:1 refuses connections.');
  });

  it('bad input: a host that resets → gap unreachable', async () => {
    const server = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const world = await openWorld({ url: server.url });
    expect(await gapOf(get(world, server.url))).toMatch(/^unreachable: .* closed the connection without an answer/);
  });

  it('bad input: a host that closes without a word → gap unreachable', async () => {
    const server = await serveTcp((socket) => socket.once('data', () => socket.end()));
    const world = await openWorld({ url: server.url });
    expect(await gapOf(get(world, server.url))).toMatch(/^unreachable: .* closed the connection without an answer/);
  });

  it('bad input: a host that hangs → gap timed-out', async () => {
    const server = await serveTcp();
    const world = await openWorld({ url: server.url });
    expect(await gapOf(get(world, server.url, { timeoutMs: 150 }))).toMatch(/^timed-out: .* within 0.2 s/);
  });

  it('bad input: a host that drips one byte at a time → gap timed-out, the connection is dropped', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await serveTcp((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => {
        clearInterval(drip);
        closed.resolve();
      });
    });
    const world = await openWorld({ url: server.url });
    expect(await gapOf(get(world, server.url, { timeoutMs: 200 }))).toMatch(/^timed-out: /);
    await closed.promise;
  });

  it('bad input: headers that drip for ever → gap timed-out', async () => {
    const server = await serveTcp((socket) => {
      // Not before the request is there: under load that takes longer than the first drop.
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => socket.write('X-A: b\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      });
    });
    const world = await openWorld({ url: server.url });
    expect(await gapOf(get(world, server.url, { timeoutMs: 200 }))).toMatch(/^timed-out: /);
  });

  it('bad input: endless body → cut at the limit, marked truncated', async () => {
    const { server, world } = await endless('HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(65_536));
    const response = await get(world, server.url);
    expect(response.body.length).toBe(2 * 1024 * 1024);
    expect(response.truncated).toBe(true);
  });

  it('bad input: endless chunked body → cut at the limit, marked truncated', async () => {
    const { server, world } = await endless(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      '5\r\nhello\r\n'.repeat(5_000),
    );
    const response = await get(world, server.url, { maxBodyBytes: 1_000 });
    expect([response.body.length, response.truncated]).toEqual([1_000, true]);
  });

  it('bad input: endless headers → gap unreadable', async () => {
    const { server, world } = await endless('HTTP/1.1 200 OK\r\n', 'X-More: and more\r\n'.repeat(1_000));
    expect(await gapOf(get(world, server.url))).toMatch(/^unreadable: .* more response headers than a browser/);
  });

  it('bad input: 100,000 headers → gap unreadable', async () => {
    const { server, world } = await answering(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(100_000)}\r\n`, true);
    expect(await gapOf(get(world, server.url))).toMatch(/^unreadable: .* more response headers than a browser/);
  });

  it('bad input: 2,000 short headers → gap unreadable', async () => {
    const { server, world } = await answering(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(2_000)}\r\n`, true);
    expect(await gapOf(get(world, server.url))).toMatch(/^unreadable: /);
  });

  it('bad input: one endless header line → gap unreadable', async () => {
    const { server, world } = await endless('HTTP/1.1 200 OK\r\nX-Long: ', 'a'.repeat(65_536));
    expect(await gapOf(get(world, server.url))).toMatch(/^unreadable: /);
  });

  it('bad input: endless informational answers → gap timed-out', async () => {
    const { server, world } = await endless('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
    expect(await gapOf(get(world, server.url, { timeoutMs: 300 }))).toMatch(/^(timed-out|unreadable|unreachable): /);
  });

  it('bad input: gzip bomb → cut at the limit, memory stays small', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const server = await serveHttp((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    const before = process.memoryUsage().arrayBuffers;
    const response = await get(await openWorld({ url: server.url }), server.url, { maxBodyBytes: 1_000_000 });
    expect(response.body.length).toBe(1_000_000);
    expect(response.truncated).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('bad input: gzip in gzip in gzip bomb → cut at the limit at every layer', async () => {
    const bomb = gzipSync(gzipSync(gzipSync(Buffer.alloc(50 * 1024 * 1024))));
    const server = await serveHttp((_request, response) =>
      response.setHeader('content-encoding', 'gzip, gzip, gzip').end(bomb),
    );
    const response = await get(await openWorld({ url: server.url }), server.url, { maxBodyBytes: 100_000 });
    expect(response.body.length).toBe(100_000);
    expect(response.bodyTrouble).toMatch(/unfolds more than \d+ times/);
  });

  it('bad input: more codings on one body than anybody uses → left as received, says so', async () => {
    const server = await serveHttp((_request, response) =>
      response.setHeader('content-encoding', 'gzip, gzip, gzip, gzip').end('x'),
    );
    const response = await get(await openWorld({ url: server.url }), server.url);
    expect(response.bodyTrouble).toBe('4 content codings on one body; left as received');
  });

  it('bad input: broken gzip → body so far, says that it is broken', async () => {
    const good = gzipSync('hello '.repeat(50_000));
    const broken = Buffer.concat([
      good.subarray(0, good.length / 2),
      Buffer.from('garbage'),
      good.subarray(good.length / 2),
    ]);
    const server = await serveHttp((_request, response) => response.setHeader('content-encoding', 'gzip').end(broken));
    const response = await get(await openWorld({ url: server.url }), server.url);
    expect(response.bodyTrouble).toMatch(/^broken gzip body/);
  });

  it('bad input: says gzip and sends text → says that the gzip is broken', async () => {
    const server = await serveHttp((_request, response) =>
      response.setHeader('content-encoding', 'gzip').end('<html>'),
    );
    const response = await get(await openWorld({ url: server.url }), server.url);
    expect(response.bodyTrouble).toMatch(/^broken gzip body/);
  });

  it('bad input: a coding nobody knows → left as received, says so', async () => {
    const server = await serveHttp((_request, response) =>
      response.setHeader('content-encoding', 'rot13').end('uryyb'),
    );
    const response = await get(await openWorld({ url: server.url }), server.url);
    expect([text(response), response.bodyTrouble]).toEqual(['uryyb', expect.stringContaining('"rot13"')]);
  });

  it('bad input: invalid UTF-8 → the bytes as they are', async () => {
    const bytes = Buffer.from([0x63, 0xff, 0xfe, 0xc3, 0x28]);
    const server = await serveHttp((_request, response) => response.end(bytes));
    const response = await get(await openWorld({ url: server.url }), server.url);
    expect(Buffer.from(response.body)).toEqual(bytes);
  });

  it.each([
    ['garbage instead of HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['binary garbage', Buffer.from([0x15, 3, 3, 0, 2, 2, 70])],
    ['an invalid status line', 'HTTP/1.1 20x Fine\r\n\r\n'],
    ['an HTTP version nobody speaks', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
    ['two content lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ])('bad input: what is not HTTP (%s) → gap unreadable', async (_name, bytes) => {
    const { server, world } = await answering(bytes);
    expect(await gapOf(get(world, server.url))).toMatch(/^unreadable: .* not HTTP/);
  });

  it('bad input: garbage between chunks → body so far, marked truncated', async () => {
    const { server, world } = await answering(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzzz\r\n',
    );
    const response = await get(world, server.url);
    expect([text(response), response.truncated]).toEqual(['hello', true]);
    expect(response.bodyTrouble).toMatch(/^the body broke off/);
  });

  it('bad input: a body shorter than its Content-Length → body so far, marked truncated', async () => {
    const { server, world } = await answering('HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort', true);
    const response = await get(world, server.url);
    expect([text(response), response.truncated]).toEqual(['short', true]);
    expect(response.bodyTrouble).toMatch(/^the body broke off/);
  });
});

describe('a server that asks to wait', () => {
  const busy = (retryAfter: string, status = 429) => {
    let asked = 0;
    return serveHttp((_request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(status, { 'retry-after': retryAfter }).end();
      else response.end(`answer ${asked}`);
    });
  };

  it.each([429, 503])('waits as long as a %s with Retry-After asks and tries again', async (status) => {
    const server = await busy('7', status);
    const clock = handClock();
    const world = await openWorld({ url: server.url, clock });
    expect(text(await get(world, server.url))).toBe('answer 2');
    expect(Math.round(clock.waited.reduce((sum, each) => sum + each, 0) / 1_000)).toBe(7);
    expect(world.usage().sent).toBe(2);
  });

  it('understands a date', async () => {
    const clock = handClock();
    const server = await busy(new Date(clock.now().getTime() + 3_000).toUTCString());
    const world = await openWorld({ url: server.url, clock });
    expect(text(await get(world, server.url))).toBe('answer 2');
    expect(clock.waited[0]).toBeGreaterThan(2_000);
  });

  it('bad input: Retry-After of an hour → gap refused, nobody waits', async () => {
    const server = await busy('3600');
    const clock = handClock();
    const world = await openWorld({ url: server.url, clock });
    expect(await gapOf(get(world, server.url))).toMatch(/^refused: .* answers 429 and asks to wait 3600 s/);
    expect(clock.waited).toEqual([]);
  });

  it('bad input: a server that always asks to wait → gap refused after two waits', async () => {
    const server = await serveHttp((_request, response) => response.writeHead(503, { 'retry-after': '1' }).end());
    const world = await openWorld({ url: server.url, clock: handClock() });
    expect(await gapOf(get(world, server.url))).toMatch(/^refused: /);
    expect(world.usage().sent).toBe(3);
  });

  it('hands a burst its 429 and a plain 503 to whoever asked', async () => {
    const server = await busy('1');
    const world = await openWorld({ url: server.url, permitFlags: ['abuse'] });
    expect((await world.http.request({ url: server.url, permit: 'abuse' })).status).toBe(429);
    const plain = await serveHttp((_request, response) => response.writeHead(503).end());
    expect((await get(await openWorld({ url: plain.url }), plain.url)).status).toBe(503);
  });
});

describe('budgets', () => {
  it('bad input: more requests than the budget allows → gap budget-spent', async () => {
    const server = await serveHttp((_request, response) => response.end());
    const world = await openWorld({ url: server.url, config: { budget: { requestsTotal: 2 } } });
    await get(world, server.url);
    await get(world, server.url);
    expect(await gapOf(get(world, server.url))).toBe('budget-spent: The run has sent the 2 requests it may send.');
    expect(await gapOf(world.dns.query('example.com', 'A'))).toMatch(/^budget-spent: /);
    expect(await gapOf(world.browser.context({ identity: 'anonymous' }))).toMatch(/^budget-spent: /);
  });

  it('paces a host by its rate and leaves a load run its own', async () => {
    const server = await serveHttp((_request, response) => response.end());
    const clock = handClock();
    const config = { budget: { requestsPerSecond: 4 } };
    const world = await openWorld({ url: server.url, config, clock, permitFlags: ['load'] });
    for (let each = 0; each < 12; each += 1) await get(world, server.url);
    expect(clock.waited.reduce((sum, each) => sum + each, 0)).toBe(2_000);
    const before = clock.waited.length;
    for (let each = 0; each < 12; each += 1) await world.http.request({ url: server.url, permit: 'load' });
    expect(clock.waited.length).toBe(before);
  });
});

describe('certificates', () => {
  async function tlsWorld(options: { readonly trusted?: boolean; readonly names?: string[]; readonly days?: number }) {
    const authority = createAuthority(new Date());
    const leaf = authority.leaf({ names: options.names ?? ['portal.example.test'], untilDay: options.days });
    const seen: string[] = [];
    const server = await listen(
      createTlsServer(leaf, (request, response) => {
        const socket = request.socket as unknown as { servername?: string };
        seen.push(`${socket.servername} ${request.headers.host} ${request.headers.cookie ?? ''}`);
        response.end('ok');
      }),
    );
    const world = await openWorld({
      config: {
        target: { hosts: [{ name: 'portal.example.test' }] },
        lab: {
          ...(options.trusted === false ? {} : { ca: authority.rootPem }),
          map: [{ name: 'portal.example.test', port: 443, to: server.port }],
        },
      },
    });
    return { world, seen, url: 'https://portal.example.test/' };
  }

  it('trusts the authority of the lab for a mapped name, with SNI and Host kept', async () => {
    const { world, seen, url } = await tlsWorld({});
    expect((await get(world, url)).status).toBe(200);
    expect(seen).toEqual(['portal.example.test portal.example.test ']);
  });

  it.each([
    ['from an unknown authority', { trusted: false }, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['for another name', { names: ['other.example.test'] }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has ended', { days: -1 }, 'CERT_HAS_EXPIRED'],
  ])('bad input: a certificate %s → gap unreachable, says why', async (_name, options, code) => {
    const { world, seen, url } = await tlsWorld(options);
    expect(await gapOf(get(world, url))).toBe(
      `unreachable: The certificate of portal.example.test does not verify (${code}).`,
    );
    expect(seen).toEqual([]);
  });

  it('looks past a broken certificate when asked to, and never with credentials', async () => {
    const { world, seen, url } = await tlsWorld({ days: -1 });
    expect((await get(world, url, { allowInvalidCertificate: true })).status).toBe(200);
    world.vault.add('s3cret-token', 'TOKEN');
    for (const rest of [
      { headers: [['Cookie', 'session=1']] },
      { headers: [['authorization', 'Bearer x']] },
      { headers: [['x-api-key', 's3cret-token']] },
      { url: `${url}?key=s3cret-token` },
    ]) {
      await expect(get(world, url, { allowInvalidCertificate: true, ...rest })).rejects.toThrow(/never goes together/);
    }
    expect(seen).toHaveLength(1);
  });

  it('never reuses a connection whose certificate was not verified', async () => {
    const { world, url } = await tlsWorld({ days: -1 });
    await get(world, url, { allowInvalidCertificate: true });
    expect(await gapOf(get(world, url))).toMatch(/CERT_HAS_EXPIRED/);
  });

  it('bad input: plain http behind https → gap unreachable', async () => {
    const plain = await serveHttp((_request, response) => response.end());
    const url = plain.url.replace('http:', 'https:');
    const world = await openWorld({ url });
    expect(await gapOf(get(world, url))).toMatch(/^unreachable: .* does not speak TLS/);
  });
});
