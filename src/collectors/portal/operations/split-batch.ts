import type { Exchange } from '../recorder.ts';
import { calledIn } from './called-in.ts';
import { writesByName } from './is-read.ts';
import { marksInWords } from './procedure-words.ts';

/**
 * Several calls that tRPC's client sends as one (`/trpc/a.b,c.d?batch=1`, inputs and results by place), told apart: each is an
 * operation of its own, and a server answers it alone as well. Anything else comes back as it is.
 */
export function splitBatch(exchange: Exchange): readonly Exchange[] {
  const names = calledIn(exchange.url) ?? [];
  const url = new URL(exchange.url);
  if (names.length < 2 || url.searchParams.get('batch') !== '1') return [exchange];
  const results = listIn(exchange.body.toString('utf8'));
  const sent = url.searchParams.get('input') ?? undefined;
  const inputs = byPlace(exchange.requestBody ?? sent);
  if (results?.length !== names.length || inputs === undefined) return [exchange];
  return names.map((name, at): Exchange => {
    const alone = new URL(url);
    alone.pathname = url.pathname.replace(/[^/]*$/, encodeURIComponent(name));
    const input = JSON.stringify(inputs[at] === undefined ? {} : { 0: inputs[at] });
    if (sent !== undefined) alone.searchParams.set('input', input);
    const reads = exchange.reads && !writesByName(name) && !marksInWords(name.split('.').at(-1) ?? '');
    return {
      ...exchange,
      url: alone.href,
      ...(exchange.requestBody === undefined ? {} : { requestBody: input }),
      status: statusOf(results[at]) ?? (exchange.status === 207 ? 200 : exchange.status),
      body: Buffer.from(JSON.stringify([results[at]])),
      ...(exchange.reads === undefined ? {} : { reads: reads === true }),
    };
  });
}

function listIn(text: string): readonly unknown[] | undefined {
  const value = parsed(text);
  return Array.isArray(value) ? value : undefined;
}

function byPlace(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined || text === '') return {};
  const value = parsed(text);
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
}

/** An error says its own status, with or without a serializer around it. */
function statusOf(result: unknown): number | undefined {
  const error = (result as { error?: { data?: { httpStatus?: unknown }; json?: { data?: { httpStatus?: unknown } } } })
    ?.error;
  const status = error?.data?.httpStatus ?? error?.json?.data?.httpStatus;
  return typeof status === 'number' ? status : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
