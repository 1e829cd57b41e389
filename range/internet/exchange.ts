import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request on its way through a host. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Query as sent with its question mark, or nothing. */
  readonly query: string;
  readonly requestId: string;
  /** For the Content-Security-Policy and the inline script of this answer. */
  readonly nonce: string;
}

/** Answers an exchange, or returns false to leave it to the next. */
export type Layer = (exchange: Exchange) => boolean;

export function openExchange(req: IncomingMessage, res: ServerResponse): Exchange {
  const target = req.url ?? '/';
  const mark = target.indexOf('?');
  return {
    req,
    res,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark),
    requestId: randomUUID(),
    nonce: randomBytes(16).toString('base64'),
  };
}

export function answer(
  { req, res }: Exchange,
  status: number,
  type: 'html' | 'text' | 'json' | 'xml' | 'sql',
  body: string,
): true {
  const bytes = Buffer.from(body, 'utf8');
  res.writeHead(status, { 'content-type': contentTypes[type], 'content-length': bytes.length });
  res.end(req.method === 'HEAD' ? undefined : bytes);
  return true;
}

/** Redirect for good: 301 for pages, 308 where a method must survive. */
export function moved({ res }: Exchange, location: string, status: 301 | 302 | 308 = 301): true {
  res.writeHead(status, { location, 'content-length': 0 });
  res.end();
  return true;
}

const contentTypes = {
  html: 'text/html; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  sql: 'application/sql',
} as const;
