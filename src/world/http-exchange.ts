import type { Dispatcher, Pool } from 'undici';
import type { HeaderList } from './world.ts';

export interface RawResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly wire: Uint8Array;
  readonly truncated: boolean;
  /** The body ended before it was complete. */
  readonly cutShort?: string;
}

/** Raised when a response has more headers than any honest one. */
export class TooManyHeaders extends Error {
  readonly count: number;
  constructor(count: number) {
    super(`${count} response headers`);
    this.name = 'TooManyHeaders';
    this.count = count;
  }
}

export interface ExchangeLimits {
  readonly maxBodyBytes: number;
  readonly maxHeaders: number;
}

const cut = new Error('body limit reached');

/** One request on a pool: headers raw and in order, at most `maxBodyBytes` of the body as sent. Rejects with undici's errors. */
export function exchange(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: HeaderList = [];
    const chunks: Uint8Array[] = [];
    let size = 0;
    let controller: Dispatcher.DispatchController | undefined;
    const onAbort = () => {
      const reason = signal.reason instanceof Error ? signal.reason : new Error('aborted');
      if (controller) controller.abort(reason);
      finish(() => reject(reason));
    };
    const finish = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const response = (more: { readonly truncated: boolean; readonly cutShort?: string }): RawResponse => ({
      status,
      headers,
      wire: Buffer.concat(chunks),
      ...more,
    });
    signal.addEventListener('abort', onAbort, { once: true });

    pool.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) onAbort();
      },
      onResponseStart(started, statusCode) {
        // 1xx answers are not the answer; an endless row of them ends at the time-out.
        if (statusCode < 200) return;
        status = statusCode;
        headers = headerPairs(started.rawHeaders);
        if (headers.length > limits.maxHeaders) started.abort(new TooManyHeaders(headers.length));
      },
      onResponseData(started, chunk) {
        const room = limits.maxBodyBytes - size;
        chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
        size += Math.min(room, chunk.length);
        if (chunk.length > room) started.abort(cut);
      },
      onResponseEnd() {
        finish(() => resolve(response({ truncated: false })));
      },
      onResponseError(_started, error) {
        if (error === cut) finish(() => resolve(response({ truncated: true })));
        else if (status > 0 && !signal.aborted && !(error instanceof TooManyHeaders)) {
          const code = (error as NodeJS.ErrnoException).code ?? error.name;
          finish(() => resolve(response({ truncated: true, cutShort: `the body broke off (${code})` })));
        } else finish(() => reject(error));
      },
    });
  });
}

/** Names and values that follow one another, as pairs. */
export function headerPairs(raw: unknown): HeaderList {
  if (!Array.isArray(raw)) return [];
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    // Header bytes are latin1 on the wire (RFC 9110 §5.5); a decoder that replaces bytes would hide what was sent.
    pairs.push([text(raw[index]), text(raw[index + 1])]);
  }
  return pairs;
}

function text(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '');
}
