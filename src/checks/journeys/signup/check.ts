import { defineCheck } from '../../define-check.ts';
import { judgeMailJourney, type MailJourneyCode } from '../judge-mail-journey.ts';

/** Can a new customer sign up and confirm the address with the mail that comes? */
export const signupCheck = defineCheck<'journey.signup', MailJourneyCode>({
  id: 'journeys.signup',
  question: 'Can a new customer sign up and confirm the address with the mail that comes?',
  why: 'Sign-up is the first thing that a new customer does; nobody complains about one that fails.',
  breaks: 'New customers cannot start.',
  proof:
    'A browser without history goes from the sign-in page to the form for a new account, fills it in with a fresh address of the configured inbox, confirms the address by the link of the mail and signs in with the new account.',
  permit: 'write',
  cites: ['v5.0.0-6.4.1'],
  needs: ['journey.signup'],
  outcomes: {
    works: {
      is: 'pass',
      says: 'The form took a new account, the address was confirmed by mail, and the account signs in.',
    },
    broken: { is: 'fail', says: 'The journey breaks at "{step}": {detail}.' },
    'not-settled': { is: 'unproven', says: 'At "{step}" it could not be told whether it works: {detail}.' },
    'not-offered': { is: 'not-applicable', says: 'A visitor cannot sign up by himself: {detail}.' },
  },
  fix: {
    summary: 'Repair the step that breaks and sign up once with an address of your own.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: ['Sign up in a private window and read the server log.', 'Open the link of the mail, confirm, sign in.'],
  },
  judge: (values) =>
    judgeMailJourney(values['journey.signup'], {
      reproduce: 'Open the sign-in page in a private window, create an account, confirm the address by mail, sign in.',
      offered: 'no way to begin was found',
    }),
});
