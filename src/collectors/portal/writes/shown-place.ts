import type { RawView } from '../tenancy/view.ts';
import { marked } from './text-field.ts';
import type { Place } from './write-target.ts';

const plain = (value: string): string => value.replace(/\s+/g, ' ').trim();
const isMark = /^ lr[0-9a-f]{8,}$/;

/**
 * A text that a page shows, where no data name it: what a server draws from a record's field (server components, templates) stands on the
 * page as a text of its own. Changed is what stands there with a mark behind it; put back is the former text, as often as before.
 */
export function shownPlace(view: RawView, name: string, former: string): Place | undefined {
  const text = plain(former);
  const begins = plain(marked(former, ''));
  const texts = ({ content }: RawView) => content.leaves.map(({ value }) => plain(value));
  const timesIn = (all: readonly string[]) => all.filter((one) => one === text).length;
  const before = timesIn(texts(view));
  if (text.length < 3 || before === 0) return undefined;
  const markedIn = (all: readonly string[]) =>
    all.find((one) => one.startsWith(begins) && isMark.test(one.slice(begins.length)));
  return {
    name,
    former,
    now: (later) => {
      const all = texts(later);
      return markedIn(all) ?? (timesIn(all) > 0 ? former : undefined);
    },
    isAsBefore: (later) => {
      const all = texts(later);
      return timesIn(all) === before && markedIn(all) === undefined;
    },
  };
}
