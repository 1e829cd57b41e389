import type { CrawlResult } from './crawl.ts';
import { pageKey } from './page-key.ts';

const fewPages = 4;

/** Kinds of page that a walk showed and that carry no reference: what the menus lead to, alike for every customer. */
function menuPages({ visited }: Pick<CrawlResult, 'visited'>): ReadonlyMap<string, string> {
  const kinds = visited.map((url) => [pageKey(url), url] as const).filter(([key]) => !key.includes('{}'));
  return new Map(kinds);
}

/**
 * Pages of the menus that the other customer's walk showed and this one did not, where this walk is less than half of the
 * other: it met a portal that stumbled, or a page without its menu. Addresses, empty where the walks are comparable.
 */
export function pagesOfOthers(
  own: Pick<CrawlResult, 'visited'>,
  other: Pick<CrawlResult, 'visited'>,
): readonly string[] {
  const [mine, theirs] = [menuPages(own), menuPages(other)];
  if (theirs.size < fewPages || mine.size * 2 >= theirs.size) return [];
  return [...theirs].filter(([key]) => !mine.has(key)).map(([, url]) => url);
}

/** How many pages of the menus each of two walks showed, where one is less than a third of the other: too little to compare. */
export function unequalWalks(
  one: Pick<CrawlResult, 'visited'>,
  other: Pick<CrawlResult, 'visited'>,
): { readonly few: number; readonly many: number; readonly isFirst: boolean } | undefined {
  const [mine, theirs] = [menuPages(one).size, menuPages(other).size];
  const [few, many] = [Math.min(mine, theirs), Math.max(mine, theirs)];
  return many >= fewPages && few * 3 < many ? { few, many, isFirst: mine < theirs } : undefined;
}

/** A walk and its second part as one. */
export function joinedWalks(first: CrawlResult, second: CrawlResult): CrawlResult {
  const visited = [...first.visited, ...second.visited];
  const seen = new Set(visited.map(pageKey));
  const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];
  const { stopped: _first, ...rest } = first;
  const named = new Map([...first.named, ...second.named].map((one) => [`${one.method} ${one.template}`, one]));
  return {
    ...rest,
    visited,
    left: union(first.left, second.left).filter((key) => !seen.has(key)),
    guarded: union(first.guarded, second.guarded),
    acting: union(first.acting ?? [], second.acting ?? []),
    creators: [...first.creators, ...second.creators],
    editors: [...first.editors, ...second.editors],
    choosers: [...(first.choosers ?? []), ...(second.choosers ?? [])],
    shown: [...(first.shown ?? []), ...(second.shown ?? [])],
    foundHosts: union(first.foundHosts, second.foundHosts),
    forms: [...first.forms, ...second.forms],
    named: [...named.values()],
    documents: second.documents?.length ? second.documents : (first.documents ?? []),
    outOfTime: second.outOfTime,
    // What ended the first part is over where the second came through.
    ...(second.stopped ? { stopped: second.stopped } : {}),
  };
}
