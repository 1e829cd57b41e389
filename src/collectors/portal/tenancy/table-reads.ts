import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';

/** Operators in the parameters of PostgREST (postgrest.org, horizontal filtering). */
export const rowFilter = /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|match|in|is|cs|cd|fts)\./;

/** PostgREST: `/rest/v1/table?select=…&column=eq.value` with an `apikey`, or its `Content-Range` and operators (postgrest.org). */
export function isTableRead(exchange: Exchange): boolean {
  const url = new URL(exchange.url);
  const speaks =
    [...url.searchParams.values()].some((value) => rowFilter.test(value)) || url.searchParams.has('select');
  const keyed = exchange.requestHeaders.apikey !== undefined || 'content-range' in exchange.responseHeaders;
  const known = /\/rest\/v\d+\/(?!rpc\/)[a-z_]\w*$/i.test(url.pathname);
  return exchange.method === 'GET' && exchangeContent(exchange).kind === 'json' && keyed && (known || speaks);
}

/** The rows of a table's answer: an array, or the one object that was asked for. */
export function tableRows(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (Array.isArray(json) ? json : [json]).filter(
    (one): one is Record<string, unknown> => one !== null && typeof one === 'object' && !Array.isArray(one),
  );
}

/** One row, whole: `/rest/v1/table?select=*&id=eq.17`. */
export function rowAddress(table: string, id: string): string {
  const url = new URL(table);
  url.search = '';
  url.searchParams.set('select', '*');
  url.searchParams.set('id', `eq.${id}`);
  return url.href;
}

/** The rows with this text in this column, whole: `/rest/v1/table?select=*&title=eq.words`. */
export function rowsWhere(table: string, column: string, text: string): string {
  const url = new URL(table);
  url.search = '';
  url.searchParams.set('select', '*');
  url.searchParams.set(column, `eq.${text}`);
  return url.href;
}
