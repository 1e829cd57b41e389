import { describe, expect, it } from 'vitest';
import { compareWithTruth, type Scorecard } from './compare-with-truth.ts';
import { targetNames } from './target.ts';
import { matchesOperation, readTruth, type Truth } from './truth.ts';

type Finding = Scorecard['findings'][number];

const truth = (await readTruth('redmine')) satisfies Truth;
const finding = (check: string, operation: string, status: Finding['status']): Finding => {
  const [method = '', template = ''] = operation.split(' ');
  return { id: check, check, subject: operation, code: 'x', status, says: 'says', operation: { method, template } };
};
const verdicts = (...findings: readonly Finding[]): string[] =>
  compareWithTruth({ decision: 'unproven', checks: [], findings: [...findings] }, truth).map((row) => row.verdict);

describe('comparison with a truth file', () => {
  it('calls a failed check of what is private and refused a false alarm, and a pass agreement', () => {
    expect(verdicts(finding('authz.list', 'GET /issues', 'fail'))).toEqual(['false alarm']);
    expect(verdicts(finding('authz.list', 'GET /issues', 'warn'))).toEqual(['false warning']);
    expect(verdicts(finding('authz.list', 'GET /issues', 'pass'))).toEqual(['agrees']);
  });

  it('takes the warning about existence and the plain pass as right, a fail as a false alarm', () => {
    expect(verdicts(finding('authz.read', 'GET /issues/{id}', 'warn'))).toEqual(['agrees']);
    expect(verdicts(finding('authz.read', 'GET /issues/{id}', 'pass'))).toEqual(['agrees']);
    expect(verdicts(finding('authz.read', 'GET /issues/{id}', 'fail'))).toEqual(['false alarm']);
  });

  it('calls a known defect missed when it passes, and when the check says nothing about it', () => {
    expect(verdicts(finding('sessions.cookie-flags', 'GET /login', 'pass'))).toEqual(['missed']);
    expect(verdicts(finding('sessions.cookie-flags', 'GET /login', 'fail'))).toEqual(['agrees']);
  });

  it('does not call a defect of one object missed in the others behind the same operation', () => {
    const both = [
      finding('sessions.cookie-flags', 'GET /login', 'fail'),
      finding('sessions.cookie-flags', 'GET /login', 'pass'),
    ];
    expect(verdicts(...both)).toEqual(['agrees', 'not judged here']);
  });

  it('calls a known defect no miss where looking for it was not permitted', async () => {
    const shop = await readTruth('evershop');
    const missed = (reason: string) =>
      compareWithTruth(
        {
          decision: 'unproven',
          checks: [],
          findings: [{ ...finding('authz.write', '', 'unproven'), operation: undefined, gap: { reason, detail: '' } }],
        },
        shop,
      ).some((row) => row.verdict === 'missed' && row.check === 'authz.write');
    expect([missed('no-consent'), missed('timed-out')]).toEqual([false, true]);
  });

  it('keeps unproven apart, and names an alarm about something that the truth file does not speak of', () => {
    expect(verdicts(finding('authz.read', 'GET /issues/{id}', 'unproven'))).toEqual(['unproven']);
    expect(verdicts(finding('headers.csp', 'GET /login', 'fail'))).toEqual(['unlisted alarm']);
  });
});

describe('operation patterns', () => {
  it.each([
    ['GET /items/*', 'GET /items/{id}', true],
    ['GET /items/*', 'GET /items', false],
    ['GET /items/**', 'GET /items/a/b', true],
    ['GET /users/me', 'GET /users/{id}', true],
    ['GET /users/me', 'GET /users/you', false],
    ['* /items/*', 'PATCH /items/1?x=1', true],
    ['GET /items/*', 'POST /items/1', false],
    ['query *', 'query invoices', true],
  ])('%s and %s: %s', (pattern, operation, expected) => {
    expect(matchesOperation(pattern, operation)).toBe(expected);
  });
});

describe('truth files', () => {
  it.each(targetNames)('%s: every fact marked as checked lists requests, and ids are unique', async (name) => {
    const { facts } = await readTruth(name);
    expect(facts.filter((fact) => fact.basis === 'checked' && fact.requests.length === 0)).toEqual([]);
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length);
    expect(facts.some((fact) => fact.kind === 'private' && fact.basis === 'checked')).toBe(true);
  });
});
