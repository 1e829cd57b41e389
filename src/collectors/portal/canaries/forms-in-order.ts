import type { CrawlResult } from '../crawl/crawl.ts';
import { blankIds, pageKey } from '../crawl/page-key.ts';
import { reachesOthersAt, sideEffectWords } from '../words.ts';

/** What is added to a record, a comment say, can often not be taken away again. */
const mostBelowRecords = 3;

type Creator = CrawlResult['creators'][number];

/**
 * Each form for a new object once, in the order in which they are used: those that make a record of its own, one per kind of
 * page before a second one of any, then those on the page of one record, which add something to it. What may reach other
 * people or cost money by its name is not opened at all.
 */
export function formsInOrder(creators: readonly Creator[], limit: number): readonly Creator[] {
  const known = new Set<string>();
  let belowRecords = 0;
  const perPage = new Map<string, number>();
  const ranked: { readonly creator: Creator; readonly rank: number }[] = [];
  for (const creator of creators) {
    if (!URL.canParse(creator.page)) continue;
    const place = pageKey(creator.page);
    const key = `${place} ${creator.text} ${creator.next ?? ''}`;
    if (known.has(key)) continue;
    known.add(key);
    if (sideEffectWords.test(`${creator.text} ${creator.next ?? ''}`)) continue;
    if (reachesOthersAt(blankIds(new URL(creator.page).pathname))) continue;
    const below = place.includes('{}');
    if (below && ++belowRecords > mostBelowRecords) continue;
    const nth = perPage.get(place) ?? 0;
    perPage.set(place, nth + 1);
    ranked.push({ creator, rank: below ? 100 : Math.min(nth, 99) });
  }
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ creator }) => creator);
}
