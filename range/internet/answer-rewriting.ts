import type { ServerResponse } from 'node:http';

export interface RewrittenAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The answer as the application meant it. */
export interface DraftAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * Holds back the answers that `wants` names by their status and offers them whole for rewriting; every other answer
 * streams through untouched. `rewrite` gives undefined to leave the answer as it is.
 */
export function rewriteAnswer(
  res: ServerResponse,
  wants: (status: number) => boolean,
  rewrite: (draft: DraftAnswer) => Promise<RewrittenAnswer | undefined>,
): void {
  const original = { writeHead: res.writeHead, write: res.write, end: res.end };
  const held: Buffer[] = [];
  const release = () => Object.assign(res, original);

  const keep = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string')
      held.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8'));
    else if (chunk instanceof Uint8Array) held.push(Buffer.from(chunk));
  };

  const finish = async () => {
    const draft = { status: res.statusCode, body: Buffer.concat(held) };
    const rewritten = await rewrite(draft);
    release();
    if (res.destroyed) return;
    const body = rewritten ? Buffer.from(rewritten.body) : draft.body;
    if (rewritten) res.setHeader('content-type', rewritten.contentType);
    for (const name of ['content-encoding', 'transfer-encoding', 'etag']) if (rewritten) res.removeHeader(name);
    res.setHeader('content-length', body.length);
    res.writeHead(rewritten?.status ?? draft.status);
    res.end(res.req.method === 'HEAD' ? undefined : body);
  };

  res.writeHead = ((status: number, ...rest: readonly unknown[]) => {
    if (!wants(status)) {
      release();
      return Reflect.apply(original.writeHead, res, [status, ...rest]);
    }
    res.statusCode = status;
    const headers = rest.find((value) => typeof value === 'object' && value !== null);
    for (const [name, value] of headerEntries(headers)) res.setHeader(name, value);
    return res;
  }) as typeof res.writeHead;
  res.write = ((chunk: unknown, encoding: unknown, done: unknown) => {
    if (!wants(res.statusCode)) {
      release();
      return Reflect.apply(original.write, res, [chunk, encoding, done]);
    }
    keep(chunk, encoding);
    return true;
  }) as typeof res.write;
  res.end = ((chunk: unknown, encoding: unknown, done: unknown) => {
    if (!wants(res.statusCode)) {
      release();
      return Reflect.apply(original.end, res, [chunk, encoding, done]);
    }
    keep(chunk, encoding);
    finish().catch((error: unknown) => res.destroy(error instanceof Error ? error : undefined));
    return res;
  }) as typeof res.end;
}

function headerEntries(headers: unknown): readonly (readonly [string, string | number | readonly string[]])[] {
  if (Array.isArray(headers)) {
    const flat: unknown[] = headers;
    return flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), String(flat[at + 1])] as const] : []));
  }
  return Object.entries((headers ?? {}) as Record<string, string | number | readonly string[]>).filter(
    ([, value]) => value !== undefined,
  );
}
