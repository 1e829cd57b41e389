import type { Checklist } from '../../model/checklist.ts';
import { type Deliverable, type Plan, planSchemaId, type Work } from '../../model/plan.ts';
import type { Scorecard } from '../../model/scorecard.ts';
import { type Severity, severities, worstStatus } from '../../model/status.ts';
import { costOf, minutesOfEffort, sumOf } from './effort.ts';
import { authorizationBroken, helpFor } from './help.ts';
import { inOrder, type Ordered, prerequisites } from './order.ts';
import { riskScore } from './risk-score.ts';
import { workOf } from './work.ts';

export interface PlanOptions {
  /** Money for an hour of a person's time; the owner's to change. */
  readonly perHour: number;
  readonly currency: string;
}
export const defaultRate: PlanOptions = { perHour: 120, currency: 'USD' };

const sprintMinutes = 48 * 60;

interface Draft extends Ordered {
  readonly title: string;
  readonly row?: string;
  readonly work: readonly Work[];
}

/**
 * The plan of a scorecard: each row and gate that is failed or unproven becomes one deliverable. Pure; the same scorecard
 * gives the same plan.
 */
export function makePlan(card: Scorecard, checklist: Checklist, rate: PlanOptions = defaultRate): Plan {
  const worstOf = (check: string): Severity =>
    severities.find((one) =>
      card.findings.some((f) => f.check === check && f.status === 'fail' && f.severity === one),
    ) ??
    checklist.severities[check] ??
    'medium';
  const risk = riskScore(card, worstOf);
  const drafts = draftsOf(card, worstOf, risk.pointsOf);
  const ordered = inOrder(drafts);
  const broken = authorizationBroken(card);
  let used = 0;
  const deliverables = ordered.map((draft): Deliverable => {
    const minutes = sumOf(draft.work.map((one) => one.minutes));
    const failed = sumOf(draft.work.filter(({ status }) => status === 'fail').map((one) => one.minutes));
    const apart = broken !== undefined && draft.areas.includes('authz') && draft.failed;
    const fits = !apart && used + failed.low <= sprintMinutes;
    if (fits) used += failed.low;
    return {
      id: draft.id,
      title: draft.title,
      status: worstStatus(draft.work.map(({ status }) => status)),
      risk: draft.risk,
      ...timelineOf(checklist, draft.row),
      minutes,
      cost: costOf(minutes, rate.perHour),
      after: [...prerequisites(draft, drafts)],
      insideSprint: fits,
      work: [...draft.work],
    };
  });
  const minutes = sumOf(deliverables.map((one) => one.minutes));
  return {
    schema: planSchemaId,
    target: card.target,
    run: card.run,
    asOf: card.finishedAt,
    checklist: card.checklist,
    decision: card.decision,
    risk: { score: risk.score, failures: risk.failures, unexamined: risk.unexamined, arithmetic: [...risk.arithmetic] },
    rate: { perHour: rate.perHour, currency: rate.currency },
    deliverables,
    today: todayOf(card, checklist),
    outside: outsideOf(deliverables, broken),
    totals: { minutes, cost: costOf(minutes, rate.perHour) },
    help: helpFor(card, deliverables, minutes),
  };
}

function draftsOf(
  card: Scorecard,
  severityOf: (check: string) => Severity,
  pointsOf: (check: string) => number,
): readonly Draft[] {
  const byId = new Map(card.checks.map((check) => [check.id, check]));
  const inRows = new Set(card.rows.flatMap(({ checks }) => checks));
  // A way to close several checks is counted once, where the riskiest deliverable meets it first.
  const counted = new Set<string>();
  const draft = (id: string, title: string, checks: readonly string[], row?: string): readonly Draft[] => {
    const open = checks
      .flatMap((check) => byId.get(check) ?? [])
      .filter(({ status }) => status === 'fail' || status === 'unproven');
    if (open.length === 0) return [];
    const work = open.flatMap((check) => workOf(card, check, severityOf(check.id))).map((one) => once(one, counted));
    return [
      {
        id,
        title,
        ...(row === undefined ? {} : { row }),
        areas: [...new Set(open.map(({ area }) => area))],
        risk: Math.round(open.reduce((sum, check) => sum + pointsOf(check.id), 0) * 10) / 10,
        failed: open.some(({ status }) => status === 'fail'),
        work,
      },
    ];
  };
  return [
    ...card.rows.flatMap(({ id, title, checks }) => draft(id, title, checks, id)),
    ...card.gates
      .filter(({ check }) => !inRows.has(check))
      .flatMap(({ check }) => draft(`gate:${check}`, byId.get(check)?.question ?? check, [check])),
  ];
}

function once(work: Work, counted: Set<string>): Work {
  const key = `${work.status} ${work.status === 'unproven' ? work.todo : `${work.check} ${work.says}`}`;
  // Looking by hand is done for each check apart.
  const shared = counted.has(key) && !/by hand/i.test(work.todo);
  counted.add(key);
  return shared ? { ...work, minutes: { low: 0, high: 0 }, arithmetic: 'counted above' } : work;
}

function timelineOf(checklist: Checklist, row: string | undefined): Pick<Deliverable, 'hours' | 'steps'> {
  const items =
    row === undefined ? [] : checklist.plan.filter(({ rows, outsideSprint }) => rows.includes(row) && !outsideSprint);
  return {
    hours: items.flatMap(({ title, hours }) => (hours ? [{ title, from: hours.from, to: hours.to }] : [])),
    steps: items.flatMap(({ title, hours }) => (hours ? [] : [title])),
  };
}

/** The checklist's own list, and what failed elsewhere that needs no engineer. */
function todayOf(card: Scorecard, checklist: Checklist): Plan['today'] {
  const listed = card.fixToday
    .filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
    .map(({ id, title, status }) => ({
      title,
      status,
      minutes: { low: 10, high: 60 },
      how: 'From the checklist; by yourself, without an engineer.',
      provedBy: [...(checklist.fixToday.find((one) => one.id === id)?.provedBy ?? [])],
    }));
  const easy = card.findings.filter(
    ({ status, fix }) =>
      status === 'fail' && fix.owner !== 'engineer' && (minutesOfEffort(fix.effort)?.high ?? 999) <= 60,
  );
  const own = [...Map.groupBy(easy, ({ check, code }) => `${check} ${code}`).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const minutes = minutesOfEffort(first.fix.effort) ?? { low: 10, high: 60 };
    return [
      {
        title: first.says,
        status: first.status,
        minutes,
        how: first.fix.steps[0] ?? first.fix.summary,
        provedBy: [first.check],
      },
    ];
  });
  return [...own, ...listed];
}

function outsideOf(deliverables: readonly Deliverable[], broken: string | undefined): Plan['outside'] {
  return deliverables
    .filter(({ insideSprint }) => !insideSprint)
    .map(({ title, work }) => ({
      title,
      why:
        broken !== undefined && work.some(({ check, status }) => check.startsWith('authz.') && status === 'fail')
          ? broken
          : 'The riskier deliverables fill the 48 hours.',
    }));
}
