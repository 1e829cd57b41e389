import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { type ExchangeLimits, headerPairs, type RawResponse, TooManyHeaders } from './http-exchange.ts';
import type { HeaderList } from './world.ts';

export interface Http2Request {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: string | Uint8Array | null;
}

/** One host that speaks HTTP/2 only: a session that is opened when it is needed and closed when nobody asks any more. */
export interface Http2Origin {
  /** As `exchange` of HTTP/1.1: raw headers in order, at most `maxBodyBytes`; rejects with Node's errors. */
  exchange(request: Http2Request, limits: ExchangeLimits, signal: AbortSignal): Promise<RawResponse>;
  close(): void;
}

const idleMs = 1_500;
/** Fields of one connection, which have no place in HTTP/2 (RFC 9113 §8.2.2); the host travels as `:authority`. */
const connectionFields = /^(?:connection|host|keep-alive|proxy-connection|transfer-encoding|upgrade|te)$/i;

/** `open` gives a socket on which `h2` was agreed; it throws what a failed connection throws. */
export function createHttp2Origin(origin: string, open: () => Promise<TLSSocket>, maxHeaders: number): Http2Origin {
  let session: Promise<ClientHttp2Session> | undefined;

  const start = async (): Promise<ClientHttp2Session> => {
    const socket = await open();
    const started = connect(origin, {
      createConnection: () => socket,
      settings: { enablePush: false },
      maxHeaderListPairs: maxHeaders + 8,
    });
    const forget = () => {
      session = undefined;
    };
    // Each stream reports the trouble of its session to whoever waits for it.
    started.on('error', forget).on('goaway', forget).on('close', forget);
    started.setTimeout(idleMs, () => started.close());
    started.unref();
    return started;
  };

  return {
    async exchange(request, limits, signal) {
      session ??= start();
      const current = session;
      try {
        const ready = await current;
        return await one(ready, origin, request, limits, signal);
      } catch (error) {
        if (session === current && (await current.catch(() => undefined))?.closed !== false) session = undefined;
        throw error;
      }
    },
    close() {
      void session?.then((open) => open.destroy()).catch(() => undefined);
      session = undefined;
    },
  };
}

function one(
  session: ClientHttp2Session,
  origin: string,
  request: Http2Request,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(reasonOf(signal));
    const stream: ClientHttp2Stream = session.request(fieldsOf(origin, request), { endStream: request.body === null });
    session.ref();
    let status = 0;
    let headers: HeaderList = [];
    const chunks: Uint8Array[] = [];
    let size = 0;
    let settled = false;
    const settle = (work: () => void, code: number = constants.NGHTTP2_NO_ERROR) => {
      if (settled) return;
      settled = true;
      signal.removeEventListener('abort', onAbort);
      if (!stream.closed) stream.close(code);
      if (!session.destroyed) session.unref();
      work();
    };
    const give = (more: { readonly truncated: boolean; readonly cutShort?: string }) =>
      settle(() => resolve({ status, headers, wire: Buffer.concat(chunks), ...more }), constants.NGHTTP2_CANCEL);
    const onAbort = () => settle(() => reject(reasonOf(signal)), constants.NGHTTP2_CANCEL);
    signal.addEventListener('abort', onAbort, { once: true });
    stream.on('response', (fields, _flags, raw?: readonly string[]) => {
      status = Number(fields[':status'] ?? 0);
      headers = headerPairs(raw ?? []).filter(([name]) => !name.startsWith(':'));
      if (headers.length > limits.maxHeaders)
        settle(() => reject(new TooManyHeaders(headers.length)), constants.NGHTTP2_CANCEL);
    });
    stream.on('data', (chunk: Buffer) => {
      const room = limits.maxBodyBytes - size;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      size += Math.min(room, chunk.length);
      if (chunk.length > room) give({ truncated: true });
    });
    const broken = (error: NodeJS.ErrnoException) => {
      if (status > 0) give({ truncated: true, cutShort: `the body broke off (${error.code ?? error.name})` });
      else settle(() => reject(error), constants.NGHTTP2_CANCEL);
    };
    stream.on('error', broken);
    // `end` comes for a stream that was reset, too.
    stream.once('close', () => {
      if (status > 0 && stream.rstCode === constants.NGHTTP2_NO_ERROR) give({ truncated: false });
      else broken(Object.assign(new Error('the stream was closed'), { code: 'ECONNRESET' }));
    });
    if (request.body !== null) stream.end(request.body);
  });
}

/** Pseudo fields first, names in lower case, equal names together (RFC 9113 §8.2, §8.3.1). */
function fieldsOf(origin: string, { method, path, headers }: Http2Request): Record<string, string | string[]> {
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const fields: Record<string, string | string[]> = {
    ':method': method,
    ':scheme': 'https',
    ':authority': host ?? new URL(origin).host,
    ':path': path,
  };
  for (const [given, value] of headers) {
    const name = given.toLowerCase();
    if (connectionFields.test(name)) continue;
    const known = fields[name];
    fields[name] = known === undefined ? value : [known, value].flat();
  }
  return fields;
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}
