import {
  type IncomingMessage,
  request as httpRequest,
  createServer as createHttpServer,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { makeLabCertificate } from './lab-certificate.ts';
import { startLabDns } from './lab-dns.ts';

export type TlsFrontOptions = {
  /** Names to serve, for example `shop.target.test`; the first is the canonical one. */
  readonly names: readonly string[];
  /** Loopback port of the application that speaks plain HTTP. */
  readonly upstreamPort: number;
};

/** The `lab` part of a configuration. */
export type Lab = {
  readonly resolver: string;
  readonly ca: string;
  readonly map: readonly { readonly name: string; readonly port: number; readonly to: string }[];
};

export type TlsFront = { readonly url: string; readonly lab: Lab; readonly close: () => Promise<void> };

const forwarded = /^(forwarded|x-forwarded-.*|x-real-ip)$/i;

/** The client's headers in their order, without forwarding claims of its own, plus ours. */
function upstreamHeaders(request: IncomingMessage): string[] {
  const out: string[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? '';
    if (!forwarded.test(name)) out.push(name, request.rawHeaders[at + 1] ?? '');
  }
  const host = request.headers.host ?? '';
  const client = request.socket.remoteAddress ?? '127.0.0.1';
  out.push(
    'X-Forwarded-For',
    client,
    'X-Forwarded-Proto',
    'https',
    'X-Forwarded-Host',
    host,
    'X-Forwarded-Port',
    '443',
  );
  return out;
}

function nameOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
}

function passOn(request: IncomingMessage, response: ServerResponse, port: number): void {
  const upstream = httpRequest(
    { host: '127.0.0.1', port, method: request.method, path: request.url, headers: upstreamHeaders(request) },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    },
  );
  upstream.once('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end('The application did not answer.\n');
  });
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
}

/** Carries a WebSocket (any Upgrade) through: the request is sent on as it came, then bytes both ways. */
function passUpgrade(request: IncomingMessage, client: Duplex, head: Buffer, port: number): void {
  const upstream = connect(port, '127.0.0.1', () => {
    const headers = upstreamHeaders(request);
    let text = `${request.method} ${request.url} HTTP/1.1\r\n`;
    for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
    upstream.write(`${text}\r\n`);
    if (head.length > 0) upstream.write(head);
    upstream.pipe(client).pipe(upstream);
  });
  const end = (): void => {
    upstream.destroy();
    client.destroy();
  };
  for (const side of [upstream, client]) {
    side.once('error', end);
    side.once('close', end);
  }
}

async function listen(server: Server): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, close };
}

/**
 * An HTTPS front on loopback for an application that speaks plain HTTP: its own certificate authority made at start,
 * its own DNS, a redirect on port 80. Host is kept, X-Forwarded-* are set, WebSockets pass. Returns the `lab` part
 * of a configuration with which an auditor reaches it under its names on ports 443 and 80.
 */
export async function startTlsFront(options: TlsFrontOptions): Promise<TlsFront> {
  const canonical = options.names[0];
  if (canonical === undefined) throw new Error('a TLS front needs at least one name');
  const certificate = await makeLabCertificate(options.names);
  const secure = createHttpsServer({ key: certificate.key, cert: certificate.chain }, (request, response) => {
    if (options.names.includes(nameOf(request))) passOn(request, response, options.upstreamPort);
    else response.writeHead(421, { 'content-type': 'text/plain' }).end('This name is not served here.\n');
  });
  secure.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    passUpgrade(request, socket, head, options.upstreamPort);
  });
  const plain = createHttpServer((request, response) => {
    const name = options.names.includes(nameOf(request)) ? nameOf(request) : canonical;
    response.writeHead(308, { location: `https://${name}${request.url ?? '/'}` }).end();
  });
  const [https, http, dns] = await Promise.all([listen(secure), listen(plain), startLabDns(options.names)]);
  const map = options.names.flatMap((name) => [
    { name, port: 443, to: `127.0.0.1:${https.port}` },
    { name, port: 80, to: `127.0.0.1:${http.port}` },
  ]);
  return {
    url: `https://${canonical}`,
    lab: { resolver: `127.0.0.1:${dns.port}`, ca: certificate.ca, map },
    close: async () => {
      await Promise.all([https.close(), http.close(), dns.close()]);
    },
  };
}
