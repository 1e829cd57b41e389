import { defineCheck } from '../../define-check.ts';
import { judgeMailJourney, type MailJourneyCode } from '../judge-mail-journey.ts';

/** Can an invited colleague come in with the mail that is sent? */
export const inviteCheck = defineCheck<'journey.invite', MailJourneyCode>({
  id: 'journeys.invite',
  question: 'Can an invited colleague come in with the mail that is sent?',
  why: 'A B2B portal grows by invitations; each one that fails is a customer who does not start.',
  breaks: 'New users of a customer cannot get in.',
  proof:
    'Signed in as a test account, the form for invitations is looked for on the pages of the team and its settings, and sent with a fresh address of the configured inbox. The link of the mail is opened in a clean browser, the invitation accepted, and the new account signs in.',
  permit: 'write',
  cites: ['v5.0.0-6.4.1'],
  needs: ['journey.invite'],
  outcomes: {
    works: { is: 'pass', says: 'The invitation arrived, was accepted, and the new account signs in.' },
    broken: { is: 'fail', says: 'The journey breaks at "{step}": {detail}.' },
    'not-settled': { is: 'unproven', says: 'At "{step}" it could not be told whether it works: {detail}.' },
    'not-offered': { is: 'not-applicable', says: 'The portal offers no invitations: {detail}.' },
  },
  fix: {
    summary: 'Repair the step that breaks and invite a test address once by hand.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Invite an address of your own from the team page and read the server log.',
      'Open the link in a private window, accept, sign in.',
    ],
  },
  judge: (values) =>
    judgeMailJourney(values['journey.invite'], {
      reproduce:
        'Open the team page as the test account, invite an address of your own, accept the invitation in a private window.',
      offered: 'no way to begin was found',
    }),
});
