import type { Exchange } from '../exchange.ts';
import { calledIn } from '../operations/called-in.ts';
import { rpcNameOf } from '../operations/rpc-name.ts';
import type { SentAsk } from './post-asks.ts';

type Json = Readonly<Record<string, unknown>>;

/** A recorded call of one procedure, and how large its input was. */
export interface Called {
  readonly name: string;
  readonly how: 'path' | 'method' | 'persisted';
  readonly one: Exchange;
  readonly size: number;
}

/** The one procedure that a request calls, by its full name: `orders.byId`, `orders/byId`. undefined where it calls none, or several. */
export function procedureCalled(one: Exchange, texts: readonly string[]): Omit<Called, 'one'> | undefined {
  const size = (new URL(one.url).searchParams.get('input') ?? one.requestBody ?? '').length;
  if (calledIn(one.url)?.length === 1) {
    const name = behindEndpoint(new URL(one.url).pathname)?.name;
    return name === undefined ? undefined : { name, how: 'path', size };
  }
  const body = parsed(one.requestBody);
  const kept = body && persistedOf(body);
  if (kept) return betweenNameAndHash(kept, texts) ? { name: kept.name, how: 'persisted', size } : undefined;
  const names = rpcNameOf(one.url, one.requestHeaders, one.requestBody);
  return names?.length === 1 && names[0] && body && 'method' in body
    ? { name: names[0], how: 'method', size }
    : undefined;
}

/** The request that calls another procedure with this input, as the recorded one calls its own. */
export function withProcedure(
  { one, how, name: own }: Called,
  name: string,
  input: unknown,
  texts: readonly string[],
): SentAsk | undefined {
  const url = new URL(one.url);
  const body = parsed(one.requestBody);
  if (how === 'path') {
    const place = behindEndpoint(url.pathname);
    if (!place) return undefined;
    url.pathname = `${place.before}${name.split('/').map(encodeURIComponent).join('/')}`;
    const written = input === undefined ? undefined : JSON.stringify(wrapped(one, input));
    if (one.method === 'POST') return { url: url.href, method: 'POST', body: written ?? '{}' };
    if (written === undefined && !url.searchParams.has('batch')) url.searchParams.delete('input');
    else url.searchParams.set('input', written ?? '{}');
    return { url: url.href, method: 'GET' };
  }
  if (!body || one.method !== 'POST') return undefined;
  const given = input ?? {};
  if (how === 'method') {
    const params = Array.isArray(body.params) ? [given] : given;
    return { url: url.href, method: 'POST', body: JSON.stringify({ ...body, method: name, params }) };
  }
  const kept = persistedOf(body);
  const hash = kept && kept.name === own ? hashOf(name, kept, texts) : undefined;
  if (!kept || hash === undefined) return undefined;
  const text = JSON.stringify({ ...body, operationName: name, variables: given }).replaceAll(kept.hash, hash);
  return { url: url.href, method: 'POST', body: text };
}

/** What stands behind `/trpc/` or `/rpc/` is the name. */
function behindEndpoint(pathname: string): { readonly before: string; readonly name: string } | undefined {
  const found = /^(.*?\/t?rpc(?:-?v\d+)?\/)(.+)$/i.exec(pathname);
  return found?.[1] && found[2] ? { before: found[1], name: decodeURIComponent(found[2]) } : undefined;
}

/** The input as this client wraps its own: in a batch by its place, and as a serializer writes it where answers are written so. */
function wrapped(one: Exchange, input: unknown): unknown {
  const url = new URL(one.url);
  const sent = url.searchParams.get('input') ?? one.requestBody ?? '';
  const inner = /"json"\s*:/.test(sent) || /"(data|result)"\s*:\s*\{\s*"json"\s*:|^\s*\{\s*"json"\s*:/.test(start(one));
  const value = inner ? { json: input } : input;
  return url.searchParams.get('batch') === '1' ? { 0: value } : value;
}

const start = (one: Exchange) => one.body.subarray(0, 400).toString('utf8');

interface Kept {
  readonly name: string;
  readonly hash: string;
}

/** A GraphQL operation that the server keeps, named by a hash (Apollo's `persistedQuery`, Relay's `doc_id` and its kin). */
function persistedOf(body: Json): Kept | undefined {
  const { operationName, extensions } = body;
  const hash =
    (extensions as { persistedQuery?: { sha256Hash?: unknown } } | null | undefined)?.persistedQuery?.sha256Hash ??
    body.id ??
    body.doc_id ??
    body.documentId ??
    body.queryId;
  if (typeof operationName !== 'string' || typeof hash !== 'string' || 'query' in body) return undefined;
  return /^[\w:-]{16,128}$/.test(hash) ? { name: operationName, hash } : undefined;
}

/** What scripts write between the name of an operation and its hash, or between the hash and the name. */
function betweenNameAndHash({ name, hash }: Kept, texts: readonly string[]) {
  const gap = '([^{}]{1,120}?|[^}]{1,120}?)';
  for (const text of texts) {
    const at = text.indexOf(hash);
    if (at < 0) continue;
    const near = text.slice(Math.max(0, at - 240), at + hash.length + 240);
    const behind = new RegExp(`(?<!\\w)${name}(?!\\w)${gap}${hash}`).exec(near)?.[1];
    if (behind !== undefined) return { between: behind, first: 'name' as const };
    const before = new RegExp(`${hash}${gap}(?<!\\w)${name}(?!\\w)`).exec(near)?.[1];
    if (before !== undefined) return { between: before, first: 'hash' as const };
  }
  return undefined;
}

function hashOf(name: string, kept: Kept, texts: readonly string[]): string | undefined {
  const way = betweenNameAndHash(kept, texts);
  if (!way) return undefined;
  const between = way.between.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const hash = `([\\w:-]{${kept.hash.length}})`;
  const pattern = new RegExp(
    way.first === 'name' ? `(?<!\\w)${name}${between}${hash}(?![\\w-])` : `(?<![\\w-])${hash}${between}${name}(?!\\w)`,
  );
  return texts.map((text) => pattern.exec(text)?.[1]).find((one) => one !== undefined);
}

function parsed(text: string | undefined): Json | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
