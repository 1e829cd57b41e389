import type { Dossier } from '../model/dossier.ts';
import type { Finding } from '../model/finding.ts';
import type { Decision } from '../model/status.ts';
import type { Required } from './decide.ts';
import { whatWasExamined } from './what-was-examined.ts';

interface ReasonInput {
  readonly decision: Decision;
  readonly dossier: Dossier;
  readonly findings: readonly Finding[];
  readonly required: ReadonlySet<string>;
  readonly requiredList: readonly Required[];
  readonly waivers: number;
}

/** Why the decision is what it is: a few plain sentences, worst first. */
export function reasonsFor({ decision, dossier, findings, required, requiredList, waivers }: ReasonInput): string[] {
  const reasons: string[] = [];
  const blocking = findings.filter((one) => required.has(one.check) && one.status === 'fail' && !one.waiver);
  reasons.push(...blocking.slice(0, 5).map((one) => `${one.check} fails at ${one.subject}: ${one.says}`));
  if (blocking.length > 5) reasons.push(`${blocking.length - 5} more required findings fail.`);
  const open = requiredList.filter((one) => one.status === 'unproven').length;
  if (open > 0) reasons.push(`${open} of ${requiredList.length} required checks are unproven.`);
  if (findings.some((one) => one.gap?.reason === 'session-lost'))
    reasons.push('A session was lost during the run: what it covered is unproven.');
  if (dossier.state === 'partial') reasons.push('The run was stopped early: what was not looked at is unproven.');
  if (dossier.only) reasons.push(whatWasExamined(dossier.only));
  if (decision === 'ready')
    reasons.push(waivers > 0 ? `Ready with ${waivers} waivers.` : 'Every required check is proven or attested.');
  return reasons;
}
