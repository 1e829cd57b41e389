import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import type { AlertReceipt } from '../../../model/receipt.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'seen'
  | 'one-channel-silent'
  | 'late'
  | 'not-seen'
  | 'not-sent'
  | 'second-channel-silent'
  | 'lapsed'
  | 'clock';

const outcomes: Readonly<Record<Code, Outcome>> = {
  seen: { is: 'pass', says: 'The alert of a drill was seen after {seconds} s ({by}), limit {limit} min.' },
  'one-channel-silent': {
    is: 'warn',
    says: 'The alert was seen after {seconds} s ({by}), but not on every channel: {silent}.',
  },
  'second-channel-silent': {
    is: 'warn',
    says: 'The alert was seen after {seconds} s ({by}), but with the first channel broken nothing was seen on the others.',
  },
  late: { is: 'fail', says: 'The alert of a drill was first seen after {seconds} s; the limit is {limit} min.' },
  'not-seen': { is: 'fail', says: 'The alert was sent and nobody saw it: {silent}.' },
  'not-sent': { is: 'fail', says: 'No channel took the alert over: {silent}.' },
  lapsed: { is: 'unproven', says: 'The last alert drill is of {day}; a receipt holds for 30 days.' },
  clock: { is: 'unproven', says: 'The clock of the machine was changed during the drill, so its times prove nothing.' },
};

const again = 'Run launch-ready drill alert again.';

export const alertDrill = defineCheck<'drill.alert' | 'drill.alert-negative', Code>({
  id: 'monitoring.alert-drill',
  question: 'Is a controlled outage seen at the inbox or channel within the limit?',
  why: 'An alert that nobody sees is no alert. Most teams learn that the mailbox was dead from their customers.',
  breaks: 'The portal is down and the first to notice are customers.',
  proof:
    'A drill puts a fault into the watcher’s own path, confirms it, alerts every channel and waits until the message is read back where it ends: in the inbox, at the receiver, or by a person who types a one-time code. The signed receipt holds all times and is valid for 30 days.',
  permit: 'look',
  cites: [],
  needs: ['drill.alert'],
  optional: ['drill.alert-negative'],
  outcomes,
  fix: {
    summary: 'Mend the channel that stayed silent, then run the drill again until it is seen in time.',
    effort: '1–2 h',
    owner: 'engineer',
    steps: [
      'Read in the receipt which step failed: sent and not seen is a dead inbox or a filter, not sent is an address or a token.',
      'Name a second channel with another provider, so that one outage does not silence both.',
      'Run launch-ready drill alert, then launch-ready drill alert --negative.',
    ],
  },
  judge({ 'drill.alert': receipt, 'drill.alert-negative': negative }, { now, limits }) {
    const limit = limits['monitoring.alert-drill.max-minutes'] ?? 5;
    const seen = receipt.channels.filter(({ outcome }) => outcome === 'seen');
    const first = Math.min(...seen.map(({ seenMs }) => seenMs ?? Number.POSITIVE_INFINITY));
    const silent = receipt.channels
      .filter(({ outcome }) => outcome !== 'seen')
      .map(({ name, outcome }) => `${name} (${outcome === 'not-sent' ? 'not sent' : 'sent, not seen'})`);
    const data = {
      seconds: Number.isFinite(first) ? Math.round(first / 1000) : 'unknown',
      by: seen.map(({ name }) => name).join(', '),
      silent: silent.join(', '),
      limit,
      day: receipt.finishedAt.slice(0, 10),
    };
    const answer = (code: Code): Answer<Code> => ({
      code,
      data,
      evidence: evidenceOf(receipt),
      confidence: 'certain',
      reproduce: 'launch-ready drill alert',
    });
    if (new Date(receipt.validUntil) < now)
      return {
        ...answer('lapsed'),
        gap: gap('not-collected', `The receipt was valid until ${receipt.validUntil.slice(0, 10)}.`, again, 10),
      };
    if (receipt.clockStepped || (!Number.isFinite(first) && seen.length > 0))
      return { ...answer('clock'), gap: gap('inconclusive', 'Wall clock and monotonic clock went apart.', again, 10) };
    if (seen.length === 0)
      return answer(receipt.channels.every(({ outcome }) => outcome === 'not-sent') ? 'not-sent' : 'not-seen');
    if (first > limit * 60_000) return answer('late');
    if (silent.length > 0) return answer('one-channel-silent');
    const second = negative && new Date(negative.validUntil) >= now ? negative : undefined;
    return answer(
      second && !second.channels.some(({ outcome }) => outcome === 'seen') ? 'second-channel-silent' : 'seen',
    );
  },
});

function evidenceOf(receipt: AlertReceipt): Answer['evidence'] {
  return [
    { label: 'receipt', value: `${receipt.id}, signed, ${receipt.startedAt} to ${receipt.finishedAt}` },
    ...receipt.channels.map(({ name, outcome, seenMs, seenBy, detail }) => ({
      label: `channel ${name}`,
      value: `${outcome}${seenMs === undefined ? '' : ` after ${Math.round(seenMs / 1000)} s`}, read by ${seenBy}${detail === '' ? '' : `: ${detail}`}`,
    })),
  ];
}
