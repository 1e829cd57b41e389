import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Gap } from '../model/gap.ts';
import { gap } from '../model/gap.ts';
import { shake, type TlsParts } from './create-tls.ts';
import { dialFirst } from './dial.ts';
import type { Fence } from './fence.ts';
import { parseHostAndPort } from './host-name.ts';
import type { PageHosts } from './page-hosts.ts';
import { networkGap } from './network-gap.ts';
import { endTunnel, join, maxHeaderBytes, relay } from './proxy-relay.ts';
import type { RequestBudget } from './request-budget.ts';
import { budgetGap } from './request-budget.ts';
import { unlistedGap } from './permit-gap.ts';
import type { FenceAnswer, Scope } from './scope.ts';

export interface ProxyParts extends Pick<TlsParts, 'trust' | 'dial'> {
  readonly scope: Scope;
  readonly fence: Fence;
  readonly budget: RequestBudget;
  readonly pageHosts: PageHosts;
}

export interface BrowserProxy {
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  readonly username: string;
  readonly password: string;
  /** Why the last connection to this host and port was refused, if it was. */
  readonly refusal: (host: string, port: number) => Gap | undefined;
  close(): Promise<void>;
}

type Allowed = Extract<FenceAnswer, { allowed: true }>;

const connectTimeoutMs = 10_000;

/**
 * The only way out for the browser: a forward proxy on loopback that asks the fence for every connection and demands a
 * credential of this run, so that no other process of this machine can use it. A refused request gets no answer that a
 * page could mistake for the portal's.
 */
export async function startBrowserProxy(parts: ProxyParts): Promise<BrowserProxy> {
  const username = 'launch-ready';
  const password = randomBytes(24).toString('base64url');
  const expected = Buffer.from(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`);
  const refusals = new Map<string, Gap>();
  const verified = new Map<string, Promise<Gap | undefined>>();
  const sockets = new Set<Duplex>();
  const track = <T extends Duplex>(socket: T): T => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };

  const knows = (request: IncomingMessage): boolean => {
    const given = Buffer.from(request.headers['proxy-authorization'] ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };

  const decide = async (host: string, port: number): Promise<Allowed | undefined> => {
    const key = `${host}:${port}`;
    const answer: FenceAnswer = parts.budget.spent()
      ? { allowed: false, gap: budgetGap(parts.scope.requestsTotal) }
      : await askFence(parts, host, port);
    if (answer.allowed) {
      refusals.delete(key);
      return answer;
    }
    refusals.set(key, answer.gap);
    return undefined;
  };

  /** With a lab the browser accepts any certificate, so the truth about it is kept here. */
  const distrust = (host: string, port: number, answer: Allowed): Promise<Gap | undefined> => {
    if (!parts.scope.lab) return Promise.resolve(undefined);
    const key = `${host}:${port}`;
    const known = verified.get(key) ?? verify(parts, host, port, answer);
    verified.set(key, known);
    return known;
  };

  const tunnel = async (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = parseHostAndPort(request.url ?? '');
    const answer = target?.port ? await decide(target.name, target.port) : undefined;
    if (!target?.port || !answer) return endTunnel(client, '403 Forbidden');
    const key = `${target.name}:${target.port}`;
    const broken = await distrust(target.name, target.port, answer);
    if (broken) {
      refusals.set(key, broken);
      verified.delete(key);
      return endTunnel(client, '502 Bad Gateway');
    }
    try {
      const { socket } = await dialFirst(parts.dial, answer, connectTimeoutMs);
      if (client.destroyed) return void socket.destroy();
      track(socket);
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) socket.write(head);
      join(client, socket);
    } catch (error) {
      refusals.set(key, networkGap(error, key, connectTimeoutMs));
      endTunnel(client, '502 Bad Gateway');
    }
  };

  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const url = URL.parse(request.url ?? '');
    const target = url?.protocol === 'http:' ? parseHostAndPort(url.host) : undefined;
    const port = target?.port ?? 80;
    const answer = target ? await decide(target.name, port) : undefined;
    if (!url || !target || !answer) return void request.socket.destroy();
    try {
      const { socket } = await dialFirst(parts.dial, answer, connectTimeoutMs);
      if (response.destroyed) return void socket.destroy();
      track(socket);
      relay(request, response, socket, url);
    } catch (error) {
      refusals.set(`${target.name}:${port}`, networkGap(error, `${target.name}:${port}`, connectTimeoutMs));
      request.socket.destroy();
    }
  };

  const server = createServer({ maxHeaderSize: maxHeaderBytes, keepAlive: true }, (request, response) => {
    if (knows(request)) void forward(request, response).catch(() => request.socket.destroy());
    else {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="launch-ready"', connection: 'close' });
      response.end();
    }
  });
  server.on('connect', (request, client, head) => {
    client.on('error', () => client.destroy());
    if (knows(request)) void tunnel(request, client, head).catch(() => client.destroy());
    else {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="launch-ready"\r\n' +
          'Content-Length: 0\r\nConnection: close\r\n\r\n',
      );
    }
  });
  server.on('connection', (socket: Socket) => track(socket));
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // The browser's tunnels must not keep a finished run alive.
  server.unref();

  return {
    server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    username,
    password,
    refusal: (host, port) => refusals.get(`${host}:${port}`),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Third parties are open for what a page loads, not for visiting them. */
async function askFence(parts: ProxyParts, host: string, port: number): Promise<FenceAnswer> {
  const answer = await parts.fence.open(host, port, 'page');
  const ours = parts.scope.isListed(host) || parts.scope.signInHosts?.includes(host);
  if (!answer.allowed || answer.entry || ours || (await parts.pageHosts.expects(host))) return answer;
  return { allowed: false, gap: unlistedGap(host) };
}

async function verify(parts: ProxyParts, host: string, port: number, answer: Allowed): Promise<Gap | undefined> {
  const result = await shake(parts, { host, port, timeoutMs: connectTimeoutMs }, host, answer);
  const place = `${host}:${port}`;
  if (result.connected) {
    return result.authorized
      ? undefined
      : networkGap({ code: `CERT ${result.authorizationError}` }, place, connectTimeoutMs);
  }
  // No TLS behind this port (a plain ws:// socket, say): nothing to verify, and a browser's own handshake will fail.
  if (result.failure === 'other') return undefined;
  return gap(
    'unreachable',
    `${place} did not complete a TLS handshake (${result.detail}).`,
    `Check the server at ${place}.`,
  );
}
