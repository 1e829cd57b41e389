import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'works' | 'no-sign-out' | 'not-settled' | 'broken';

/** The first journey of every customer: sign in, see own data, refresh, sign out, in a clean browser. */
export const loginCheck = defineCheck<'journey.login', Code>({
  id: 'journeys.login',
  question: 'Can a customer sign in from a clean browser, stay signed in over a refresh, and sign out?',
  why: 'Everything a portal does for its customers begins here.',
  breaks: 'Customers cannot get in, or are thrown out, on the first day.',
  proof:
    "A browser without history opens the portal, signs in as A through the portal's own form, sees the home page, refreshes it, and signs out. Being signed in is proven by a fresh page of the same browser.",
  permit: 'sign-in',
  cites: ['v5.0.0-7.4.1'],
  needs: ['journey.login'],
  outcomes: {
    works: { is: 'pass', says: 'Signed in, saw the home page, stayed signed in over a refresh, signed out.' },
    'no-sign-out': { is: 'warn', says: 'Sign-in and refresh work; {detail}.' },
    'not-settled': { is: 'unproven', says: 'At "{step}" it could not be told whether it works: {detail}.' },
    broken: { is: 'fail', says: 'The journey breaks at "{step}": {detail}.' },
  },
  fix: {
    summary: 'Repair the step that breaks and walk the journey once in a private window.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Open a private window, sign in as the test account, refresh, sign out.',
      "Read the browser's console and the server log at the step that breaks.",
    ],
  },
  judge(values): Answer<Code> {
    const { steps, identity } = values['journey.login'];
    const evidence = steps.map((one) => ({
      label: one.step,
      value: `${one.ok === null ? 'not settled' : one.ok ? 'works' : 'breaks'}: ${one.detail}`,
    }));
    const reproduce = 'Open the portal in a private window, sign in as the test account, refresh, sign out.';
    const broken = steps.find((one) => one.ok === false);
    if (broken)
      return {
        code: 'broken',
        data: { step: broken.step, detail: broken.detail },
        evidence,
        reproduce,
        identities: [identity],
      };
    const open = steps.find((one) => one.ok === null && one.step !== 'sign-out');
    if (open)
      return {
        code: 'not-settled',
        data: { step: open.step, detail: open.detail },
        evidence,
        reproduce,
        identities: [identity],
        gap: gap(
          'inconclusive',
          `At "${open.step}": ${open.detail}.`,
          'Walk the journey by hand once, then run again.',
          5,
        ),
      };
    const unsettled = steps.find((one) => one.ok === null);
    if (unsettled)
      return { code: 'no-sign-out', data: { detail: unsettled.detail }, evidence, reproduce, identities: [identity] };
    return { code: 'works', evidence, reproduce, identities: [identity], confidence: 'certain' };
  },
});
