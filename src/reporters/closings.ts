import type { Finding } from '../model/finding.ts';
import type { GapReason } from '../model/gap.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { compareText, requiredIds } from './summary.ts';

/** One thing a person can do, and what it would settle. */
export interface Closing {
  readonly closeBy: string;
  /** A person's minutes for doing it once, however many checks wait for it. */
  readonly minutes: number;
  /** False where nothing that a person supplies settles it: not collected in this run, or our own bug. */
  readonly closable: boolean;
  readonly reasons: readonly GapReason[];
  readonly checks: readonly string[];
  readonly requiredChecks: readonly string[];
  readonly findings: readonly Finding[];
}

const notOurs: ReadonlySet<GapReason> = new Set(['not-collected', 'our-bug']);
const nothingRecorded = 'Nothing was recorded for these checks; run the audit again without --only.';

/** What is unproven, grouped by what closes it: required first, then by how many checks wait, then by minutes. */
export function closingsOf(scorecard: Scorecard): readonly Closing[] {
  const required = requiredIds(scorecard);
  const open = scorecard.findings.filter((finding) => finding.status === 'unproven');
  const closings = [...Map.groupBy(open, (finding) => finding.gap?.closeBy.trim() || nothingRecorded)].map(
    ([closeBy, findings]): Closing => toClosing(closeBy, findings, required),
  );
  const explained = new Set(open.map((finding) => finding.check));
  const silent = scorecard.checks.filter((check) => check.status === 'unproven' && !explained.has(check.id));
  if (silent.length > 0) {
    const checks = silent.map((check) => check.id);
    const requiredChecks = checks.filter((id) => required.has(id));
    closings.push({
      closeBy: nothingRecorded,
      minutes: 0,
      closable: false,
      reasons: ['not-collected'],
      checks,
      requiredChecks,
      findings: [],
    });
  }
  return closings.sort(
    (x, y) =>
      Number(y.closable) - Number(x.closable) ||
      y.requiredChecks.length - x.requiredChecks.length ||
      y.checks.length - x.checks.length ||
      x.minutes - y.minutes ||
      compareText(x.closeBy, y.closeBy),
  );
}

function toClosing(closeBy: string, findings: readonly Finding[], required: ReadonlySet<string>): Closing {
  const checks = [...new Set(findings.map((finding) => finding.check))];
  const reasons = [...new Set(findings.flatMap((finding) => (finding.gap ? [finding.gap.reason] : [])))];
  return {
    closeBy,
    minutes: Math.max(0, ...findings.map((finding) => finding.gap?.minutes ?? 0)),
    closable: reasons.some((reason) => !notOurs.has(reason)),
    reasons,
    checks,
    requiredChecks: checks.filter((id) => required.has(id)),
    findings,
  };
}

/** What is missing, where it is one thing, else nothing: without it "list it" says nothing. */
export function whyOf({ findings }: Pick<Closing, 'findings'>): string {
  const [why, ...others] = new Set(findings.flatMap(({ gap }) => (gap ? [gap.detail] : [])));
  return why === undefined || others.length > 0 ? '' : why;
}

export interface UnprovenTotals {
  readonly requiredChecks: number;
  /** Required checks for which everything that is missing can be supplied by a person. */
  readonly closableChecks: number;
  readonly minutes: number;
}

/** How many required checks are unproven, and the minutes that close those that a person can close. */
export function unprovenTotals(scorecard: Scorecard, closings = closingsOf(scorecard)): UnprovenTotals {
  const open = new Set(scorecard.checks.filter((c) => c.required && c.status === 'unproven').map((c) => c.id));
  const stuck = new Set(closings.filter((closing) => !closing.closable).flatMap((closing) => closing.checks));
  const useful = closings.filter((closing) => closing.closable && closing.requiredChecks.some((id) => open.has(id)));
  return {
    requiredChecks: open.size,
    closableChecks: [...open].filter((id) => !stuck.has(id)).length,
    minutes: useful.reduce((sum, closing) => sum + closing.minutes, 0),
  };
}
