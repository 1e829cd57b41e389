import type { Scorecard } from '../model/scorecard.ts';
import { type UnprovenTotals, unprovenTotals } from './closings.ts';
import { blockersOf, stopShipOf } from './summary.ts';
import { checklistWords, decisionWords, minutesWords, plural } from './words.ts';

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
  if (rest > 0) parts.push(`${plural(rest, 'required check was', 'required checks were')} not examined.`);
  return parts.join(' ');
}

/**
 * What the engine recorded about the run as a whole (stopped early, narrowed by --only, a lost session). The other
 * reasons name failing checks and counts, which every report shows in its own way.
 */
export function remarksOf(scorecard: Scorecard): readonly string[] {
  const ids = scorecard.checks.map((check) => check.id);
  const repeated = /^\d+ (of \d+ required checks|more required findings)|^Ready with \d+ waivers|^Every required check/;
  return scorecard.reasons.filter((reason) => !repeated.test(reason) && !ids.some((id) => reason.startsWith(`${id} `)));
}
