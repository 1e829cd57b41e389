import type { SecondFactor } from '../../../collectors/access-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'asked'
  | 'not-asked'
  | 'mail-alone'
  | 'skippable'
  | 'one-form'
  | 'not-entered'
  | 'reads-not-seen'
  | 'not-settled'
  | 'session-lost';

const trouble: readonly string[] = ['failed', 'server-error', 'rate-limited'];

/** ASVS v5.0.0-6.3.3, API2:2023: the password of an administrator alone opens nothing, on the page and in the API. */
export const mfaAdmin = defineCheck<'access.second-factor', Code>({
  id: 'auth.mfa-admin',
  question: 'Does an admin need a second factor to get in?',
  why: 'Passwords leak, are guessed and are used twice. An administrator’s opens every customer’s records at once.',
  breaks: 'One leaked password of one colleague is the leak of all customers.',
  proof:
    'The admin account is signed in through the portal’s own form, and what has to be entered is noted. Where a code follows the password, a second sign-in stops before it: its browser, its cookies and any token that it was given ask for what the whole session reads. It fails when the password is enough, or when at least two values come back that nobody gets without signing in, twice.',
  permit: 'sign-in',
  cites: ['v5.0.0-6.3.3', 'API2:2023'],
  needs: ['access.second-factor'],
  outcomes: {
    asked: {
      is: 'pass',
      says: 'After the password a code is asked for, and before it the admin is refused {count|read|reads}.',
    },
    'not-asked': { is: 'fail', says: 'The admin account signs in with its password alone.' },
    'mail-alone': {
      is: 'warn',
      says: 'The admin account signs in by what is sent to its mailbox alone: whoever reads the mailbox is the admin.',
    },
    skippable: {
      is: 'fail',
      says: 'The code can be left out: after the password alone {operation} answers with {count|value|values} of the console, twice.',
    },
    'one-form': {
      is: 'unproven',
      says: 'Password and code are entered on one form, so whether the server insists on the code was not seen.',
    },
    'not-entered': {
      is: 'unproven',
      says: 'The admin came in by a token, cookies or a recorded sign-in, so what has to be entered was not seen.',
    },
    'reads-not-seen': {
      is: 'unproven',
      says: 'A code is asked for; whether the API refuses before it was not seen: {detail}.',
    },
    'not-settled': { is: 'unproven', says: 'Before the code {operation} ended in {outcome}, which settles nothing.' },
    'session-lost': {
      is: 'unproven',
      says: 'The whole session of the admin was lost during the trial, so the refusals prove nothing.',
    },
  },
  fix: {
    summary: 'Require a second factor for every account with an administrator’s role, and start no session before it.',
    effort: '2–6 h',
    owner: 'engineer',
    steps: [
      'Turn it on and enforce it by role: Keycloak “Configure OTP” as a required action, Auth0 and Okta a policy for the role, Supabase auth.mfa and a policy on aal2, Django django-otp with OTPAdminSite, Laravel Fortify, Rails devise-two-factor, Clerk and WorkOS in the settings of the organisation.',
      'After the password issue a ticket that only the code’s own endpoint takes, for five minutes; make the session, with a new id, when the code was right.',
      'Check the factor in the guard of the API (amr or aal claim, session.mfa_at), not only in the pages.',
      'An administrator without a factor may do one thing: set one up.',
    ],
  },
  judge(values) {
    const record = values['access.second-factor'];
    return { ...judgeRecord(record), identities: [record.identity], reproduce: record.reproduce };
  },
});

function judgeRecord(record: SecondFactor): Answer<Code> {
  const { factors, half } = record;
  const evidence = [
    {
      label: 'entered',
      value: factors ? factors.join(', then ') || 'nothing' : 'nothing: the config brought it along',
    },
    ...(half ? [{ label: 'held before the code', value: half.carriers.join(', ') || 'nothing' }] : []),
    ...(half?.reads ?? []).map((one) => ({
      label: `before the code: ${one.operation}`,
      value: `HTTP ${one.status}, ${one.outcome}, ${one.held[0]} of ${one.telling} values (${one.by})`,
    })),
    ...(half
      ? [
          {
            label: 'the whole session',
            value: `${half.alive.before ? 'answered' : 'not answered'} before, ${half.alive.after ? 'answered' : 'not answered'} after`,
          },
        ]
      : []),
  ];
  const unproven = (code: Code, detail: string, closeBy: string): Answer<Code> => ({
    code,
    data: { detail },
    evidence,
    gap: gap('inconclusive', detail, closeBy, 10),
  });
  if (!factors)
    return unproven('not-entered', 'Nothing was entered.', 'Give LR_ADMIN_USER, LR_ADMIN_PASSWORD and LR_ADMIN_TOTP.');
  if (!factors.includes('password')) return { code: 'mail-alone', evidence, confidence: 'firm' };
  if (factors.length === 1) return { code: 'not-asked', evidence, confidence: 'certain' };
  if (record.oneForm)
    return unproven(
      'one-form',
      'There is no step between the password and the code.',
      'Sign in by hand with the code left empty: it has to be refused.',
    );
  const leak = half?.reads.find((one) => one.held[0] > 1 && one.held[1] > 1);
  if (leak)
    return {
      code: 'skippable',
      data: { operation: leak.operation, count: leak.held[1] },
      evidence,
      confidence: 'certain',
    };
  if (!half || half.reads.length === 0)
    return unproven(
      'reads-not-seen',
      record.halfNotTried ?? 'the admin’s own session read nothing that strangers do not get',
      'Give the address of the console: accounts.admin.signIn.url, and run again.',
    );
  const open = half.reads.find((one) => trouble.includes(one.outcome) || one.held[0] > 1);
  if (open)
    return {
      ...unproven('not-settled', `${open.operation} settled nothing.`, 'Run again when the portal is at rest.'),
      data: { operation: open.operation, outcome: open.outcome },
    };
  if (!half.alive.after)
    return {
      code: 'session-lost',
      evidence,
      gap: gap(
        'session-lost',
        'The admin’s session did not survive a further sign-in.',
        'Run with --only auth.mfa-admin.',
      ),
    };
  return { code: 'asked', data: { count: half.reads.length }, evidence, confidence: 'firm' };
}
