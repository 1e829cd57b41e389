import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'sign-in'
  | 'nothing-private'
  | 'renders'
  | 'outside'
  | 'forgets'
  | 'one-value'
  | 'nothing-to-look-for'
  | 'not-settled';

/** ASVS v5.0.0-8.2.1: a page behind the sign-in shows a signed-out browser nothing but the way in. */
export const pagesCheck = defineCheck<'tenancy.page', Code>({
  id: 'auth.pages',
  question: 'Do private pages show a signed-out browser nothing private, and lead to sign-in and back?',
  why: 'Pages rendered on the server, cached pages and data embedded in the HTML can show what the API refuses.',
  breaks:
    'Whoever is sent a link sees a customer’s page without signing in; or a customer is sent to sign in and loses the way.',
  proof:
    "Pages that a customer visited are opened in a browser that is signed out, scripts and all. Text and HTML are searched for the customer's own values, and where the browser lands is looked at. It fails on two values.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.1', 'API2:2023'],
  needs: ['tenancy.page'],
  outcomes: {
    'sign-in': { is: 'pass', says: 'A signed-out browser lands on sign-in, and nothing private is in the page.' },
    'nothing-private': {
      is: 'pass',
      says: 'A signed-out browser gets a page without any of the customer’s {count} private values.',
    },
    renders: { is: 'fail', says: 'A signed-out browser was shown {count} private values of a customer.' },
    forgets: {
      is: 'pass',
      says: 'A signed-out browser lands on sign-in; its address does not name the page that was asked for.',
    },
    outside: {
      is: 'warn',
      says: 'A signed-out browser is shown what only this customer was seen to meet, on a page that stands outside the signed-in ones: a page for everybody, or one that was forgotten.',
    },
    'one-value': { is: 'unproven', says: 'A single private value stood in the page: too little to prove anything.' },
    'nothing-to-look-for': { is: 'unproven', says: 'The customer has no private values to look for in the page.' },
    'not-settled': { is: 'unproven', says: 'Opening the page signed out ended in {outcome}.' },
  },
  fix: {
    summary: 'Ask for the session before the page is rendered, and remember where the browser wanted to go.',
    effort: '30 min – 2 h',
    owner: 'engineer',
    steps: [
      'Guard pages in one middleware for all routes with a short list of public ones (Next.js: in the layout’s data function too, not in middleware alone).',
      'Stop after the redirect: return before anything is rendered.',
      'Send `Cache-Control: private, no-store` with private pages.',
      'Carry the path (not a full address) in `next`, and accept only paths of your own afterwards.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['tenancy.page'];
    const more = {
      evidence: [
        {
          label: 'signed out',
          value: `HTTP ${record.status}, ${record.landsOnSignIn ? 'sign-in' : 'no sign-in'}, ${record.holds} of ${record.looked} private values`,
        },
        { label: 'the address still names the page', value: record.remembers ? 'yes' : 'no' },
      ],
      identities: [record.owner, 'anonymous'],
      reproduce: 'Open the page in a private window.',
    };
    if (record.holds >= 2 && record.outside) return { code: 'outside', ...more };
    if (record.holds >= 2) return { code: 'renders', data: { count: record.holds }, confidence: 'certain', ...more };
    const outcome = record.failed ?? `HTTP ${record.status}`;
    if (record.failed !== undefined || record.status >= 500 || record.status === 429 || record.status === 0)
      return {
        code: 'not-settled',
        data: { outcome },
        gap: gap('inconclusive', `It ended in ${outcome}.`, 'Run again.', 5),
        ...more,
      };
    if (record.holds === 1)
      return {
        code: 'one-value',
        gap: gap('inconclusive', 'One value proves nothing either way.', 'Look at the page in a private window.', 3),
        ...more,
      };
    if (record.landsOnSignIn) return { code: record.remembers ? 'sign-in' : 'forgets', ...more };
    if ([401, 403, 404].includes(record.status)) return { code: 'sign-in', ...more };
    if (record.looked < 2)
      return {
        code: 'nothing-to-look-for',
        gap: gap(
          'nothing-to-compare',
          'No private values of the customer are known.',
          'Give the test account some data of its own.',
          5,
        ),
        ...more,
      };
    return { code: 'nothing-private', data: { count: record.looked }, ...more };
  },
});
