import { pageKey } from './page-key.ts';

const mostKept = 12;
const mostTaken = 3;

/**
 * Records that were passed over because one of their kind was visited: where time is left in the end, a few kinds get a second one.
 * It may be in a state that offers what the first one did not, the more so where another page led to it: a list of drafts, say.
 * `isLocked`: the first one takes no change; its kind goes first.
 */
export function anotherOfKind(
  linkedFrom: (url: string) => string | undefined,
  isLocked: (url: string) => boolean = () => false,
) {
  const firsts = new Map<string, string>();
  const passed = new Map<string, string[]>();
  let taken = 0;
  return {
    visited(url: string): void {
      const key = pageKey(url);
      // The second one of a kind is enough.
      if (firsts.has(key)) passed.delete(key);
      else firsts.set(key, url);
    },
    passedOver(url: string): void {
      const key = pageKey(url);
      const known = passed.get(key) ?? [];
      if (key.split('?')[0]?.includes('{}') && firsts.has(key)) passed.set(key, [...known, url].slice(-mostKept));
    },
    next(): string | undefined {
      const kinds = [...passed];
      const first = kinds.find(([key]) => isLocked(firsts.get(key) ?? '')) ?? kinds[0];
      if (!first || taken >= mostTaken) return undefined;
      const [key, urls] = first;
      passed.delete(key);
      taken += 1;
      const origin = linkedFrom(firsts.get(key) ?? '');
      return urls.find((url) => linkedFrom(url) !== origin) ?? urls.at(-1);
    },
    waits: (): boolean => passed.size > 0 && taken < mostTaken,
  };
}
