import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'in-time' | 'slow' | 'wrong-version' | 'failed' | 'timed-out' | 'same-version' | 'lapsed' | 'clock';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'in-time': {
    is: 'pass',
    says: 'A release was taken back in {seconds} s in {environment}: {deployed} back to {after}, limit {limit} min.',
  },
  slow: { is: 'fail', says: 'Taking a release back took {seconds} s in {environment}; the limit is {limit} min.' },
  'wrong-version': { is: 'fail', says: 'After the rollback {after} was live, not {before}.' },
  failed: { is: 'fail', says: 'The rollback drill failed at: {step}.' },
  'timed-out': { is: 'fail', says: 'The rollback drill did not end in time: {step}.' },
  'same-version': {
    is: 'unproven',
    says: 'The deploy of the drill did not change the version ({before}), so the rollback had nothing to take back.',
  },
  lapsed: { is: 'unproven', says: 'The last rollback drill is of {day}; a receipt holds for 30 days.' },
  clock: { is: 'unproven', says: 'The clock of the machine was changed during the drill, so its times prove nothing.' },
};
const again = 'Run launch-ready drill rollback again.';

export const rollback = defineCheck<'drill.rollback', Code>({
  id: 'deploy.rollback',
  question: 'Is a bad release gone within the limit?',
  why: 'Every team ships a bad release sooner or later. What differs is whether it is gone in minutes or debugged in front of customers.',
  breaks: 'A bad release stays live while somebody looks for the way back.',
  proof:
    'A drill runs the configured commands: version, deploy, version, rollback, version. The time runs from the start of the rollback until the old version is seen again. The signed receipt is valid for 30 days.',
  permit: 'look',
  cites: [],
  needs: ['drill.rollback'],
  outcomes,
  fix: {
    summary:
      'Make the rollback one command that brings the earlier version back within the limit, and show it in a drill.',
    effort: '2–6 h',
    owner: 'engineer',
    steps: [
      'Keep the earlier release built and ready: an image tag, a symlinked folder, a platform’s own rollback.',
      'Make database changes that the earlier release can live with, so that code can go back alone.',
      'Name the commands under "rollback" in the config: deploy, rollback, version.',
      'Run launch-ready drill rollback in staging.',
    ],
  },
  judge({ 'drill.rollback': receipt }, { now, limits }) {
    const limit = limits['deploy.rollback.max-minutes'] ?? 10;
    const { versions, outcome, rollbackMs = 0 } = receipt;
    const data = {
      ...versions,
      seconds: Math.round(rollbackMs / 1000),
      environment: receipt.environment,
      limit,
      step: receipt.steps.findLast(({ ok }) => !ok)?.what ?? 'unknown',
      day: receipt.finishedAt.slice(0, 10),
    };
    const evidence = [
      { label: 'receipt', value: `${receipt.id}, signed, ${receipt.startedAt} to ${receipt.finishedAt}` },
      ...receipt.steps.map(({ what, atMs, ok, detail }) => ({
        label: what,
        value: `${ok ? '' : 'failed: '}${detail} (at ${Math.round(atMs / 1000)} s)`,
      })),
    ];
    const answer = (code: Code): Answer<Code> => ({
      code,
      data,
      evidence,
      confidence: 'certain',
      reproduce: 'launch-ready drill rollback',
    });
    if (new Date(receipt.validUntil) < now)
      return {
        ...answer('lapsed'),
        gap: gap('not-collected', `The receipt was valid until ${receipt.validUntil.slice(0, 10)}.`, again, 15),
      };
    if (outcome === 'same-version')
      return {
        ...answer('same-version'),
        gap: gap(
          'nothing-to-compare',
          'Both versions were the same.',
          'Let "deploy" release something newer, then run the drill again.',
          15,
        ),
      };
    if (outcome !== 'rolled-back') return answer(outcome);
    if (receipt.clockStepped)
      return { ...answer('clock'), gap: gap('inconclusive', 'Wall clock and monotonic clock went apart.', again, 15) };
    return answer(rollbackMs > limit * 60_000 ? 'slow' : 'in-time');
  },
});
