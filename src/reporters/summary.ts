import type { Finding, Fix } from '../model/finding.ts';
import type { GapReason } from '../model/gap.ts';
import type { CheckResult, Scorecard } from '../model/scorecard.ts';
import { type Confidence, type Severity, type Status, severities, statuses } from '../model/status.ts';
import { checklistWords, decisionWords, minutesWords, plural } from './words.ts';

/** One problem that blocks the launch: the failing findings of one required check with one code. */
export interface Blocker {
  readonly check: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly says: string;
  readonly breaks: string;
  readonly why: string;
  readonly fix: Fix;
  /** Worst first; never empty, except where a required check failed and left no finding. */
  readonly findings: readonly Finding[];
}

/** One thing a person can do, and what it would settle. */
export interface Closing {
  readonly closeBy: string;
  /** A person's minutes for doing it once, however many checks wait for it. */
  readonly minutes: number;
  /** False where nobody outside can close it: not collected by this version, or our own bug. */
  readonly closable: boolean;
  readonly reasons: readonly GapReason[];
  readonly checks: readonly string[];
  readonly requiredChecks: readonly string[];
  readonly findings: readonly Finding[];
}

export interface CheckGroup {
  readonly check: CheckResult;
  readonly findings: readonly Finding[];
}

const severityRank = (severity: Severity): number => severities.indexOf(severity);
const statusRank = (status: Status): number => statuses.indexOf(status);

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function requiredIds(scorecard: Scorecard): ReadonlySet<string> {
  return new Set(scorecard.checks.filter((check) => check.required).map((check) => check.id));
}

function toBlocker(findings: readonly Finding[]): Blocker {
  const sorted = [...findings].sort((x, y) => severityRank(x.severity) - severityRank(y.severity));
  const [first] = sorted;
  if (first === undefined) throw new Error('A blocker needs a finding.');
  const { check, severity, confidence, says, breaks, why, fix } = first;
  return { check, severity, confidence, says, breaks, why, fix, findings: sorted };
}

function silentBlocker(check: CheckResult): Blocker {
  return {
    check: check.id,
    severity: 'high',
    confidence: 'tentative',
    says: `Answered no: ${check.question}`,
    breaks: '',
    why: '',
    fix: { summary: '', effort: '', owner: '', steps: [] },
    findings: [],
  };
}

/** Failing findings grouped by check and code, worst severity first; waived ones are left out. */
function failGroups(scorecard: Scorecard, wanted: (finding: Finding) => boolean): Blocker[] {
  const failing = scorecard.findings.filter((finding) => finding.status === 'fail' && wanted(finding));
  return [...groupBy(failing, (finding) => JSON.stringify([finding.check, finding.code])).values()]
    .map(toBlocker)
    .sort((x, y) => severityRank(x.severity) - severityRank(y.severity) || compare(x.check, y.check));
}

function compare(x: string, y: string): number {
  if (x === y) return 0;
  return x < y ? -1 : 1;
}

/** What blocks the launch, worst severity first. */
export function blockersOf(scorecard: Scorecard): readonly Blocker[] {
  const required = requiredIds(scorecard);
  const found = failGroups(scorecard, (finding) => required.has(finding.check) && finding.waiver === undefined);
  const explained = new Set(scorecard.findings.filter((finding) => finding.status === 'fail').map((f) => f.check));
  const silent = scorecard.checks.filter((c) => c.required && c.status === 'fail' && !explained.has(c.id));
  return [...found, ...silent.map(silentBlocker)];
}

/** What failed without blocking: checks that this checklist treats as advice. */
export function adviceOf(scorecard: Scorecard): readonly Blocker[] {
  const required = requiredIds(scorecard);
  return failGroups(scorecard, (finding) => !required.has(finding.check) && finding.waiver === undefined);
}

export function waivedOf(scorecard: Scorecard): readonly Finding[] {
  return scorecard.findings.filter((finding) => finding.status === 'fail' && finding.waiver !== undefined);
}

/** Stop-ship red flags that are raised. */
export function stopShipOf(scorecard: Scorecard): Scorecard['redFlags'] {
  return scorecard.redFlags.filter((flag) => flag.stopShip && flag.status === 'fail');
}

const notOurs: ReadonlySet<GapReason> = new Set(['not-collected', 'our-bug']);
const nothingRecorded = 'Nothing was recorded for these checks; run the audit again without --only.';

/** What is unproven, grouped by what closes it: required first, then by how many checks wait, then by minutes. */
export function closingsOf(scorecard: Scorecard): readonly Closing[] {
  const required = requiredIds(scorecard);
  const open = scorecard.findings.filter((finding) => finding.status === 'unproven');
  const closings = [...groupBy(open, (finding) => finding.gap?.closeBy.trim() || nothingRecorded)].map(
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
      compare(x.closeBy, y.closeBy),
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

/** Every check with its findings, worst first; findings of a check that the list does not name come too. */
export function checkGroupsOf(scorecard: Scorecard): readonly CheckGroup[] {
  const byCheck = groupBy(scorecard.findings, (finding) => finding.check);
  const known = new Set(scorecard.checks.map((check) => check.id));
  const strays = [...byCheck].flatMap(([id, findings]) => (known.has(id) ? [] : [strayCheck(id, findings)]));
  return [...scorecard.checks, ...strays]
    .map((check) => ({ check, findings: worstFirst(byCheck.get(check.id) ?? []) }))
    .sort(
      (x, y) =>
        statusRank(x.check.status) - statusRank(y.check.status) ||
        Number(y.check.required) - Number(x.check.required) ||
        compare(x.check.id, y.check.id),
    );
}

function strayCheck(id: string, findings: readonly Finding[]): CheckResult {
  const worst = statuses.find((status) => findings.some((finding) => finding.status === status)) ?? 'unproven';
  const proven = findings.filter((finding) => finding.status === 'pass').length;
  const area = findings[0]?.area ?? '';
  return {
    id,
    area,
    question: '',
    status: worst,
    required: false,
    subjects: { total: findings.length, proven },
    cites: [],
  };
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (x, y) => statusRank(x.status) - statusRank(y.status) || severityRank(x.severity) - severityRank(y.severity),
  );
}

/** The decision in one sentence, without portal data in it. */
export function decisionSentence(scorecard: Scorecard): string {
  const { readyFor } = checklistWords[scorecard.checklist.id];
  const word = decisionWords[scorecard.decision];
  const totals = unprovenTotals(scorecard);
  const open = plural(totals.requiredChecks, 'required check');
  if (scorecard.decision === 'not-ready') {
    const count = Math.max(1, blockersOf(scorecard).length + uncausedFlags(scorecard));
    const also =
      totals.requiredChecks > 0 ? `, and ${open} ${totals.requiredChecks === 1 ? 'is' : 'are'} unproven` : '';
    return `${word} for ${readyFor}: ${plural(count, 'problem')} ${count === 1 ? 'blocks' : 'block'} it${also}.`;
  }
  if (scorecard.decision === 'unproven') {
    const verb = totals.requiredChecks === 1 ? 'is' : 'are';
    return `${word}: nothing required failed, but ${open} ${verb} still unproven${closingTail(totals)}.`;
  }
  const waivers = scorecard.waivers ?? 0;
  if (waivers > 0)
    return `${word} for ${readyFor} with ${plural(waivers, 'waiver')}: everything else that is required passed.`;
  return `${word} for ${readyFor}: everything that is required was examined and passed.`;
}

/** Raised stop-ship flags count as a problem of their own only where no failing check stands behind them. */
function uncausedFlags(scorecard: Scorecard): number {
  return blockersOf(scorecard).length === 0 ? stopShipOf(scorecard).length : 0;
}

function closingTail(totals: UnprovenTotals): string {
  if (totals.closableChecks === 0 || totals.minutes === 0) return '';
  const all = totals.requiredChecks === 1 ? 'it' : 'them';
  const which = totals.closableChecks === totals.requiredChecks ? all : `${totals.closableChecks} of them`;
  return `; about ${minutesWords(totals.minutes)} of work closes ${which}`;
}

/** What stands below the sentence: how long the unproven part takes to close. Empty where there is nothing to say. */
export function unprovenSentence(scorecard: Scorecard): string {
  const totals = unprovenTotals(scorecard);
  if (totals.requiredChecks === 0) return '';
  const rest = totals.requiredChecks - totals.closableChecks;
  const parts: string[] = [];
  if (totals.closableChecks > 0) {
    parts.push(
      `About ${minutesWords(totals.minutes)} of work closes ${plural(totals.closableChecks, 'required check')}.`,
    );
  }
  if (rest > 0) parts.push(`${plural(rest, 'required check')} cannot be settled by this version of the tool.`);
  return parts.join(' ');
}
