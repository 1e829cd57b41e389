import { decoys } from '../../range/flaws.ts';
import { checks } from '../../src/checks/index.ts';
import {
  bare,
  caseEntries,
  decoyEntries,
  decoyEntry,
  editionEntries,
  type Entry,
  flawEntries,
  pairEntries,
} from './entries.ts';
import { allAtOnce } from './decoy-groups.ts';
import { needsPortal } from './examine.ts';

const every: readonly Entry[] = [...flawEntries, ...pairEntries, ...editionEntries, ...decoyEntries, ...caseEntries];
const apart: readonly Entry[] = [decoyEntry(allAtOnce().exact, 'decoys-portal')];
const singleDecoys: readonly Entry[] = decoys.map(({ id }) => decoyEntry([id]));

/**
 * The entries that the words mean: ids of entries, checks, areas, `flaw`, `pair`, `decoys`, `case`, `network`, `portal`; a word
 * that is none of these means every id that holds it. With `onePerCheck` only the first flaw of each check with a judge.
 */
export function chooseEntries(words: readonly string[], onePerCheck: boolean): readonly Entry[] {
  if (onePerCheck) return oneFlawPerCheck().filter((entry) => words.length === 0 || words.some(isMeant(entry)));
  if (words.length === 0) return every;
  const chosen = words.flatMap((word) => {
    const named = [...every, ...apart, ...singleDecoys].filter(({ id }) => id === word).slice(0, 1);
    if (named.length > 0) return named;
    // Who asks for a part is not made to look at everything that can be on at once.
    const meant = [...every, ...apart].filter((entry) => entry.id !== 'all-decoys' && isMeant(entry)(word));
    return meant.length > 0 ? meant : [...every, ...singleDecoys].filter(({ id }) => id.includes(word));
  });
  return [...new Map(chosen.map((entry) => [entry.id, entry])).values()];
}

/** The checks that an entry is about. */
export function certainOf(entry: Entry): readonly string[] {
  if (entry.kind === 'flaw') return entry.flips.map(bare);
  return entry.kind === 'case' ? entry.unproven : entry.concerns;
}

const isMeant = (entry: Entry) => (word: string) =>
  [entry.id, kindOf(entry), ...entry.areas, ...certainOf(entry), needsPortal(entry) ? 'portal' : 'network'].includes(
    word,
  );

const kindOf = (entry: Entry) => (pairEntries.includes(entry) ? 'pair' : entry.kind);

function oneFlawPerCheck(): readonly Entry[] {
  const wanted = checks.flatMap(({ id }) => {
    const flaw = flawEntries.find((entry) => certainOf(entry).includes(id));
    return flaw ? [flaw] : [];
  });
  return [...new Set(wanted)];
}
