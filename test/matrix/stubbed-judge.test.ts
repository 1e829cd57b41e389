import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyCheck } from '../../src/checks/define-check.ts';
import { checks } from '../../src/checks/index.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import { certainOf, chooseEntries } from './choose-entries.ts';
import { compareWithExpectation } from './compare.ts';
import { type Entry, flawsTogether } from './entries.ts';
import { collectEntry, type Judged, judgeDossier, needsPortal } from './examine.ts';
import { runInParallel } from './in-parallel.ts';
import { weightOf } from './run-matrix.ts';

/**
 * One flaw per check, each looked at once; what was seen is judged as it is, and once more with a judge that lets everything
 * pass. Flaws behind the sign-in share one walk through the portal, those of the sign-in itself apart: nobody gets past them.
 */
const chosen = chooseEntries([], true);
const isShared = (entry: Entry) => needsPortal(entry) && !certainOf(entry).includes('journeys.login');
const entries = [...chosen.filter((entry) => !isShared(entry)), flawsTogether(chosen.filter(isShared))];
const dossiers = new Map<string, Dossier>();
/** The clean build fails nothing (the whole matrix says so), so any failure outside an entry's lists is an alarm. */
const nothingFails: Judged = { statuses: {}, findings: [] };

beforeAll(async () => {
  await runInParallel(entries, {
    capacity: 4,
    weightOf,
    run: async (entry) => void dossiers.set(entry.id, await collectEntry(entry, new AbortController().signal)),
  });
}, 900_000);

const seen = (entry: Entry): Dossier => {
  const dossier = dossiers.get(entry.id);
  if (!dossier) throw new Error(`${entry.id} was not looked at`);
  return dossier;
};

/** Answers its first pass for whatever it is given. */
function alwaysPasses(check: AnyCheck): AnyCheck {
  const [code] = Object.entries(check.outcomes).find(([, { is }]) => is === 'pass') ?? [];
  if (code === undefined) throw new Error(`${check.id} can never pass`);
  return { ...check, judge: () => ({ code, evidence: [] }) };
}

test.each(entries.map((entry) => [entry.id, entry] as const))('%s is caught, and nothing else', (_id, entry) => {
  expect(compareWithExpectation(entry, judgeDossier(seen(entry)), nothingFails)).toEqual([]);
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  test('turns the matrix red when its judge lets everything pass', () => {
    const entry = entries.find((one) => certainOf(one).includes(id));
    if (!entry) throw new Error(`no flaw for ${id}`);
    const judges = checks.map((one) => (one.id === id ? alwaysPasses(check) : one));
    const problems = compareWithExpectation(entry, judgeDossier(seen(entry), judges), nothingFails);
    expect(problems.map(({ kind, check: about }) => `${kind} ${about}`)).toContain(`missed ${id}`);
  });
});
