import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { configSchema } from '../../src/model/config.ts';
import { startBrowserProxy } from '../../src/world/browser-proxy.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { dialTcp } from '../../src/world/dial.ts';
import { createFence } from '../../src/world/fence.ts';
import { createPageHosts } from '../../src/world/page-hosts.ts';
import { createRequestBudget } from '../../src/world/request-budget.ts';
import { createTrust } from '../../src/world/trust.ts';
import { handClock, serveHttp, serveTcp } from './setting.ts';

async function proxyFor(url: string, requestsTotal = 100) {
  const scope = createScope({ config: configSchema.parse({ budget: { requestsTotal } }), url });
  const clock = handClock();
  const budget = createRequestBudget(scope, clock, new AbortController().signal);
  const fence = createFence(scope, clock, async () => ['127.0.0.1']);
  const parts = { scope, fence, budget, trust: createTrust(scope), dial: dialTcp, pageHosts: createPageHosts(clock) };
  const proxy = await startBrowserProxy(parts);
  onTestFinished(() => proxy.close());
  return { proxy, budget };
}

/** Sends bytes to the proxy and reads until it closes. */
async function say(server: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server).port), '127.0.0.1');
  socket.write(bytes);
  return await text(socket);
}

const basic = (user: string, password: string) =>
  `Proxy-Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}\r\n`;

describe('the proxy of the browser', () => {
  it.each([
    ['without a credential', () => ''],
    ['with a wrong password', () => basic('launch-ready', 'guess')],
    ['with an empty credential', () => basic('', '')],
    [
      'with a credential of another scheme',
      (_: string, password: string) => `Proxy-Authorization: Bearer ${password}\r\n`,
    ],
  ])('refuses another local process %s', async (_name, credential) => {
    const target = await serveHttp((_request, response) => response.end('inside'));
    const { proxy } = await proxyFor(target.url);
    const line = credential(proxy.username, proxy.password);
    const host = `127.0.0.1:${target.port}`;
    expect(await say(proxy.server, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n${line}\r\n`)).toMatch(
      /^HTTP\/1.1 407/,
    );
    expect(await say(proxy.server, `GET ${target.url} HTTP/1.1\r\nHost: ${host}\r\n${line}\r\n`)).toMatch(
      /^HTTP\/1.1 407/,
    );
    expect(target.hits()).toBe(0);
  });

  it('serves the browser that knows this run’s credential, and keeps it from the portal', async () => {
    const target = await serveHttp((request, response) => response.end(JSON.stringify(request.rawHeaders)));
    const { proxy } = await proxyFor(target.url);
    const line = basic(proxy.username, proxy.password);
    const answer = await say(
      proxy.server,
      `GET ${target.url}path HTTP/1.1\r\nHost: 127.0.0.1:${target.port}\r\nX-One: 1\r\n${line}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 200/);
    expect(answer).toContain('"X-One","1"');
    expect(answer).not.toMatch(/proxy-auth/i);
    const host = `127.0.0.1:${target.port}`;
    const tunnel = await say(
      proxy.server,
      `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n${line}\r\nGET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    expect(tunnel).toMatch(/^HTTP\/1.1 200 Connection established\r\n\r\nHTTP\/1.1 200/);
  });

  it('has another credential in every run', async () => {
    const one = await proxyFor('http://127.0.0.1:1/');
    const two = await proxyFor('http://127.0.0.1:1/');
    expect(one.proxy.password).not.toBe(two.proxy.password);
    expect(one.proxy.password.length).toBeGreaterThanOrEqual(32);
  });

  it.each([
    'CONNECT 127.0.0.1:PORT',
    'CONNECT localhost:PORT',
    'CONNECT [::1]:PORT',
    'CONNECT 2130706433:PORT',
    'CONNECT inside.test:443',
    'CONNECT app@127.0.0.1:PORT',
    'CONNECT 127.0.0.1',
    'CONNECT :PORT',
    'GET http://127.0.0.1:PORT/',
    'GET http://user@127.0.0.1:PORT/',
    'GET https://127.0.0.1:PORT/',
    'GET ftp://127.0.0.1:PORT/',
    'GET /',
    'POST http://2130706433:PORT/',
  ])('bad input: another way in (%s) to the browser’s proxy → refused, the trap is not reached', async (line) => {
    const trap = await serveTcp();
    const { proxy } = await proxyFor('http://127.0.0.1:1/');
    const request = line.replace('PORT', String(trap.port));
    const answer = await say(
      proxy.server,
      `${request} HTTP/1.1\r\nHost: x\r\n${basic(proxy.username, proxy.password)}Connection: close\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1.1 2/);
    expect(trap.hits()).toBe(0);
  });

  it('bad input: garbage to the browser’s proxy → the connection ends, the proxy lives', async () => {
    const target = await serveHttp((_request, response) => response.end('ok'));
    const { proxy } = await proxyFor(target.url);
    expect(await say(proxy.server, '\u0016\u0003\u0001 not http\r\n\r\n')).not.toContain('200');
    const line = basic(proxy.username, proxy.password);
    expect(
      await say(proxy.server, `GET ${target.url} HTTP/1.1\r\nHost: x\r\n${line}Connection: close\r\n\r\n`),
    ).toContain('ok');
  });

  it('opens nothing once the budget is spent', async () => {
    const target = await serveHttp((_request, response) => response.end('ok'));
    const { proxy, budget } = await proxyFor(target.url, 1);
    budget.count('127.0.0.1', 'look');
    const host = `127.0.0.1:${target.port}`;
    const line = basic(proxy.username, proxy.password);
    expect(await say(proxy.server, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n${line}\r\n`)).toMatch(
      /^HTTP\/1.1 403/,
    );
    expect(proxy.refusal('127.0.0.1', target.port)).toMatchObject({ reason: 'budget-spent' });
    expect(target.hits()).toBe(0);
  });
});
