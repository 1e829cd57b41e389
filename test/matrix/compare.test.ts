import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { Status } from '../../src/model/status.ts';
import { compareWithExpectation } from './compare.ts';
import type { Entry } from './entries.ts';
import type { Judged } from './examine.ts';

const frame = { areas: [], switches: {}, concerns: [] };
const flaw: Entry = { ...frame, kind: 'flaw', id: 'a-flaw', flips: ['https.hsts'], may: ['headers.csp'] };
const softFlaw: Entry = { ...flaw, flips: ['warn:https.hsts'] };
const decoy: Entry = { ...frame, kind: 'decoys', id: 'a-decoy', guards: { 'a-decoy': ['https.hsts'] } };
const unprovenCase: Entry = { ...frame, kind: 'case', id: 'a-case', unproven: ['https.hsts'], may: ['headers.csp'] };

/** One status a check, or one for each of two checklists. */
function judged(statuses: Readonly<Record<string, Status | readonly [Status, Status]>>): Judged {
  const both = Object.entries(statuses).map(([check, status]) => {
    const pair: readonly Status[] = typeof status === 'string' ? [status, status] : status;
    return [check, pair] as const;
  });
  const findings = both.flatMap(([check, list]) =>
    list.map((status) => ({ check, status, subject: 'app', code: status, says: '' })),
  );
  return { statuses: Object.fromEntries(both), findings: findings as unknown as readonly Finding[] };
}

const clean = judged({ 'https.hsts': 'pass', 'headers.csp': 'pass', 'headers.frame': 'pass' });
const problemsOf = (entry: Entry, statuses: Parameters<typeof judged>[0], base = clean) =>
  compareWithExpectation(entry, judged(statuses), base).map(({ kind, check }) => `${kind} ${check}`);

describe('a flaw', () => {
  test('is caught where its check fails and the others stay', () => {
    expect(problemsOf(flaw, { 'https.hsts': 'fail', 'headers.csp': 'pass', 'headers.frame': 'pass' })).toEqual([]);
  });
  test.each(['pass', 'warn', 'unproven'] as const)('is missed where its check says %s', (status) => {
    expect(problemsOf(flaw, { 'https.hsts': status })).toEqual(['missed https.hsts']);
  });
  test('is missed where one checklist lets it pass', () => {
    expect(problemsOf(flaw, { 'https.hsts': ['fail', 'warn'] })).toEqual(['missed https.hsts']);
  });
  test('that asks for a warning is caught by a warning or a fail, not by a pass', () => {
    expect(problemsOf(softFlaw, { 'https.hsts': 'warn' })).toEqual([]);
    expect(problemsOf(softFlaw, { 'https.hsts': 'fail' })).toEqual([]);
    expect(problemsOf(softFlaw, { 'https.hsts': 'pass' })).toEqual(['missed https.hsts']);
  });
  test('may make the checks fail that it lists, and no other', () => {
    expect(problemsOf(flaw, { 'https.hsts': 'fail', 'headers.csp': 'fail' })).toEqual([]);
    expect(problemsOf(flaw, { 'https.hsts': 'fail', 'headers.frame': 'fail' })).toEqual(['false alarm headers.frame']);
    expect(problemsOf(flaw, { 'https.hsts': 'fail', 'headers.frame': ['pass', 'fail'] })).toEqual([
      'false alarm headers.frame',
    ]);
  });
  test('is not asked of a check that has no judge', () => {
    expect(problemsOf(flaw, { 'headers.csp': 'pass' })).toEqual([]);
  });
});

describe('a decoy', () => {
  test('is silent where the guarded check says the same as in the clean build', () => {
    expect(problemsOf(decoy, { 'https.hsts': 'pass' })).toEqual([]);
    const soft = judged({ 'https.hsts': 'warn' });
    expect(problemsOf(decoy, { 'https.hsts': 'warn' }, soft)).toEqual([]);
  });
  test.each(['fail', 'warn', 'unproven'] as const)('is an alarm where the guarded check says %s', (status) => {
    expect(problemsOf(decoy, { 'https.hsts': status })).toEqual(['false alarm https.hsts']);
  });
  test('is silent where a check that was unproven before is settled', () => {
    expect(problemsOf(decoy, { 'https.hsts': 'pass' }, judged({ 'https.hsts': 'unproven' }))).toEqual([]);
    expect(problemsOf(decoy, { 'https.hsts': 'fail' }, judged({ 'https.hsts': 'unproven' }))).toEqual([
      'false alarm https.hsts',
    ]);
  });
  test('is an alarm where any other check fails', () => {
    expect(problemsOf(decoy, { 'https.hsts': 'pass', 'headers.frame': 'fail' })).toEqual(['false alarm headers.frame']);
  });
});

describe('an unproven case', () => {
  test('is right where its checks are unproven and nothing fails', () => {
    expect(problemsOf(unprovenCase, { 'https.hsts': 'unproven', 'headers.frame': 'pass' })).toEqual([]);
  });
  test.each(['pass', 'warn', 'not-applicable'] as const)('is missed where its check says %s', (status) => {
    expect(problemsOf(unprovenCase, { 'https.hsts': status })).toEqual(['missed https.hsts']);
  });
  test('is an alarm where its check or another one fails, unless it may', () => {
    expect(problemsOf(unprovenCase, { 'https.hsts': 'fail' })).toEqual(['false alarm https.hsts']);
    expect(problemsOf(unprovenCase, { 'https.hsts': 'unproven', 'headers.frame': 'fail' })).toEqual([
      'false alarm headers.frame',
    ]);
    expect(problemsOf(unprovenCase, { 'https.hsts': 'unproven', 'headers.csp': 'fail' })).toEqual([]);
  });
  test('proves nothing where the check was unproven for the same reasons before', () => {
    const same = judged({ 'https.hsts': 'unproven' });
    expect(problemsOf(unprovenCase, { 'https.hsts': 'unproven' }, same)).toEqual(['missed https.hsts']);
  });
});

test('the clean build fails nothing', () => {
  const entry: Entry = { ...frame, kind: 'clean', id: 'clean' };
  expect(problemsOf(entry, { 'https.hsts': 'unproven', 'headers.csp': 'warn' })).toEqual([]);
  expect(problemsOf(entry, { 'https.hsts': 'fail' })).toEqual(['false alarm https.hsts']);
});
