import type { Scorecard } from '../../model/scorecard.ts';
import type { Severity } from '../../model/status.ts';

/** The chance, as a plain judgement, that a failed check of this severity becomes an incident soon after launch. */
const chance: Readonly<Record<Severity, number>> = { critical: 0.5, high: 0.25, medium: 0.1, low: 0.03, info: 0 };
/** How much of the score failures and unexamined checks can make up. */
const most = { failures: 70, unexamined: 30 } as const;

export interface RiskScore {
  readonly score: number;
  readonly failures: number;
  readonly unexamined: number;
  readonly arithmetic: readonly string[];
  /** Points that go away when this one check passes. */
  readonly pointsOf: (check: string) => number;
}

/**
 * 0 to 100 over the required checks: 70 × (1 − the product of (1 − chance) over failed checks) + 30 × the share of severity
 * weight that was not examined. A waiver changes the decision, not the risk.
 */
export function riskScore(card: Scorecard, severityOf: (check: string) => Severity): RiskScore {
  const required = card.checks.filter((check) => check.required && check.status !== 'not-applicable');
  const failed = required.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const open = required.filter(({ status }) => status === 'unproven').map(({ id }) => id);
  const p = (id: string) => chance[severityOf(id)];
  const failurePoints = (ids: readonly string[]) =>
    most.failures * (1 - ids.reduce((product, id) => product * (1 - p(id)), 1));
  const all = required.reduce((sum, { id }) => sum + p(id), 0);
  const unexaminedPoints = (ids: readonly string[]) =>
    all === 0 ? 0 : (most.unexamined * ids.reduce((sum, id) => sum + p(id), 0)) / all;
  const failures = failurePoints(failed);
  const unexamined = unexaminedPoints(open);
  return {
    score: Math.round(failures + unexamined),
    failures: tenth(failures),
    unexamined: tenth(unexamined),
    arithmetic: [
      failed.length === 0
        ? 'Failed checks: none, 0 points.'
        : `Failed checks: 70 × (1 − ${failed.map((id) => `${tidy(1 - p(id))} (${id})`).join(' × ')}) = ${tenth(failures)} points.`,
      `Unexamined: 30 × ${tidy(open.reduce((sum, id) => sum + p(id), 0))} (weight of ${open.length} unproven required checks) ÷ ${tidy(all)} (weight of all ${required.length}) = ${tenth(unexamined)} points.`,
      'Weights: critical 0.5, high 0.25, medium 0.1, low 0.03. Our judgement of how likely each becomes an incident, not a statistic.',
    ],
    pointsOf: (id) =>
      tenth(
        failed.includes(id)
          ? failures - failurePoints(failed.filter((one) => one !== id))
          : open.includes(id)
            ? unexamined - unexaminedPoints(open.filter((one) => one !== id))
            : 0,
      ),
  };
}

const tenth = (points: number) => Math.round(points * 10) / 10;
const tidy = (value: number) => String(Math.round(value * 100) / 100);
