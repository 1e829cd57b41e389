import { fillSays } from '../model/fill-says.ts';
import type { Answer, Outcome } from '../model/check.ts';

/** The outcome that stands in for a failure at a host that customers do not use. */
export const offProduction: Outcome = { is: 'warn', says: 'Not in production ({environment}): {problem}' };

interface Judging {
  readonly subject: string;
  readonly environmentOf: (host: string) => string;
}

/** Failures become one warning where the config says that the host is not in production. */
export function softenOffProduction<Code extends string>(
  answers: readonly Answer<Code>[],
  outcomes: Readonly<Record<Code | 'off-production', Outcome>>,
  { subject, environmentOf }: Judging,
): readonly Answer<Code | 'off-production'>[] {
  const environment = environmentOf(subject);
  const failed = answers.filter((answer) => outcomes[answer.code].is === 'fail');
  const [first] = failed;
  if (environment === 'production' || !first) return answers;
  const problem = failed.map((answer) => fillSays(outcomes[answer.code].says, answer.data ?? {})).join(' ');
  const evidence = failed.flatMap((answer) => answer.evidence);
  const softened = { ...first, code: 'off-production' as const, data: { environment, problem }, evidence };
  return [...answers.filter((answer) => !failed.includes(answer)), softened];
}
