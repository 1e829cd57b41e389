import { pageKey, pageTraits } from './page-key.ts';

const manyWaiting = 25;

/** What a walk has seen of each kind of page. */
export interface SeenPages {
  /** Visits per page key. */
  readonly keys: ReadonlyMap<string, number>;
  /** Traits of the pages visited. */
  readonly traits: ReadonlySet<string>;
  /** Visits per part of the portal. */
  readonly places: ReadonlyMap<string, number>;
}

/**
 * Whether a page shows something that no visited one did: another path, action, object named by words, or parameter. The same
 * action on each object, and a list sorted and filtered in each combination, are kinds of their own by their addresses alone.
 */
export function isNew(url: string, { keys, traits }: Pick<SeenPages, 'keys' | 'traits'>): boolean {
  return !keys.has(pageKey(url)) && pageTraits(url).some((trait) => !traits.has(trait));
}

/**
 * New kinds of pages before more of a known kind, and what this page links to before what has to be loaded anew. Where many
 * wait, the parts of the portal that were seen least go first: one project's menus must not use up the time for all others.
 */
export function takeNext(
  queue: string[],
  seen: SeenPages,
  linkedHere: ReadonlyMap<string, boolean>,
  deeper: boolean,
): string | undefined {
  const isFresh = (url: string) => !seen.keys.has(pageKey(url));
  const isAnyNew = queue.some((url) => isNew(url, seen));
  const fresh = isAnyNew ? (url: string) => isNew(url, seen) : isFresh;
  // A menu stands on the next page too; what this page alone links is opened while it is here to be clicked.
  const own = deeper ? queue.findIndex((url) => linkedHere.get(url) === false && fresh(url)) : -1;
  const near = own >= 0 ? own : queue.findIndex((url) => linkedHere.has(url) && fresh(url));
  let at = near >= 0 ? near : queue.findIndex(fresh);
  if (queue.length > manyWaiting) {
    const points = (url: string) => (seen.places.get(placeOf(url)) ?? 0) - (linkedHere.has(url) ? 1 : 0);
    for (const [index, url] of queue.slice(0, 400).entries())
      if (at < 0 || (points(url) < points(queue[at] ?? '') && fresh(url))) at = index;
  }
  return queue.splice(Math.max(at, 0), 1)[0];
}

/** The part of a portal that an address belongs to: its first two segments. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.split('/').slice(0, 3).join('/')}`;
}
