import { expect, test } from 'vitest';
import { decoys, flaws, unprovenCases } from '../../range/flaws.ts';
import { checks } from '../../src/checks/index.ts';
import { certainOf, chooseEntries } from './choose-entries.ts';
import { allAtOnce, decoyGroups } from './decoy-groups.ts';
import { runInParallel } from './in-parallel.ts';

const idsOf = (...words: string[]) => chooseEntries(words, false).map(({ id }) => id);

test('without words the whole range is in: each flaw and case alone, each decoy in one group', () => {
  const entries = chooseEntries([], false);
  const ids = new Set(entries.map(({ id }) => id));
  expect(ids.size).toBe(entries.length);
  for (const { id } of [...flaws, ...unprovenCases]) expect(ids).toContain(id);
  const inClean = new Set(
    entries.filter(({ kind }) => kind === 'clean').flatMap(({ switches }) => switches.decoys ?? []),
  );
  expect([...decoyGroups().flat(), ...allAtOnce().exact, ...inClean].sort()).toEqual(decoys.map(({ id }) => id).sort());
  expect(entries.find(({ id }) => id === 'all-decoys')?.switches.decoys?.length).toBeGreaterThan(decoys.length / 2);
});

test('decoys that answer the same request differently are in different groups', () => {
  const groupOf = (id: string) => [...decoyGroups(), allAtOnce().exact].find((group) => group.includes(id));
  expect(groupOf('denial-204')).not.toContain('uniform-403');
  expect(groupOf('anonymous-redirect')).not.toContain('anonymous-empty-answer');
});

test('a word is an id, a check, an area or a kind, and else a part of an id', () => {
  expect(idsOf('hsts-none')).toEqual(['hsts-none']);
  expect(idsOf('denial-204')).toEqual(['denial-204']);
  expect(idsOf('headers.csp')).toContain('csp-none');
  expect(idsOf('headers.csp')).not.toContain('nosniff-none');
  expect(idsOf('headers')).toContain('nosniff-none');
  expect(idsOf('headers')).not.toContain('document-headers-before-guard');
  expect(idsOf('hsts-')).toEqual(expect.arrayContaining(['hsts-short', 'hsts-quoted']));
  expect(idsOf('no such thing')).toEqual([]);
  expect(idsOf('hsts-none', 'hsts-')).toHaveLength(new Set(idsOf('hsts-none', 'hsts-')).size);
});

test('one flaw per check covers every check that has a judge', () => {
  const covered = new Set(chooseEntries([], true).flatMap(certainOf));
  expect(checks.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

test('what runs at once never weighs more than the capacity, and everything runs', async () => {
  const done: number[] = [];
  let load = 0;
  let most = 0;
  const jobs = [2, 1, 1, 2, 1, 9];
  await runInParallel(jobs, {
    capacity: 4,
    weightOf: (weight) => weight,
    run: async (weight) => {
      load += Math.min(weight, 4);
      most = Math.max(most, load);
      await Promise.resolve();
      load -= Math.min(weight, 4);
      done.push(weight);
    },
  });
  expect(done.sort()).toEqual([...jobs].sort());
  expect(most).toBe(4);
});

test('a job that throws ends the run with its error', async () => {
  const done: number[] = [];
  const run = async (job: number) => {
    if (job === 1) throw new Error('job 1');
    done.push(job);
  };
  await expect(runInParallel([1, 2, 3], { capacity: 1, weightOf: () => 1, run })).rejects.toThrow('job 1');
  expect(done).toEqual([]);
});
