import type { PageLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { bareKeywords, parseMetaPolicies, parsePolicies } from '../../../parse/csp.ts';
import { cspStrength } from '../../../parse/csp-strength.ts';
import { headerValues } from '../../../parse/header-list.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { judgePage } from '../judge-page.ts';
import { type LandingCode, type landingOf, landingOutcomes } from '../landing.ts';

type Judged = 'strong' | 'weak-spots' | 'absent' | 'report-only' | 'no-script-limit' | 'inline-script' | 'any-source';
type Code = Judged | LandingCode | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  strong: {
    is: 'pass',
    says: 'The policies of {host} together block injected inline script and limit where script comes from.',
  },
  'weak-spots': { is: 'warn', says: 'The policies of {host} limit scripts, and leave weak spots: {spots}.' },
  absent: { is: 'fail', says: '{host} sends no Content-Security-Policy.' },
  'report-only': { is: 'fail', says: 'The policy of {host} is only reported on, not enforced.' },
  'no-script-limit': {
    is: 'fail',
    says: 'The policies of {host} do not limit scripts: neither script-src nor default-src.',
  },
  'inline-script': {
    is: 'fail',
    says: "The policies of {host} let injected inline script run ('unsafe-inline' without nonce, hash or 'strict-dynamic').",
  },
  'any-source': { is: 'fail', says: 'The policies of {host} let script come from anywhere: {sources}.' },
  ...landingOutcomes,
  'off-production': offProduction,
};

export const csp = defineCheck<'net.page', Code>({
  id: 'headers.csp',
  question: 'Does a content security policy limit which scripts run?',
  why: 'One overlooked field that echoes its input is enough to run a stranger’s script in a customer’s session. The policy is the net below.',
  breaks: 'A single flaw in a template lets an attacker act as every customer who opens the page.',
  proof:
    'All enforced policies of the page at https://HOST/, headers and meta, taken together as browsers do: each protection needs one policy that gives it. Report-only policies protect nobody.',
  permit: 'look',
  cites: ['v5.0.0-3.4.3'],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Send an enforced policy that names the sources of script and allows no inline script.',
    effort: '4 h',
    owner: 'engineer',
    steps: [
      "Start in report-only: default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'.",
      "Move inline scripts into files, or give each answer a fresh nonce: script-src 'nonce-…' 'strict-dynamic'.",
      'When the reports are quiet, send it as Content-Security-Policy.',
      ...stackSteps('headers.csp'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const environment = context.environmentOf(context.subject);
    const names = ['content-security-policy', 'content-security-policy-report-only'];
    const answer = judgePage<Judged>(look, names, environment, (page) => judgePolicies(page, look));
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

type Page = Extract<ReturnType<typeof landingOf>, { is: 'page' }>;

function judgePolicies({ response, html }: Page, look: PageLook): Pick<Answer<Judged>, 'code' | 'data' | 'evidence'> {
  const evidence = html.metaCsp.map((value) => ({ label: 'meta policy', value: value.slice(0, 400) }));
  const policies = [
    ...parsePolicies(headerValues(response.headers, 'content-security-policy')),
    ...parseMetaPolicies(html.metaCsp),
  ];
  if (policies.length === 0) {
    const reported = parsePolicies(headerValues(response.headers, 'content-security-policy-report-only'));
    return { code: reported.length > 0 ? 'report-only' : 'absent', evidence };
  }
  const strength = cspStrength(policies);
  if (!strength.limitsScript) return { code: 'no-script-limit', evidence };
  if (!strength.blocksInline) return { code: 'inline-script', evidence };
  if (!strength.limitsHosts)
    return { code: 'any-source', data: { sources: strength.broadSources.join(', ') || 'no limit' }, evidence };
  const spots = [
    ...(strength.limitsObjects ? [] : ['object-src does not shut plug-ins out']),
    ...(strength.limitsBase ? [] : ['base-uri is missing, so an injected <base> redirects relative addresses']),
    ...bareKeywords(policies).map(
      (word) => `${word} stands without quotes, so browsers take it for the name of a host`,
    ),
    ...strength.bypassHosts.map((host) => `${host} serves script that anybody can bend`),
    ...(look.nonceRepeats ? ['the nonce was the same in two answers'] : []),
  ];
  const noted = strength.allowsEval ? [...evidence, { label: 'note', value: "'unsafe-eval' is allowed" }] : evidence;
  if (spots.length > 0) return { code: 'weak-spots', data: { spots: spots.join('; ') }, evidence: noted };
  return { code: 'strong', evidence: noted };
}
