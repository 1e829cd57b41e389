import type { Answer, Outcome } from '../../../model/check.ts';
import { headerValues } from '../../../parse/header-list.ts';
import { type ReferrerPolicy, readMetaReferrer, readReferrerPolicy } from '../../../parse/referrer-policy.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { judgePage } from '../judge-page.ts';
import { type Landing, type LandingCode, landingOutcomes } from '../landing.ts';

type Judged = 'kept' | 'origin-leaks' | 'absent' | 'unknown-words' | 'leaks';
type Code = Judged | LandingCode | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  kept: { is: 'pass', says: 'Referrer-Policy of {host} keeps addresses inside the portal ({policy}).' },
  'origin-leaks': {
    is: 'warn',
    says: 'Referrer-Policy of {host} is {policy}: the host name is sent even where the next site is not encrypted.',
  },
  absent: {
    is: 'warn',
    says: '{host} sends no Referrer-Policy. Current browsers then keep paths to themselves; older ones do not.',
  },
  'unknown-words': {
    is: 'warn',
    says: 'Referrer-Policy of {host} holds no word that browsers know ({value}), which is as good as none.',
  },
  leaks: {
    is: 'fail',
    says: 'Referrer-Policy of {host} is {policy}: full addresses, with ids and tokens in them, go to every other site.',
  },
  ...landingOutcomes,
  'off-production': offProduction,
};

const kept: readonly ReferrerPolicy[] = [
  'no-referrer',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
];
const leaky: readonly ReferrerPolicy[] = ['unsafe-url', 'no-referrer-when-downgrade'];

export const referrer = defineCheck<'net.page', Code>({
  id: 'headers.referrer',
  question: 'Are addresses inside the portal kept from other sites?',
  why: 'With each click and each picture from elsewhere the browser may tell the other site which page the customer was on.',
  breaks: 'Record numbers and one-time links end in the logs of advertisers and other strangers.',
  proof:
    'Of all Referrer-Policy values of the page the last word that browsers know counts; a meta tag overrules the header.',
  permit: 'look',
  cites: ['v5.0.0-3.4.5'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Send Referrer-Policy: strict-origin-when-cross-origin (or no-referrer).',
    effort: '10 min',
    owner: 'engineer',
    steps: [
      'Add the header at the server or edge, for every page.',
      'Look again with curl.',
      ...stackSteps('headers.referrer'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const environment = context.environmentOf(context.subject);
    const answer = judgePage<Judged>(look, ['referrer-policy'], environment, judgeReferrer);
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

function judgeReferrer({
  response,
  html,
}: Extract<Landing, { is: 'page' }>): Pick<Answer<Judged>, 'code' | 'data' | 'evidence'> {
  const values = headerValues(response.headers, 'referrer-policy');
  const evidence = html.metaReferrer.map((value) => ({ label: 'meta referrer', value }));
  const policy = readMetaReferrer(html.metaReferrer) ?? readReferrerPolicy(values);
  if (policy === undefined) {
    const value = [...values, ...html.metaReferrer].join(', ').slice(0, 80);
    return { code: value === '' ? 'absent' : 'unknown-words', data: { value }, evidence };
  }
  const code = kept.includes(policy) ? 'kept' : leaky.includes(policy) ? 'leaks' : 'origin-leaks';
  return { code, data: { policy }, evidence };
}
