import type { AnyCheck } from '../../src/checks/define-check.ts';
import { checks } from '../../src/checks/index.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import { compareWithExpectation, type Problem } from './compare.ts';
import type { Entry } from './entries.ts';
import { type Judged, judgeDossier } from './examine.ts';

/** What is wrong with an entry's dossier when the check's judge answers its first pass for whatever it is given. */
export function problemsWhenLetThrough(id: string, entry: Entry, dossier: Dossier, clean: Judged): readonly Problem[] {
  const judges = checks.map((check) => (check.id === id ? alwaysPasses(check) : check));
  return compareWithExpectation(entry, judgeDossier(dossier, judges), clean);
}

function alwaysPasses(check: AnyCheck): AnyCheck {
  // What only a person can attest has no outcome of its own that passes.
  const outcomes = { ...check.outcomes, 'let-through': { is: 'pass' as const, says: 'Let through.' } };
  const [code] = Object.entries(outcomes).find(([, { is }]) => is === 'pass') ?? [];
  if (code === undefined) throw new Error(`${check.id} can never pass`);
  return { ...check, outcomes, judge: () => ({ code, evidence: [] }) };
}
