import type { Answer, Outcome } from '../../../model/check.ts';
import { type Headers, headerValues } from '../../../parse/header-list.ts';
import { openToAll, parsePermissionsPolicy } from '../../../parse/permissions-policy.ts';
import { defineCheck } from '../../define-check.ts';
import { stackSteps } from '../../remedies/remedies.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { judgePage } from '../judge-page.ts';
import { type LandingCode, landingOutcomes } from '../landing.ts';

type Judged = 'set' | 'absent' | 'old-header' | 'unreadable' | 'open-to-all';
type Code = Judged | LandingCode | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  set: { is: 'pass', says: 'Permissions-Policy of {host} limits browser features.' },
  absent: { is: 'warn', says: '{host} sends no Permissions-Policy.' },
  'old-header': {
    is: 'warn',
    says: '{host} sends Feature-Policy, which browsers no longer read, and no Permissions-Policy.',
  },
  unreadable: { is: 'warn', says: 'Browsers drop the Permissions-Policy of {host} as a whole: it cannot be read.' },
  'open-to-all': { is: 'fail', says: 'Permissions-Policy of {host} lets every embedded site use {features}.' },
  ...landingOutcomes,
  'off-production': offProduction,
};

export const permissions = defineCheck<'net.page', Code>({
  id: 'headers.permissions',
  question: 'Are browser features that the portal does not use switched off?',
  why: 'A third party’s widget inside the portal asks for camera or location in the portal’s name.',
  breaks: 'A customer allows "your portal" the camera, and an advertiser gets it.',
  proof:
    'Permissions-Policy of the page, read as the structured header it is. Camera, microphone, location and the like must not be open to everybody.',
  permit: 'look',
  cites: [],
  needs: ['net.page'],
  outcomes,
  fix: {
    summary: 'Send Permissions-Policy: camera=(), microphone=(), geolocation=() and name only what the portal uses.',
    effort: '15 min',
    owner: 'engineer',
    steps: [
      'List the features that the portal uses itself: feature=(self).',
      'Switch the others off: feature=(). Mind the syntax: commas between features, brackets, no quotes around self.',
      ...stackSteps('headers.permissions'),
    ],
  },
  judge({ 'net.page': look }, context) {
    const environment = context.environmentOf(context.subject);
    const names = ['permissions-policy', 'feature-policy'];
    const answer = judgePage<Judged>(look, names, environment, ({ response }) => judgeHeader(response.headers));
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

function judgeHeader(headers: Headers): Pick<Answer<Judged>, 'code' | 'data'> {
  const values = headerValues(headers, 'permissions-policy');
  if (values.every((value) => value === ''))
    return { code: headerValues(headers, 'feature-policy').length > 0 ? 'old-header' : 'absent' };
  const policy = parsePermissionsPolicy(values);
  if (!policy || policy.size === 0) return { code: 'unreadable' };
  const open = openToAll(policy);
  return open.length > 0 ? { code: 'open-to-all', data: { features: open.join(', ') } } : { code: 'set' };
}
