import { describe, expect, test } from 'vitest';
import { checklists } from '../../src/checklists/index.ts';
import { areas, catalogue } from '../../src/checks/catalogue.ts';
import { checks } from '../../src/checks/index.ts';
import { expandChecks } from '../../src/engine/judge.ts';
import { checklistIds } from '../../src/model/checklist.ts';

const ids = new Set(catalogue.map((row) => row.id));

test('areas are the ones of the contract, in its order', () => {
  const contract =
    'https domains headers errors exposure auth authz sessions cors csrf validation limits secrets logging email edge deploy monitoring performance journeys third handover';
  expect(areas.join(' ')).toBe(contract);
});

test('a check stands once in the catalogue, asks a question, and cites in a known form', () => {
  const cite = /^v5\.0\.0-\d+\.\d+\.\d+$|^API(10|[1-9]):2023$|^RFC \d+( §[\d.]+)?$/;
  const all = [...catalogue, ...checks];
  expect(ids.size).toBe(catalogue.length);
  expect(all.filter(({ question }) => !/^[A-Z].*\?$/.test(question)).map(({ id }) => id)).toEqual([]);
  expect(all.flatMap(({ id, cites }) => cites.filter((one) => !cite.test(one)).map((one) => `${id}: ${one}`))).toEqual(
    [],
  );
});

test('a check that is examined says everything that explain prints', () => {
  const mute = checks.filter(
    ({ why, breaks, proof, fix }) =>
      [why, breaks, proof, fix.summary, fix.effort].some((text) => text.length < 3) || fix.steps.length === 0,
  );
  expect(mute.map(({ id }) => id)).toEqual([]);
});

describe.each(checklistIds.map((id) => ({ id, list: checklists[id] })))('checklist $id', ({ id, list }) => {
  test('has ten rows, five red flags, five things for today and a plan for every row', () => {
    expect(list.id).toBe(id);
    expect(list.rows).toHaveLength(10);
    expect(list.redFlags).toHaveLength(5);
    expect(list.fixToday).toHaveLength(5);
    const planned = new Set(list.plan.flatMap((item) => item.rows));
    expect(list.rows.map((row) => row.id).filter((row) => !planned.has(row))).toEqual([]);
  });

  test('names only checks that exist', () => {
    const named = [
      ...list.rows.flatMap((row) => expandChecks(row.checks, catalogue)),
      ...list.gates,
      ...list.selfTest.flatMap((one) => one.checks),
      ...list.redFlags.flatMap((one) => one.raisedBy),
      ...list.fixToday.flatMap((one) => one.provedBy),
      ...Object.keys(list.severities),
    ];
    expect(named.filter((check) => !ids.has(check))).toEqual([]);
    expect(list.rows.filter((row) => expandChecks(row.checks, catalogue).length === 0)).toEqual([]);
  });

  test('requires the gates of all five and has a stop-ship flag', () => {
    const gates = [
      'exposure.sensitive-paths',
      'exposure.storage',
      'errors.no-internals',
      'validation.injection',
      'authz.read',
      'auth.anonymous',
      'secrets.bundle',
    ];
    expect(list.gates).toEqual(expect.arrayContaining(gates));
    expect(list.redFlags.some((flag) => flag.stopShip)).toBe(true);
  });

  test('every limit is dated, sourced and belongs to a check', () => {
    for (const [name, limit] of Object.entries(list.limits)) {
      expect(ids.has(name.split('.').slice(0, 2).join('.')), name).toBe(true);
      expect(limit.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(['origin', 'ours']).toContain(limit.source);
    }
  });
});

test('advice is never required by a whole area', () => {
  const advice = catalogue.filter((row) => row.advice).map((row) => row.id);
  expect(advice).toContain('authz.status');
  for (const list of Object.values(checklists))
    for (const row of list.rows)
      expect(expandChecks(row.checks, catalogue)).not.toEqual(expect.arrayContaining(advice));
});

test('limits read by a check exist in every checklist', () => {
  const perList = Object.values(checklists).map((list) => Object.keys(list.limits).sort());
  const shared = perList[0]?.filter((name) => perList.every((names) => names.includes(name))) ?? [];
  expect(shared).toEqual(
    expect.arrayContaining(['https.expiry.warn-days', 'https.expiry.fail-days', 'https.hsts.min-days']),
  );
});
