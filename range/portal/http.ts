import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a handler answers; exactly one of `json`, `text`, `bytes` or none of them (an empty body). */
export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly bytes?: Buffer;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

/** An error that carries the answer to give. Thrown by handlers, sent by the API. */
export interface AnswerError extends Error {
  readonly answer: Answer;
}

/** A problem document (RFC 9457) as an error to throw. */
export function problem(status: number, title: string, more: Readonly<Record<string, unknown>> = {}): AnswerError {
  const answer: Answer = {
    status,
    json: { type: 'about:blank', title, status, ...more },
    type: 'application/problem+json',
  };
  return Object.assign(new Error(title), { answer });
}

export const isAnswerError = (error: unknown): error is AnswerError => error instanceof Error && 'answer' in error;

export function cookiesOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at > 0 ? [[part.slice(0, at).trim(), part.slice(at + 1).trim()]] : [];
  });
  return new Map(pairs);
}

const drainBytes = 1_048_576;

/** Reads a body of at most `limit` bytes. A larger one is a 413; up to 1 MiB of it is read off so that the answer arrives. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > drainBytes) break;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw problem(413, 'The request body is too large', { limitBytes: limit });
  return Buffer.concat(chunks);
}

export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent) return;
  const content =
    answer.json !== undefined ? JSON.stringify(answer.json) : answer.text !== undefined ? answer.text : answer.bytes;
  const type = answer.type ?? (answer.json !== undefined ? 'application/json' : 'text/plain; charset=utf-8');
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (content === undefined) {
    response.writeHead(answer.status);
    response.end();
    return;
  }
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(content));
  response.writeHead(answer.status);
  response.end(content);
}

/** RFC 6266: a plain fallback and the name itself in UTF-8. */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}
