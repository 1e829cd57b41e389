import type { Deliverable, Plan, Range } from '../../model/plan.ts';
import type { Scorecard } from '../../model/scorecard.ts';

const ownersHours = 6;
const reviewHours = 16;
const sprintHours = 48;
/** So many operations that leak are no slip in one handler. */
const brokenOperations = 5;

/** Authorization that fails on many operations, or in several ways at once: a change of design, no fix in a sprint. */
export function authorizationBroken(card: Scorecard): string | undefined {
  const failed = card.findings.filter((one) => one.area === 'authz' && one.status === 'fail');
  const operations = new Set(failed.map(({ subject }) => subject)).size;
  const checks = new Set(failed.map(({ check }) => check)).size;
  if (operations < brokenOperations && checks < 3) return undefined;
  return `Authorization fails on ${operations} ${operations === 1 ? 'operation' : 'operations'} in ${checks} ${checks === 1 ? 'way' : 'ways'}: the layer that decides who sees what has to be built, not patched.`;
}

/** Which kind of help fits, and why. */
export function helpFor(card: Scorecard, deliverables: readonly Deliverable[], total: Range): Plan['help'] {
  const work = deliverables.flatMap((one) => one.work).filter(({ status }) => status === 'fail');
  const serious = work.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const own = work.every(({ owner }) => owner !== 'engineer');
  const [low, high] = [hoursOf(total.low), hoursOf(total.high)];
  const hours = `${low === high ? low : `${low}–${high}`} h in all`;
  const broken = authorizationBroken(card);
  const signIn = card.findings.some((one) => one.check === 'auth.anonymous' && one.status === 'fail');
  if (broken && signIn) return { kind: 'rebuild', why: [broken, 'Operations answer without a sign-in as well.'] };
  if (broken)
    return {
      kind: 'sprint',
      why: [broken, 'A sprint closes the rest and contains the damage; the layer is a project of its own.'],
    };
  if (serious.length > 0 || total.high > reviewHours * 60) {
    const why =
      serious.length > 0
        ? `${serious.length} critical or high failures in ${new Set(serious.map(({ check }) => check)).size} checks.`
        : 'Nothing critical failed, but the work is more than a review.';
    const fits =
      total.high <= sprintHours * 60
        ? `It fits 48 hours: ${hours}.`
        : `More than 48 hours: ${hours}; the sprint takes the riskiest first.`;
    return { kind: 'sprint', why: [why, fits] };
  }
  if (work.length > 0 && own && total.high <= ownersHours * 60)
    return { kind: 'do-it-yourself', why: ['Nothing that failed needs a change of the code.', `${hours}.`] };
  if (work.length === 0 && total.high <= ownersHours * 60)
    return { kind: 'do-it-yourself', why: ['Nothing failed; what is left is to show what was not seen.', `${hours}.`] };
  return {
    kind: 'review',
    why: ['Nothing critical failed, but a senior engineer should look over the fixes and the unproven.', `${hours}.`],
  };
}

const hoursOf = (minutes: number) => Math.max(1, Math.round(minutes / 60));
