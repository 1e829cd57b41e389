import type { Finding, Fix } from '../model/finding.ts';
import type { CheckResult, Scorecard } from '../model/scorecard.ts';
import { type Confidence, type Severity, type Status, severities, statuses } from '../model/status.ts';

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

export interface CheckGroup {
  readonly check: CheckResult;
  readonly findings: readonly Finding[];
}

const severityRank = (severity: Severity): number => severities.indexOf(severity);
const statusRank = (status: Status): number => statuses.indexOf(status);

export function requiredIds(scorecard: Scorecard): ReadonlySet<string> {
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

/** Failing findings grouped by check and code, worst severity first, then in the checklist's own order. */
function failGroups(scorecard: Scorecard, wanted: (finding: Finding) => boolean): Blocker[] {
  const failing = scorecard.findings.filter((finding) => finding.status === 'fail' && wanted(finding));
  const listed = [...scorecard.rows.flatMap((row) => row.checks), ...scorecard.gates.map((gate) => gate.check)];
  const place = (check: string): number => (listed.includes(check) ? listed.indexOf(check) : listed.length);
  return [...Map.groupBy(failing, (finding) => JSON.stringify([finding.check, finding.code])).values()]
    .map(toBlocker)
    .sort(
      (x, y) =>
        severityRank(x.severity) - severityRank(y.severity) ||
        place(x.check) - place(y.check) ||
        compareText(x.check, y.check),
    );
}

export function compareText(x: string, y: string): number {
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

/** Every check with its findings, worst first; findings of a check that the list does not name come too. */
export function checkGroupsOf(scorecard: Scorecard): readonly CheckGroup[] {
  const byCheck = Map.groupBy(scorecard.findings, (finding) => finding.check);
  const known = new Set(scorecard.checks.map((check) => check.id));
  const strays = [...byCheck].flatMap(([id, findings]) => (known.has(id) ? [] : [strayCheck(id, findings)]));
  return [...scorecard.checks, ...strays]
    .map((check) => ({ check, findings: worstFirst(byCheck.get(check.id) ?? []) }))
    .sort(
      (x, y) =>
        statusRank(x.check.status) - statusRank(y.check.status) ||
        Number(y.check.required) - Number(x.check.required) ||
        compareText(x.check.id, y.check.id),
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
