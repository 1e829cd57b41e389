import type { Finding } from '../../model/finding.ts';
import type { Work } from '../../model/plan.ts';
import type { CheckResult, Scorecard } from '../../model/scorecard.ts';
import { type Severity, severities } from '../../model/status.ts';
import { minutesOfEffort, repeated } from './effort.ts';

const unknownEffort = { low: 30, high: 240 } as const;
const silentMinutes = 15;
const mostSubjects = 10;

/** What there is to do about a check that failed, warns or is unproven: one entry a code, unproven ones one entry a way to close. */
export function workOf(card: Scorecard, check: CheckResult, severity: Severity): readonly Work[] {
  const mine = card.findings.filter((one) => one.check === check.id && one.status === check.status);
  if (mine.length === 0) return [silent(check, severity)];
  const groups = Map.groupBy(mine, (one) => (check.status === 'unproven' ? (one.gap?.closeBy ?? '') : one.code));
  return [...groups.values()].map((group) => (check.status === 'unproven' ? toClose(group) : toFix(group)));
}

function toFix(group: readonly Finding[]): Work {
  const first = worst(group);
  const once = minutesOfEffort(first.fix.effort) ?? unknownEffort;
  const places = new Set(group.map(({ subject }) => subject)).size;
  const { minutes, factor } = repeated(once, places);
  const waived = group.every(({ waiver }) => waiver) ? group[0]?.waiver?.until : undefined;
  return {
    check: first.check,
    status: first.status,
    severity: first.severity,
    says: first.says,
    subjects: subjectsOf(group),
    todo: first.fix.summary,
    owner: first.fix.owner,
    minutes,
    arithmetic: `${first.fix.effort || 'no estimate: 30 min – 4 h'}${places > 1 ? ` × ${factor} for ${places} places` : ''}`,
    ...(waived === undefined ? {} : { waivedUntil: waived }),
  };
}

function toClose(group: readonly Finding[]): Work {
  const first = worst(group);
  const low = Math.max(0, ...group.map(({ gap }) => gap?.minutes ?? 5));
  return {
    check: first.check,
    status: 'unproven',
    severity: first.severity,
    says: first.gap?.detail ?? first.says,
    subjects: subjectsOf(group),
    todo: first.gap?.closeBy ?? 'Run the audit again.',
    owner: 'owner',
    minutes: { low, high: low },
    arithmetic: `${low} min to look; what it shows may need more`,
  };
}

function silent(check: CheckResult, severity: Severity): Work {
  return {
    check: check.id,
    status: check.status,
    severity,
    says: check.question,
    subjects: [],
    todo:
      check.status === 'unproven' ? 'Look at it by hand, or run an audit that includes it.' : 'Find out why by hand.',
    owner: 'engineer',
    minutes: { low: silentMinutes, high: silentMinutes },
    arithmetic: `${silentMinutes} min to look; what it shows may need more`,
  };
}

const subjectsOf = (group: readonly Finding[]) =>
  [...new Set(group.map(({ subject }) => subject))].slice(0, mostSubjects);

function worst(group: readonly Finding[]): Finding {
  const [first] = [...group].sort((x, y) => severities.indexOf(x.severity) - severities.indexOf(y.severity));
  if (first === undefined) throw new Error('Work needs a finding.');
  return first;
}
