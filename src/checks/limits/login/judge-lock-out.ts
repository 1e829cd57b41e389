import type { GuessTrial } from '../../../collectors/limits-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import type { Code } from './check.ts';
import { burnerGap, countOf, seriesEvidence } from './series.ts';

/** So long nobody should be kept out by a stranger's guesses. */
const tooLongSeconds = 2 * 3600;

/** Whether the limit keeps the owner out: by the burner's own password, straight after and with time. */
export function judgeLockOut(trial: GuessTrial): Answer<Code> | undefined {
  const { end, right = [] } = trial;
  const subject = 'lock-out';
  const count = countOf(trial);
  const evidence = seriesEvidence(trial);
  const about = { subject, evidence };
  const [straight] = right;
  const last = right.at(-1);
  if (end.by === 'not-settled') return undefined;
  if (end.by === 'captcha')
    return { ...about, code: 'asks-a-person', data: { from: end.from - 1 }, confidence: 'firm' };
  if (trial.who === 'nobody')
    return {
      ...about,
      code: 'lock-not-seen',
      data: { detail: 'only an account that may be locked shows it, and none was given' },
      gap: burnerGap('A lock shows at an account that exists'),
    };
  // What was never limited locks nobody out.
  if (!straight || (end.by === 'all-sent' && straight.accepted)) return undefined;
  if (straight.accepted) return { ...about, code: 'owner-gets-in', confidence: 'firm' };
  const later = right.find(({ accepted }) => accepted);
  if (later)
    return { ...about, code: 'lock-ends', data: { count, seconds: later.afterSeconds }, confidence: 'certain' };
  const seconds = last?.afterSeconds ?? 0;
  if (seconds >= tooLongSeconds && trial.otherAccountIn === true)
    return { ...about, code: 'lock-lasts', data: { count, hours: Math.floor(seconds / 3600) }, confidence: 'certain' };
  const why =
    trial.otherAccountIn === false
      ? 'Other accounts were refused from this machine as well, so it was its address that was shut out.'
      : `The right password was refused for ${seconds} s.`;
  return {
    ...about,
    code: 'lock-not-ended',
    data: { count, seconds },
    gap: gap(
      'inconclusive',
      why,
      'Run again with --only limits.login --permit abuse --wait 2h5m, or unlock the burner account by hand when the portal says that the lock is over.',
      5,
    ),
  };
}
