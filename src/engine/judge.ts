import type { CatalogueEntry, Check, JudgeContext } from '../model/check.ts';
import type { Checklist } from '../model/checklist.ts';
import type { Dossier, StoredEvidence } from '../model/dossier.ts';
import type { Finding } from '../model/finding.ts';
import { type CheckResult, type Coverage, type Scorecard, scorecardSchemaId } from '../model/scorecard.ts';
import { type Status, worstStatus } from '../model/status.ts';
import { type Answered, answerTo, applyAttestations, applyWaivers } from './attest.ts';
import { decide } from './decide.ts';
import { absences, judgeCheck } from './judge-check.ts';
import { limitsInForce } from './limits.ts';
import { oneOfEachOperation } from './one-operation.ts';
import { reasonsFor } from './reasons.ts';
import { isSelected } from '../model/is-selected.ts';

export interface Rules {
  /** The implemented checks. */
  readonly checks: readonly unknown[];
  /** Every check of the catalogue, implemented or not. */
  readonly catalogue: readonly CatalogueEntry[];
  readonly coverageOf: (dossier: Dossier) => Coverage;
}
type SomeCheck = Check<Record<string, unknown>, string, string>;

/** Judges a dossier by a checklist: pure, offline, by the dossier's own clock; the same dossier gives the same bytes. */
export function judge(dossier: Dossier, checklist: Checklist, rules: Rules): Scorecard {
  const now = new Date(dossier.finishedAt);
  const byKind = groupByKind(dossier.evidence);
  const limits = limitsInForce(checklist, dossier.config);
  const context = contextOf(dossier, now, Object.fromEntries(limits.map((limit) => [limit.id, limit.value])));
  const implemented = new Map((rules.checks as readonly SomeCheck[]).map((check) => [check.id, check]));
  const expand = (ids: readonly string[]) => expandChecks(ids, rules.catalogue);
  const rowChecks = checklist.rows.map((row) => ({ row, ids: expand(row.checks) }));
  const gates = [...new Set(expand(checklist.gates))];
  const required = new Set([...rowChecks.flatMap(({ ids }) => ids), ...gates]);

  const findings: Finding[] = [];
  const checks: CheckResult[] = [];
  for (const entry of rules.catalogue) {
    const check = implemented.get(entry.id) ?? absentCheck(entry);
    const chosen = isSelected(entry.id, dossier.only);
    const raw = judgeCheck({
      check,
      dossier,
      byKind: chosen ? byKind : new Map(),
      context,
      severity: checklist.severities[entry.id] ?? 'medium',
      absent: !implemented.has(entry.id) ? absences.notBuilt : chosen ? absences.notSeen : absences.leftOut,
    });
    const mine = unique(
      oneOfEachOperation(
        raw.map((one) => applyWaivers(applyAttestations(one, dossier.config, now), dossier.config, now)),
      ),
    );
    findings.push(...mine);
    checks.push(resultOf(check, entry, mine, required.has(entry.id)));
  }

  const statusOf = new Map(checks.map((check) => [check.id, check.status]));
  const statuses = (ids: readonly string[]) => ids.map((id) => statusOf.get(id) ?? 'unproven');
  const redFlags = checklist.redFlags.map((flag) =>
    redFlagOf(flag, statuses(flag.raisedBy), answerTo(flag.id, dossier.config, now)),
  );
  const isWaived = (id: string) =>
    findings.filter((one) => one.check === id && one.status === 'fail').every((one) => one.waiver);
  const requiredList = [...required].map((id) => ({
    id,
    status: statusOf.get(id) ?? 'unproven',
    waived: isWaived(id),
  }));
  const raised = checklist.redFlags.some(
    (flag, index) =>
      flag.stopShip &&
      (flag.raisedBy.some((id) => statusOf.get(id) === 'fail' && !isWaived(id)) ||
        (redFlags[index]?.status === 'fail' && !flag.raisedBy.some((id) => statusOf.get(id) === 'fail'))),
  );
  const decision = decide(requiredList, raised);
  const waivers = findings.filter((one) => one.waiver && required.has(one.check)).length;
  const sorted = findings.sort(worstFirst);
  return {
    schema: scorecardSchemaId,
    tool: dossier.tool,
    run: dossier.run,
    startedAt: dossier.startedAt,
    finishedAt: dossier.finishedAt,
    target: dossier.target,
    checklist: { id: checklist.id, version: checklist.version },
    decision,
    ...(waivers > 0 ? { waivers } : {}),
    reasons: reasonsFor({ decision, dossier, findings: sorted, required, waivers, requiredList }),
    selfTest: checklist.selfTest.map(({ question, checks: ids }) => ({
      question,
      answer: answerOf(statuses(expand(ids))),
    })),
    rows: rowChecks.map(({ row, ids }) => ({
      id: row.id,
      title: row.title,
      status: worstStatus(statuses(ids)),
      checks: ids,
    })),
    gates: gates.map((id) => ({ check: id, status: statusOf.get(id) ?? 'unproven' })),
    redFlags,
    fixToday: checklist.fixToday.map(({ id, title, provedBy }) => ({
      id,
      title,
      status: worstStatus(statuses(expand(provedBy))),
    })),
    limits,
    checks,
    findings: sorted,
    coverage: rules.coverageOf(dossier),
    requests: dossier.requests,
    durationsMs: dossier.durationsMs,
  };
}

/** `https.*` becomes every check of the area that is not advice. */
export function expandChecks(ids: readonly string[], catalogue: readonly CatalogueEntry[]): string[] {
  return [
    ...new Set(
      ids.flatMap((id) =>
        id.endsWith('.*')
          ? catalogue.filter((entry) => !entry.advice && entry.id.startsWith(id.slice(0, -1))).map((entry) => entry.id)
          : [id],
      ),
    ),
  ];
}

function contextOf(dossier: Dossier, now: Date, limits: Record<string, number>): JudgeContext {
  const environments = new Map(dossier.config.target.hosts.map((host) => [host.name.toLowerCase(), host.environment]));
  return { now, limits, environmentOf: (host) => environments.get(host.toLowerCase()) ?? 'production' };
}

function groupByKind(evidence: readonly StoredEvidence[]): ReadonlyMap<string, readonly StoredEvidence[]> {
  return Map.groupBy(evidence, (one) => one.kind);
}

/** Stands in for a check of the catalogue that has no judge: nothing is ever collected for it. */
function absentCheck({ id, question, cites }: CatalogueEntry): SomeCheck {
  return {
    id,
    question,
    why: '',
    breaks: '',
    proof: '',
    permit: 'look',
    cites,
    needs: ['(none)'],
    outcomes: {},
    fix: { summary: absences.notBuilt.closeBy, effort: '', owner: 'engineer', steps: [] },
    judge: () => [],
  };
}

function resultOf(
  check: SomeCheck,
  entry: CatalogueEntry,
  findings: readonly Finding[],
  required: boolean,
): CheckResult {
  const bySubject = Map.groupBy(findings, (one) => one.subject);
  const settled = (list: readonly Finding[]) =>
    ['pass', 'attested', 'warn'].includes(worstStatus(list.map((one) => one.status)));
  return {
    id: entry.id,
    area: entry.id.slice(0, entry.id.indexOf('.')),
    question: check.question,
    status: worstStatus(findings.map((one) => one.status)),
    required,
    subjects: { total: bySubject.size, proven: [...bySubject.values()].filter(settled).length },
    cites: [...check.cites],
  };
}

/** Evidence decides where it can; where it is silent, the owner's answer stands, shown as what it is. */
function redFlagOf(
  flag: Checklist['redFlags'][number],
  statuses: readonly Status[],
  answer: Answered | undefined,
): Scorecard['redFlags'][number] {
  const status = flag.raisedBy.length === 0 ? 'unproven' : worstStatus(statuses);
  const common = { id: flag.id, title: flag.title, stopShip: flag.stopShip };
  if (answer && (status === 'unproven' || status === 'not-applicable'))
    return {
      ...common,
      status: answer.raised ? 'fail' : 'attested',
      evidence: `${answer.name} (${answer.role}) answered ${answer.raised ? 'yes' : 'no'} on ${answer.date.slice(0, 10)}.`,
    };
  const raising = flag.raisedBy.filter((_id, at) => statuses[at] === 'fail');
  const from = raising.length > 0 ? `Raised by ${raising.join(', ')}.` : `Read from ${flag.raisedBy.join(', ')}.`;
  const evidence = flag.raisedBy.length === 0 ? 'Only the owner can answer this.' : from;
  return { ...common, status, evidence };
}

function answerOf(statuses: readonly Status[]): 'yes' | 'no' | 'unproven' {
  const worst = worstStatus(statuses);
  if (worst === 'fail') return 'no';
  return worst === 'unproven' || worst === 'not-applicable' ? 'unproven' : 'yes';
}

/** Several answers about one subject with one code are told apart by a number, so that ids stay unique. */
function unique(findings: readonly Finding[]): Finding[] {
  const count = new Map<string, number>();
  return findings.map((finding) => {
    const seen = (count.get(finding.id) ?? 0) + 1;
    count.set(finding.id, seen);
    return seen === 1 ? finding : { ...finding, id: `${finding.id}#${seen}` };
  });
}

const statusRank: Readonly<Record<Status, number>> = {
  fail: 0,
  unproven: 1,
  warn: 2,
  attested: 3,
  pass: 4,
  'not-applicable': 5,
};
const severityRank = { critical: 0, high: 1, medium: 2, low: 3, info: 4 } as const;
function worstFirst(one: Finding, other: Finding): number {
  return (
    statusRank[one.status] - statusRank[other.status] ||
    severityRank[one.severity] - severityRank[other.severity] ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  );
}
