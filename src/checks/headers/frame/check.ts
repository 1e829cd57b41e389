import type { Answer, Outcome } from '../../../model/check.ts';
import { parsePolicies } from '../../../parse/csp.ts';
import { framingOf } from '../../../parse/frame-ancestors.ts';
import { readFrameOptions } from '../../../parse/frame-options.ts';
import { type Headers, headerValues } from '../../../parse/header-list.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { judgePage } from '../judge-page.ts';
import { type LandingCode, landingOutcomes } from '../landing.ts';

type Judged = 'ancestors' | 'options' | 'conflict' | 'frameable' | 'open-ancestors' | 'allow-from' | 'misspelt';
type Code = Judged | LandingCode | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  ancestors: { is: 'pass', says: 'frame-ancestors of {host} limits who may frame the page: {value}.' },
  options: { is: 'pass', says: 'X-Frame-Options of {host} keeps other sites from framing the page ({value}).' },
  conflict: {
    is: 'warn',
    says: 'X-Frame-Options of {host} contradicts itself. Browsers then block every frame, also your own.',
  },
  frameable: { is: 'fail', says: 'Any site may show {host} in a frame: neither frame-ancestors nor X-Frame-Options.' },
  'open-ancestors': {
    is: 'fail',
    says: 'frame-ancestors of {host} allows everybody ({value}), and it overrules X-Frame-Options.',
  },
  'allow-from': {
    is: 'fail',
    says: 'X-Frame-Options: ALLOW-FROM of {host} is obeyed by no current browser, so any site may frame the page.',
  },
  misspelt: {
    is: 'fail',
    says: 'X-Frame-Options of {host} says {value}, which browsers do not know, so any site may frame the page.',
  },
  ...landingOutcomes,
  'off-production': offProduction,
};

export const frame = defineCheck<'net.page', Code>({
  id: 'headers.frame',
  question: 'Are other sites kept from framing the portal?',
  why: 'An invisible frame over a harmless-looking page makes a signed-in customer click what they never saw.',
  breaks: 'Customers approve, pay or delete something in the portal without knowing it.',
  proof:
    'frame-ancestors of every enforced policy in the headers; where there is none, X-Frame-Options as browsers read it. Policies in meta tags do not count for framing.',
  permit: 'look',
  cites: ['v5.0.0-3.4.6', 'RFC 7034'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: "Send Content-Security-Policy: frame-ancestors 'none' (or 'self', or the sites that may frame it).",
    effort: '15 min',
    owner: 'engineer',
    steps: [
      "Add frame-ancestors 'none' to the policy of every page, and X-Frame-Options: DENY for old browsers.",
      'If partners embed the portal, list their origins in frame-ancestors.',
      ...stackSteps('headers.frame'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const environment = context.environmentOf(context.subject);
    const names = ['content-security-policy', 'x-frame-options'];
    const answer = judgePage<Judged>(look, names, environment, ({ response }) => judgeFraming(response.headers));
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

function judgeFraming(headers: Headers): Pick<Answer<Judged>, 'code' | 'data'> {
  const framing = framingOf(parsePolicies(headerValues(headers, 'content-security-policy')));
  if (framing) return { code: framing.limited ? 'ancestors' : 'open-ancestors', data: { value: framing.value } };
  const values = headerValues(headers, 'x-frame-options');
  const value = values.join(', ').slice(0, 80);
  const read = readFrameOptions(values);
  if (read === 'deny' || read === 'same-origin') return { code: 'options', data: { value } };
  if (read === 'conflict' || read === 'allow-from') return { code: read };
  return read === 'absent' ? { code: 'frameable' } : { code: 'misspelt', data: { value: value || 'nothing' } };
}
