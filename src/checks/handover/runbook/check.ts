import type { Outcome } from '../../../model/check.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'complete' | 'blanks';

const outcomes: Readonly<Record<Code, Outcome>> = {
  complete: {
    is: 'pass',
    says: 'The runbook has no blank: {count} lines from the owner, the rollback measured, the alert drilled.',
  },
  blanks: { is: 'fail', says: '{count} lines of the runbook are blank: {labels}.' },
};
const most = 6;

export const runbook = defineCheck<'handover.facts' | 'drill.rollback' | 'drill.alert', Code>({
  id: 'handover.runbook',
  question: 'Is the runbook complete: rollback, contacts, DNS, alerts, support hours, what changed, what to watch?',
  why: 'At three in the morning nobody asks the person who built it. What is not written down is not known.',
  breaks: 'An outage takes as long as it takes to reach the one person who knows.',
  proof:
    'The runbook is made from the config, the audit and the receipts of drills. Every line without a value is a blank; a measured rollback and an alert drill are lines of it.',
  permit: 'look',
  cites: [],
  needs: ['handover.facts'],
  optional: ['drill.rollback', 'drill.alert'],
  outcomes,
  fix: {
    summary: 'Fill in the blanks under "handover" in the config and run the drills.',
    effort: '1–3 h',
    owner: 'owner',
    steps: [
      'Open handover.md: each blank says MISSING and where it belongs.',
      'Write names, places and dates into the config; never a secret’s value.',
      'Run launch-ready drill rollback and launch-ready drill alert.',
    ],
  },
  judge({ 'handover.facts': { facts }, 'drill.rollback': rollback, 'drill.alert': alert }) {
    const blanks = [
      ...facts.filter(({ given }) => !given).map(({ label, place }) => ({ label, place })),
      ...(rollback ? [] : [{ label: 'Measured rollback time', place: 'launch-ready drill rollback' }]),
      ...(alert ? [] : [{ label: 'Alert drill', place: 'launch-ready drill alert' }]),
    ];
    const names = blanks.slice(0, most).map(({ label }) => label);
    return {
      code: blanks.length === 0 ? 'complete' : 'blanks',
      data: {
        count: blanks.length === 0 ? facts.length : blanks.length,
        labels: `${names.join(', ')}${blanks.length > most ? ` and ${blanks.length - most} more` : ''}`,
      },
      evidence: [
        {
          label: 'lines from the owner',
          value: `${facts.filter(({ given }) => given).length} of ${facts.length} filled in`,
        },
        ...blanks.map(({ label, place }) => ({ label: 'MISSING', value: `${label} (${place})` })),
      ],
      confidence: 'certain',
      reproduce: 'launch-ready handover',
    };
  },
});
