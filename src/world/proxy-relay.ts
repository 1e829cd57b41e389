import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export const maxHeaderBytes = 256 * 1024;
// Hop-by-hop fields (RFC 9110 §7.6.1) and what was meant for the proxy itself.
const hopHeaders = /^(proxy-.*|connection|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** Passes one plain http exchange on; trouble upstream ends the browser's connection instead of inventing an answer. */
export function relay(request: IncomingMessage, response: ServerResponse, socket: Socket, url: URL): void {
  const upstream = httpRequest({
    createConnection: () => socket,
    method: request.method ?? 'GET',
    path: url.pathname + url.search,
    headers: [...endToEnd(request.rawHeaders), 'Connection', 'close'],
    setHost: false,
    maxHeaderSize: maxHeaderBytes,
  });
  const drop = () => {
    socket.destroy();
    request.socket.destroy();
  };
  upstream.on('error', drop);
  upstream.on('upgrade', drop);
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', endToEnd(answer.rawHeaders));
    answer.pipe(response);
    answer.on('error', drop);
    answer.on('aborted', drop);
  });
  response.on('close', () => socket.destroy());
  request.pipe(upstream);
}

/** Ties two ends of a tunnel together: when one is gone, so is the other. */
export function join(client: Duplex, server: Duplex): void {
  const drop = () => {
    client.destroy();
    server.destroy();
  };
  for (const each of [client, server]) {
    each.on('error', drop);
    each.on('close', drop);
  }
  client.pipe(server);
  server.pipe(client);
}

export function endTunnel(client: Duplex, status: string): void {
  client.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
}

function endToEnd(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!hopHeaders.test(name)) kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}
