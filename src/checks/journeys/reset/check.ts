import { defineCheck } from '../../define-check.ts';
import { judgeMailJourney, type MailJourneyCode } from '../judge-mail-journey.ts';

/** Can a customer who forgot the password set a new one with the mail that comes? */
export const resetCheck = defineCheck<'journey.reset', MailJourneyCode>({
  id: 'journeys.reset',
  question: 'Can a customer who forgot the password set a new one with the mail that comes?',
  why: 'Every tenth sign-in begins with a forgotten password; who cannot get back in writes to support or leaves.',
  breaks: 'Customers who forget their password are locked out.',
  proof:
    'A browser without history goes from the sign-in page to the form for a forgotten password and sends it for a declared test account. The mail is taken from the configured inbox, its link is opened in another clean browser, and the password that the account has already is set again, so that nothing changes. Then the account signs in.',
  permit: 'write',
  cites: ['v5.0.0-6.4.3'],
  needs: ['journey.reset'],
  outcomes: {
    works: { is: 'pass', says: 'The form sent a mail, its link set a password, and the account signs in with it.' },
    broken: { is: 'fail', says: 'The journey breaks at "{step}": {detail}.' },
    'not-settled': { is: 'unproven', says: 'At "{step}" it could not be told whether it works: {detail}.' },
    'not-offered': { is: 'not-applicable', says: 'The portal has no passwords to reset: {detail}.' },
  },
  fix: {
    summary: 'Repair the step that breaks and walk the journey once with a test account.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Ask for a new password on the sign-in page as the test account and read the server log.',
      'If no mail comes: look into the mail provider’s log for the message, and see email.delivery.',
      'Open the link in a private window, choose a password, sign in.',
    ],
  },
  judge: (values) =>
    judgeMailJourney(values['journey.reset'], {
      reproduce:
        'Open the sign-in page in a private window, follow “forgot password”, use the link of the mail, sign in.',
      offered: 'no way to begin was found',
    }),
});
