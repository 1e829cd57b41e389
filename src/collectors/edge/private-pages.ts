import type { Exchange } from '../portal/recorder.ts';
import { exchangeContent, type Leaf } from '../portal/tenancy/answer-text.ts';
import { isAtomLike } from '../portal/tenancy/atoms.ts';
import { sumLine } from '../portal/tenancy/file-text.ts';
import { requestOf, sentValues } from '../portal/tenancy/requests.ts';
import type { Setting } from '../portal/tenancy/setting.ts';
import { cacheHit } from './cache-hit.ts';
import { type Neighbours, pathOf } from './neighbour-probe.ts';

const mostValues = 30;
const leavesLooked = 150;

export interface PrivatePage {
  readonly exchange: Exchange;
  /** What A's answer holds and nobody else was shown; in memory only. */
  readonly values: readonly string[];
  /** Both customers were given it, though it says what one of them alone is told elsewhere. */
  readonly mixed?: true;
}

/** One recorded answer for each operation, those with most values of A's own first. */
export function privatePages(setting: Setting): readonly PrivatePage[] {
  const { world } = setting.context;
  const pages = setting.map.operations
    .filter(({ method }) => method === 'GET')
    .flatMap((operation) => operation.by.get('a') ?? [])
    .flatMap(({ exchange }): PrivatePage[] => {
      if (exchange.status !== 200 || !exchange.afterSignIn) return [];
      if (!world.scope.isListed(new URL(exchange.url).hostname)) return [];
      const sent = sentValues(requestOf(exchange));
      const values = said(exchange)
        .filter((leaf) => isAtomLike(leaf) && !sent.includes(leaf.value))
        .map(({ value }) => value)
        .filter((value) => !setting.knows('anonymous', value) && !setting.knows('b', value));
      const distinct = [...new Set(values)].slice(0, mostValues);
      return distinct.length > 0 ? [{ exchange, values: distinct }] : [];
    });
  const templates = new Map<string, PrivatePage>();
  for (const page of pages) {
    const key = placeOf(page.exchange.url).replace(/[0-9a-f-]*\d[0-9a-f-]*/gi, '*');
    if ((templates.get(key)?.values.length ?? 0) < page.values.length) templates.set(key, page);
  }
  // What says that it is kept goes first, then pages.
  const rank = ({ exchange }: PrivatePage) => (isKept(exchange) ? 2 : exchange.resource === 'document' ? 1 : 0);
  return [...templates.values()].toSorted(
    (one, other) => rank(other) - rank(one) || other.values.length - one.values.length,
  );
}

/** What an answer says: of a document (a PDF, a sheet, a calendar) its lines; a picture and a script say nothing. */
function said(exchange: Exchange): readonly Pick<Leaf, 'type' | 'value'>[] {
  const { kind, leaves, text } = exchangeContent(exchange);
  const isPlain = /^text\/(plain|calendar|vcard|tab-separated-values)/i.test(
    exchange.responseHeaders['content-type'] ?? '',
  );
  if (kind !== 'file' && !(kind === 'text' && isPlain)) return leaves;
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => !sumLine.test(line))
    .slice(0, leavesLooked)
    .map((value) => ({ type: 'string', value }));
}

/**
 * Pages at one address that both customers were given alike, or each with what the other alone is told elsewhere: a cache may have mixed
 * them up already. Those first that say they are kept.
 */
export function pagesOfBoth(
  setting: Setting,
  { isOwn }: Neighbours,
  apart: readonly PrivatePage[],
): readonly PrivatePage[] {
  const known = new Set(apart.map(({ exchange }) => placeOf(exchange.url)));
  const found = setting.map.operations
    .filter(({ method }) => method === 'GET')
    .flatMap(({ by }): (PrivatePage & { readonly rank: number })[] => {
      const theirs = new Map((by.get('b') ?? []).map(({ exchange }) => [addressOf(exchange.url), exchange]));
      const exchange = (by.get('a') ?? [])
        .map((one) => one.exchange)
        .find((one) => one.status === 200 && one.afterSignIn && theirs.has(addressOf(one.url)));
      if (!exchange || known.has(placeOf(exchange.url))) return [];
      if (!setting.context.world.scope.isListed(new URL(exchange.url).hostname)) return [];
      const path = pathOf(exchange.url);
      const told = exchangeContent(exchange).leaves.filter(isAtomLike).slice(0, leavesLooked);
      const mixed = (['a', 'b'] as const).some((of) => told.filter(({ value }) => isOwn(value, of, path)).length >= 2);
      const other = exchangeContent(theirs.get(addressOf(exchange.url)) ?? exchange).text;
      const alike =
        exchange.resource !== 'document' &&
        told.length >= 2 &&
        told.every(({ value }) => other.includes(value)) &&
        !told.every(({ value }) => setting.knows('anonymous', value));
      return mixed || alike
        ? [
            {
              exchange,
              values: [],
              ...(mixed ? { mixed: true as const } : {}),
              rank: (isKept(exchange) ? 0 : 2) + (mixed ? 0 : 1),
            },
          ]
        : [];
    });
  return found.toSorted((one, next) => one.rank - next.rank);
}

/** A random part against caches says nothing of what is asked for. */
const against = /^_(rsc|dc|t|ts)?$|^(cache_?bust(er)?|nocache)$/i;

function addressOf(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (against.test(name)) url.searchParams.delete(name);
  return url.href;
}

/** The path and what is chosen there: one year of a page may be kept and another not. */
function placeOf(address: string): string {
  const { host, pathname, searchParams } = new URL(addressOf(address));
  return `${host}${pathname}?${[...new Set(searchParams.keys())].sort().join('&')}`;
}

/** It was in a cache, or says that one may keep it or was asked. */
const isKept = ({ responseHeaders }: Exchange): boolean =>
  cacheHit(Object.entries(responseHeaders)) !== undefined ||
  /public|s-maxage=[1-9]|max-age=[1-9]/i.test(responseHeaders['cache-control'] ?? '') ||
  /miss|hit/i.test(responseHeaders['x-cache'] ?? responseHeaders['cache-status'] ?? '');
