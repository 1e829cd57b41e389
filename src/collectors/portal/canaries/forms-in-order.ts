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
  const keyOf = ({ page, text, next = '' }: Creator) => `${pageKey(page)} ${text} ${next}`;
  const readable = creators.filter(({ page }) => URL.canParse(page));
  const whole = new Set(readable.filter(({ button }) => button === undefined).map(keyOf));
  for (const creator of readable) {
    const place = pageKey(creator.page);
    const key = keyOf(creator);
    const named = `${key} ${creator.button ?? ''}`;
    // A page that is for making something has one form; elsewhere each button is a form of its own.
    if (known.has(named) || (creator.button !== undefined && whole.has(key))) continue;
    known.add(named);
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
