import { createServer as createHttpServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { randomUUID } from 'node:crypto';

/** `staple`: the answer of the certificate's authority, sent along to whoever asks for it. */
export interface HostTls extends TlsOptions {
  readonly staple?: Buffer;
}

/** An HTTP or (with `tls`) HTTPS server that answers broken requests with a calm page of its own. */
export function hostServer(listener: RequestListener, tls?: HostTls): Server {
  const server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener);
  const staple = tls?.staple;
  if (staple)
    server.on('OCSPRequest', (_certificate: Buffer, _issuer: Buffer, answer: (error: null, staple: Buffer) => void) =>
      answer(null, staple),
    );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    socket.end(unreadable(error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400));
  });
  return server;
}

function unreadable(status: 400 | 431): string {
  const body = `${STATUS_CODES[status]}\n`;
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `x-request-id: ${randomUUID()}`,
    'x-content-type-options: nosniff',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${body.length}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}
