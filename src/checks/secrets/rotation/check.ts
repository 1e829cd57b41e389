import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { rotationOf } from '../../../secrets/rotation.ts';
import { defineCheck } from '../../define-check.ts';
import { nameOf } from '../secret-answer.ts';

type Code = 'nothing-exposed' | 'not-replaced' | 'partly-searched';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'nothing-exposed': { is: 'pass', says: 'Nothing to replace: no exposed secret was found in {searched}.' },
  'partly-searched': {
    is: 'unproven',
    says: 'No exposed secret was found in {searched}, and not everything was searched.',
  },
  'not-replaced': {
    is: 'fail',
    says: 'Exposed at {places}: {what}. Nobody states that {mark} was replaced.',
  },
};

export const rotation = defineCheck<'secrets.exposed', Code>({
  id: 'secrets.rotation',
  question: 'Was every exposed secret replaced?',
  why: 'A secret that was seen once has to be taken as read. Deleting the line changes nothing; only a new secret does.',
  breaks: 'The leak is cleaned up, and the stolen key still works.',
  proof:
    'Every secret that any look found exposed stays failed until a person states, by its mark, that it was replaced. The statement carries name, role, date and evidence, and lapses after 90 days.',
  permit: 'look',
  cites: ['v5.0.0-13.3.4'],
  needs: ['secrets.exposed'],
  outcomes,
  fix: {
    summary: 'Replace each exposed secret at its provider, then state it in the config.',
    effort: '30 min each',
    owner: 'engineer',
    steps: [
      'Replace it.',
      'Look at the provider’s log for use by strangers.',
      'State it: attestations, check secrets.rotation, with the mark in the statement.',
    ],
  },
  judge({ 'secrets.exposed': look }, { now }) {
    const open = look.secrets.filter(({ until }) => until === undefined || Date.parse(until) >= now.getTime());
    const evidence = look.searched.map((value) => ({ label: 'searched', value }));
    const reproduce = 'launch-ready audit --only secrets --repo DIR';
    const base = { data: { searched: look.searched.join(', ') }, evidence, reproduce };
    if (open.length === 0 && look.unsearched.length > 0) {
      const why = gap(
        'not-collected',
        look.unsearched.slice(0, 3).join(' '),
        'Close the gaps of the other checks of this area.',
        5,
      );
      return { ...base, code: 'partly-searched', gap: why };
    }
    if (open.length === 0) return { ...base, code: 'nothing-exposed' };
    return open.map(
      (one): Answer<Code> => ({
        code: 'not-replaced',
        subject: one.mark,
        data: {
          what: nameOf({ ...one, shaped: !one.rule.startsWith('named-') }),
          mark: one.mark,
          places: one.places.slice(0, 3).join(', '),
        },
        evidence: [
          ...one.places.map((value) => ({ label: 'exposed at', value })),
          ...(one.since === undefined ? [] : [{ label: 'since', value: one.since.slice(0, 10) }]),
        ],
        severity: one.weight,
        fix: { steps: [...rotationOf(one.provider, one.mark).steps] },
        reproduce,
      }),
    );
  },
});
