import { checks } from '../../src/checks/index.ts';
import { bare, caseEntries, decoyEntries, type Entry, flawEntries, matches } from './entries.ts';

const every: readonly Entry[] = [...flawEntries, ...decoyEntries, ...caseEntries];

/** The entries that the filter's words mean; with `onePerCheck` the first flaw of each check that has a judge. */
export function chooseEntries(words: readonly string[], onePerCheck: boolean): readonly Entry[] {
  const chosen = onePerCheck ? oneFlawPerCheck() : every;
  return chosen.filter((entry) => matches(entry, words));
}

function oneFlawPerCheck(): readonly Entry[] {
  const wanted = checks.flatMap(({ id }) => {
    const flaw = flawEntries.find((entry) => entry.kind === 'flaw' && entry.flips.map(bare).includes(id));
    return flaw ? [flaw] : [];
  });
  return [...new Set(wanted)];
}
