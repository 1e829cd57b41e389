import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checklists } from '../../src/checklists/index.ts';
import { minutesOfEffort } from '../../src/engine/plan/effort.ts';
import { makePlan } from '../../src/engine/plan/make-plan.ts';
import { checklistIds } from '../../src/model/checklist.ts';
import { gap } from '../../src/model/gap.ts';
import { type Plan, planSchema } from '../../src/model/plan.ts';
import type { Scorecard } from '../../src/model/scorecard.ts';
import type { Status } from '../../src/model/status.ts';
import { renderPlanMarkdown } from '../../src/reporters/index.ts';
import { fixtureChecks } from '../reporters/fixture-checks.ts';
import { checkNamed, findingOf, flawedScorecard, readyScorecard, scorecardOf } from '../reporters/fixture.ts';

const planOf = (card: Scorecard) => makePlan(card, checklists[card.checklist.id]);
const checksIn = (plan: Plan) => new Set(plan.deliverables.flatMap(({ work }) => work.map(({ check }) => check)));

const status = fc.constantFrom<Status>('fail', 'unproven', 'warn', 'attested', 'pass', 'not-applicable');
const cards = fc
  .record({
    id: fc.constantFrom(...checklistIds),
    statuses: fc.array(status, { minLength: fixtureChecks.length, maxLength: fixtureChecks.length }),
    hosts: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ id, statuses, hosts }) =>
    scorecardOf(
      id,
      fixtureChecks.flatMap((check, index) => {
        const is = statuses[index] ?? 'pass';
        const closing = is === 'unproven' ? { gap: gap('not-configured', 'Nothing was given.', 'Give it.', 7) } : {};
        return Array.from({ length: hosts }, (_, host) => findingOf(check, `h${host}.example.com`, is, closing));
      }),
    ),
  );

test('no failed or unproven row or gate is ever missing from the plan, in data and in Markdown', () => {
  fc.assert(
    fc.property(cards, (card) => {
      const plan = planOf(card);
      expect(planSchema.safeParse(plan).error).toBeUndefined();
      const open = card.rows.filter((row) => row.status === 'fail' || row.status === 'unproven');
      expect(plan.deliverables.map(({ id }) => id)).toEqual(expect.arrayContaining(open.map(({ id }) => id)));
      const page = renderPlanMarkdown(plan);
      const required = new Set([...card.rows.flatMap(({ checks }) => checks), ...card.gates.map(({ check }) => check)]);
      for (const { id, status: is } of card.checks) {
        if (!required.has(id) || (is !== 'fail' && is !== 'unproven')) continue;
        expect(checksIn(plan)).toContain(id);
        expect(page).toContain(id);
      }
    }),
    { numRuns: 60 },
  );
});

test('the risk is between 0 and 100, and what gets worse never lowers it', () => {
  fc.assert(
    fc.property(cards, fc.nat(), (card, at) => {
      const { risk } = planOf(card);
      expect(risk.score).toBeGreaterThanOrEqual(0);
      expect(risk.score).toBeLessThanOrEqual(100);
      const worse = {
        ...card,
        checks: card.checks.map((check, index) =>
          index === at % card.checks.length ? { ...check, status: 'fail' as const } : check,
        ),
      };
      const settled = card.checks[at % card.checks.length];
      if (settled?.status === 'pass') expect(planOf(worse).risk.failures).toBeGreaterThanOrEqual(risk.failures);
    }),
    { numRuns: 60 },
  );
});

test('the arithmetic of the risk can be added up again from what is printed', () => {
  const { risk } = planOf(flawedScorecard());
  const factors = [...(risk.arithmetic[0] ?? '').matchAll(/(0\.\d+) \(/g)].map(([, factor]) => Number(factor));
  const product = factors.reduce((sum, factor) => sum * factor, 1);
  expect(factors.length).toBeGreaterThan(2);
  expect(70 * (1 - product)).toBeCloseTo(risk.failures, 0);
});

test('what others rest on comes first, and each deliverable after what it waits for', () => {
  const plan = planOf(flawedScorecard('b2b-cyber'));
  const place = new Map(plan.deliverables.map(({ id }, index) => [id, index]));
  for (const { id, after } of plan.deliverables)
    for (const other of after.filter((one) => !plan.deliverables.find((d) => d.id === one)?.after.includes(id)))
      expect(place.get(other)).toBeLessThan(place.get(id) ?? -1);
});

test('a ready portal has nothing to do and no risk', () => {
  const plan = planOf(readyScorecard());
  expect(plan.deliverables).toEqual([]);
  expect(plan.risk.score).toBe(0);
  expect(plan.help.kind).toBe('do-it-yourself');
});

test('the same problem at several hosts is one piece of work, and says how its hours came about', () => {
  const hsts = checkNamed('https.hsts');
  const card = scorecardOf(
    'b2b-api',
    ['a', 'b', 'c'].map((host) => findingOf(hsts, `${host}.example.com`, 'fail')),
  );
  const work = planOf(card)
    .deliverables.flatMap((one) => one.work)
    .filter(({ check }) => check === 'https.hsts');
  expect(work).toHaveLength(1);
  expect(work[0]?.arithmetic).toContain('× 1.5 for 3 places');
});

test('authorization that fails everywhere is outside the sprint, and the plan says why', () => {
  const authz = ['authz.read', 'authz.list', 'authz.write'].flatMap((id) =>
    ['GET /a/{id}', 'GET /b/{id}', 'GET /c/{id}'].map((operation) => findingOf(checkNamed(id), operation, 'fail')),
  );
  const plan = planOf(scorecardOf('ops-api', authz));
  expect(plan.outside.map(({ why }) => why).join(' ')).toContain('has to be built');
  expect(plan.deliverables.find(({ work }) => work.some(({ check }) => check === 'authz.read'))?.insideSprint).toBe(
    false,
  );
});

describe('effort', () => {
  test.each([
    ['20 min', 20, 20],
    ['1–4 h', 60, 240],
    ['30 min – 2 h', 30, 120],
    ['1 h', 60, 60],
    ['2 days', 960, 960],
    ['1.5 h', 90, 90],
  ])('%s', (text, low, high) => {
    expect(minutesOfEffort(text)).toEqual({ low, high });
  });
  test('words without a time are no estimate', () => {
    expect(minutesOfEffort('a while')).toBeUndefined();
  });
});

test.each(checklistIds)('%s: the plan of the flawed portal reads as it did', async (id) => {
  await expect(renderPlanMarkdown(planOf(flawedScorecard(id)))).toMatchFileSnapshot(`../goldens/plan.${id}.md`);
});
