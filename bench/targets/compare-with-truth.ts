import { z } from 'zod';
import { type Expectation, type Fact, matchesOperation, type Truth } from './truth.ts';

const status = z.enum(['fail', 'unproven', 'warn', 'attested', 'pass', 'not-applicable']);

/** The part of scorecard.json that is compared; other keys are of no interest here. */
export const scorecardSchema = z.object({
  decision: z.string(),
  checks: z.array(z.object({ id: z.string(), status, required: z.boolean() })),
  findings: z.array(
    z.object({
      id: z.string(),
      check: z.string(),
      subject: z.string(),
      code: z.string(),
      status,
      says: z.string(),
      gap: z.object({ reason: z.string(), detail: z.string() }).optional(),
      operation: z.object({ method: z.string(), template: z.string() }).optional(),
    }),
  ),
});
export type Scorecard = z.infer<typeof scorecardSchema>;
type Finding = Scorecard['findings'][number];

export const verdicts = [
  'agrees',
  'false alarm',
  'false warning',
  'missed',
  'unlisted alarm',
  'unproven',
  'not collected',
  'not judged here',
] as const;
export type Verdict = (typeof verdicts)[number];

export type ComparisonRow = {
  readonly verdict: Verdict;
  readonly check: string;
  readonly subject: string;
  readonly found: string;
  readonly expected: string;
  readonly fact: string;
  readonly detail: string;
};

const checkMatches = (pattern: string, check: string): boolean =>
  pattern === check || (pattern.endsWith('.*') && check.startsWith(pattern.slice(0, -1)));

/** First match wins, as the facts stand in the file; a fact about a check as a whole fits every subject. */
function expectationFor(truth: Truth, check: string, operation: string): { fact: Fact; want: Expectation } | undefined {
  for (const fact of truth.facts) {
    for (const want of fact.judge) {
      if (!checkMatches(want.check, check)) continue;
      if (want.operations === undefined || want.operations.some((pattern) => matchesOperation(pattern, operation)))
        return { fact, want };
    }
  }
  return undefined;
}

function verdictOf(found: Finding['status'], want: Expectation | undefined): Verdict {
  if (found === 'unproven') return 'unproven';
  if (found === 'attested' || found === 'not-applicable') return 'not judged here';
  if (want === undefined) return found === 'pass' ? 'not judged here' : 'unlisted alarm';
  if (found === want.expect || found === want.also) return 'agrees';
  const rank = { pass: 0, warn: 1, fail: 2 } as const;
  if (rank[found] < rank[want.expect]) return 'missed';
  return found === 'fail' ? 'false alarm' : 'false warning';
}

/** Sets every finding beside the truth file, and adds the defects of the truth file that no finding names. */
export function compareWithTruth(scorecard: Scorecard, truth: Truth): readonly ComparisonRow[] {
  const rows = scorecard.findings.map((finding): ComparisonRow => {
    const operation =
      finding.operation === undefined ? finding.subject : `${finding.operation.method} ${finding.operation.template}`;
    const match = expectationFor(truth, finding.check, operation);
    const detail = finding.gap === undefined ? finding.says : `${finding.gap.reason}: ${finding.gap.detail}`;
    const notCollected = finding.gap?.reason === 'not-collected';
    return {
      verdict: notCollected ? 'not collected' : verdictOf(finding.status, match?.want),
      check: finding.check,
      subject: operation,
      found: `${finding.status} (${finding.code})`,
      expected: match?.want.expect ?? '',
      fact: match?.fact.id ?? '',
      detail,
    };
  });
  // What was not permitted or not given was not looked at: that is no miss.
  const examined = new Set(
    scorecard.findings
      .filter(({ gap }) => !['no-consent', 'not-configured', 'not-collected'].includes(gap?.reason ?? ''))
      .map((finding) => finding.check),
  );
  const silent = truth.facts.flatMap((fact) =>
    fact.judge
      .filter((want) => want.expect === 'fail' && want.also === undefined && examined.has(want.check))
      .filter((want) => !rows.some((row) => row.fact === fact.id && row.check === want.check))
      .map(
        (want): ComparisonRow => ({
          verdict: 'missed',
          check: want.check,
          subject: want.operations?.join(', ') ?? '',
          found: 'no finding',
          expected: want.expect,
          fact: fact.id,
          detail: fact.says,
        }),
      ),
  );
  // Of several objects behind one operation the defect is in some: what was found in one was not missed in the others.
  const isFound = (row: ComparisonRow) =>
    rows.some((one) => one.check === row.check && one.fact === row.fact && one.found.startsWith(row.expected));
  const told = rows.map((row) =>
    row.verdict === 'missed' && row.found.startsWith('pass') && isFound(row)
      ? { ...row, verdict: 'not judged here' as const }
      : row,
  );
  return [...told, ...silent];
}
