import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'honest' | 'lies' | 'not-shown' | 'lapsed';

const outcomes: Readonly<Record<Code, Outcome>> = {
  honest: {
    is: 'pass',
    says: 'With its database away the health endpoint said {status}, and {well} again afterwards.',
  },
  lies: { is: 'fail', says: 'The health endpoint says that all is well ({status}) while its database is away.' },
  'not-shown': { is: 'unproven', says: 'The drill of the health endpoint did not run to its end: {step}.' },
  lapsed: { is: 'unproven', says: 'The last drill of the health endpoint is of {day}; a receipt holds for 30 days.' },
};

export const healthHonest = defineCheck<'drill.health', Code>({
  id: 'monitoring.health-honest',
  question: 'Does the health endpoint fail when its database does?',
  why: 'Load balancers and monitors believe the health endpoint. One that always says yes hides every outage behind it.',
  breaks: 'The portal is down, and every dashboard is green.',
  proof:
    'In staging and with consent, a drill asks the endpoint, takes its database away by the configured command, asks again, brings the database back and asks once more.',
  permit: 'look',
  cites: [],
  needs: ['drill.health'],
  outcomes,
  fix: {
    summary: 'Let the health endpoint ask its database, with a short time limit, and answer 503 when that fails.',
    effort: '1 h',
    owner: 'engineer',
    steps: [
      'Run SELECT 1 (or the store’s ping) with a limit of one second in the handler.',
      'Answer 503 with a short body when it fails.',
      'Run launch-ready drill health again.',
    ],
  },
  judge({ 'drill.health': receipt }, { now }) {
    const { outcome, statusWhileBroken } = receipt;
    const data = {
      status: statusWhileBroken === 0 ? 'nothing' : statusWhileBroken,
      well: '2xx',
      step: receipt.steps.findLast(({ ok }) => !ok)?.what ?? 'it was not healthy to begin with',
      day: receipt.finishedAt.slice(0, 10),
    };
    const evidence = receipt.steps.map(({ what, detail }) => ({ label: what, value: detail }));
    const answer = (code: Code): Answer<Code> => ({
      code,
      data,
      evidence,
      confidence: 'certain',
      reproduce: 'launch-ready drill health',
    });
    if (new Date(receipt.validUntil) < now)
      return {
        ...answer('lapsed'),
        gap: gap(
          'not-collected',
          `The receipt was valid until ${receipt.validUntil.slice(0, 10)}.`,
          'Run launch-ready drill health again.',
          10,
        ),
      };
    if (outcome === 'failed')
      return {
        ...answer('not-shown'),
        gap: gap(
          'inconclusive',
          'Break, restore or the endpoint itself failed.',
          'Mend the commands under "health" in the config, then run launch-ready drill health.',
          15,
        ),
      };
    return answer(outcome);
  },
});
