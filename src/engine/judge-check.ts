import { fillSays } from '../model/fill-says.ts';
import { readableNames } from '../model/readable-names.ts';
import { createHmac } from 'node:crypto';
import type { Answer, Check, JudgeContext } from '../model/check.ts';
import type { Dossier, StoredEvidence } from '../model/dossier.ts';
import type { Finding } from '../model/finding.ts';
import { type Gap, gap } from '../model/gap.ts';
import type { Severity } from '../model/status.ts';
import { gapOfThrown } from './gap-of-thrown.ts';

type SomeCheck = Check<Record<string, unknown>, string, string>;
export interface JudgeCheckOptions {
  readonly check: SomeCheck;
  readonly dossier: Dossier;
  readonly byKind: ReadonlyMap<string, readonly StoredEvidence[]>;
  readonly context: JudgeContext;
  readonly severity: Severity;
  /** What to say where no evidence of the check's kind was stored. */
  readonly absent: Gap;
}

/** All findings of one check: one per subject and answer; never empty. */
export function judgeCheck(options: JudgeCheckOptions): Finding[] {
  const { check, byKind, dossier } = options;
  const [first, ...others] = check.needs;
  const records = byKind.get(first) ?? [];
  if (records.length === 0) return [unproven(options, dossier.target, options.absent)];
  return records.flatMap((record) => {
    if (!record.seen) return [unproven(options, record.subject, record.gap)];
    const values: Record<string, unknown> = { [first]: record.value };
    for (const kind of [...others, ...(check.optional ?? [])]) {
      const found = (byKind.get(kind) ?? []).find((one) => one.subject === record.subject);
      if (found?.seen) values[kind] = found.value;
      else if (!check.optional?.includes(kind))
        return [unproven(options, record.subject, found ? found.gap : options.absent)];
    }
    return answers(options, record.subject, values);
  });
}

export const absences = {
  /** The check is implemented and nothing of its kind was stored. */
  notSeen: gap(
    'not-collected',
    'Nothing was collected for this in this run.',
    'Run an audit that includes this check.',
    2,
  ),
  leftOut: gap('not-collected', 'Left out of this run by --only.', 'Run again without --only.', 2),
  notBuilt: gap('not-collected', 'Not collected yet: this version does not examine it.', 'Check it by hand.', 15),
} as const;

function answers(options: JudgeCheckOptions, subject: string, values: Record<string, unknown>): Finding[] {
  try {
    const given = options.check.judge(values, { ...options.context, subject });
    const list: readonly Answer[] = Array.isArray(given) ? given : [given as Answer];
    if (list.length === 0)
      return [unproven(options, subject, gap('inconclusive', 'The evidence settles nothing here.', 'Run again.'))];
    return list.map((answer) => toFinding(options, answer.subject ?? subject, answer));
  } catch (thrown) {
    return [unproven(options, subject, gapOfThrown(thrown, `judging ${options.check.id} at ${subject}`))];
  }
}

function toFinding(options: JudgeCheckOptions, subject: string, answer: Answer): Finding {
  const { check } = options;
  const outcome = check.outcomes[answer.code];
  if (!outcome) throw new Error(`${check.id} answered the unknown code ${answer.code}`);
  return {
    ...frame(options, subject, answer.code, answer.sameAs),
    status: outcome.is,
    severity: severityOf(outcome.is, (outcome.is === 'fail' && answer.severity) || options.severity),
    confidence: answer.confidence ?? 'firm',
    says: readableNames(fillSays(outcome.says, answer.data ?? {})),
    fix: { ...check.fix, ...answer.fix, steps: [...(answer.fix?.steps ?? check.fix.steps)] },
    evidence: answer.evidence.map((item) => ({ ...item })),
    reproduce: answer.reproduce ?? '',
    ...(outcome.is === 'unproven'
      ? { gap: answer.gap ?? gap('inconclusive', fillSays(outcome.says, answer.data ?? {}), check.fix.summary) }
      : {}),
    ...(answer.operation ? { operation: { ...answer.operation } } : {}),
    ...(answer.identities ? { identities: [...answer.identities] } : {}),
    ...(answer.location ? { location: { ...answer.location } } : {}),
  };
}

function unproven(options: JudgeCheckOptions, subject: string, found: Gap): Finding {
  return {
    ...frame(options, subject, found.reason),
    status: 'unproven',
    severity: 'info',
    confidence: 'certain',
    says: found.detail,
    fix: { ...options.check.fix, steps: [...options.check.fix.steps] },
    evidence: [],
    reproduce: '',
    gap: { ...found },
  };
}

function frame({ check, dossier }: JudgeCheckOptions, subject: string, code: string, sameAs = subject) {
  return {
    id: `${check.id}:${code}:${sameAs}`,
    check: check.id,
    area: check.id.slice(0, check.id.indexOf('.')),
    subject,
    code,
    why: check.why,
    breaks: check.breaks,
    fingerprint: createHmac('sha256', dossier.fingerprintKey)
      .update(`${check.id}\n${code}\n${sameAs}`)
      .digest('hex')
      .slice(0, 16),
  };
}

function severityOf(status: string, failed: Severity): Severity {
  if (status === 'fail') return failed;
  return status === 'warn' ? 'low' : 'info';
}
