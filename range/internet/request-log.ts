import type { Exchange } from './exchange.ts';

/** One request that a host received. */
export interface ReceivedRequest {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly method: string;
  /** Path with the query. */
  readonly path: string;
  /** Account name (`a`, `b`, `a2`, `admin`) of the session that the request belongs to, where it has one. */
  readonly identity?: string;
}

export interface RequestLog {
  readonly received: (scheme: 'http' | 'https', host: string, exchange: Exchange) => void;
  readonly all: () => readonly ReceivedRequest[];
}

/** `identify` is asked on arrival, while a session that this very request ends is still there. */
export function createRequestLog(identify: (exchange: Exchange) => string | undefined): RequestLog {
  const entries: ReceivedRequest[] = [];
  return {
    received: (scheme, host, exchange) => {
      const { req, path, query } = exchange;
      const identity = identify(exchange);
      const entry = { scheme, host, method: req.method ?? 'GET', path: path + query };
      entries.push(identity ? { ...entry, identity } : entry);
    },
    all: () => [...entries],
  };
}
