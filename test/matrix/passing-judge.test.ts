import { beforeAll, describe, expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import { certainOf, chooseEntries } from './choose-entries.ts';
import { compareWithExpectation } from './compare.ts';
import type { Entry } from './entries.ts';
import { collectEntry, collectorsFor, type Judged, judgeDossier, needsPortal } from './examine.ts';
import { runInParallel } from './in-parallel.ts';
import { weightOf } from './run-matrix.ts';
import { problemsWhenLetThrough } from './passing-judge.ts';

/**
 * One flaw per area that needs no sign-in, each looked at once; what was seen is judged as it is, and once more with a judge
 * that lets everything pass. The matrix does the same for every check.
 */
const quick = chooseEntries([], true).filter((entry) => !needsPortal(entry) && !needsMailbox(entry));
const areaOf = (entry: Entry) => certainOf(entry)[0]?.split('.')[0] ?? '';
const entries = [...new Map(quick.map((entry) => [areaOf(entry), entry])).values()];
function needsMailbox(entry: Entry): boolean {
  return collectorsFor(entry).some(
    ({ id }) => id.startsWith('mail-') && !/records|policy|lookalikes|received/.test(id),
  );
}
const dossiers = new Map<string, Dossier>();
/** The clean build fails nothing (the whole matrix says so), so any failure outside an entry's lists is an alarm. */
const nothingFails: Judged = { statuses: {}, findings: [] };

beforeAll(async () => {
  await runInParallel(entries, {
    capacity: 8,
    weightOf,
    run: async (entry) => void dossiers.set(entry.id, await collectEntry(entry, new AbortController().signal)),
  });
}, 900_000);

const seen = (entry: Entry): Dossier => {
  const dossier = dossiers.get(entry.id);
  if (!dossier) throw new Error(`${entry.id} was not looked at`);
  return dossier;
};

test.each(entries.map((entry) => [entry.id, entry] as const))('%s is caught, and nothing else', (_id, entry) => {
  expect(compareWithExpectation(entry, judgeDossier(seen(entry)), nothingFails)).toEqual([]);
});

const covered = checks.filter(({ id }) => entries.some((entry) => certainOf(entry).includes(id)));
describe.each(covered.map((check) => [check.id] as const))('%s', (id) => {
  test('turns the matrix red when its judge lets everything pass', () => {
    const entry = entries.find((one) => certainOf(one).includes(id));
    if (!entry) throw new Error(`no flaw for ${id}`);
    const problems = problemsWhenLetThrough(id, entry, seen(entry), nothingFails);
    expect(problems.map(({ kind, check: about }) => `${kind} ${about}`)).toContain(`missed ${id}`);
  });
});
