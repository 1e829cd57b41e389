import type { PasswordChange } from '../../../collectors/password-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import type { Fix } from '../../../model/finding.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'ended' | 'ran-out' | 'lives-on' | 'renews' | 'present-not-compared' | 'not-settled';

/** ASVS v5.0.0-7.4.3, 6.2.3: whoever had got in does not stay in once the password is changed, and does not change it without knowing it. */
export const passwordChange = defineCheck<'session.password', Code>({
  id: 'sessions.password-change',
  question: 'Does a password change end the other sessions, and need the present one?',
  why: 'Customers change their password because somebody else may know it. If that somebody’s session lives on, the change achieves nothing.',
  breaks: 'An intruder stays in an account after its owner has thrown them out.',
  proof:
    'The disposable account (burner), or where none was given the second user of A’s customer (A2) without a second factor, is signed in twice. One browser changes the password through the portal’s own form, which is proven by signing in with the new one; then the server is asked with what the other browser had, at once and after 65 seconds, and the other browser opens a page. Where the form asks for the present password, one more change is sent with another one in its place, and counts where the server was sent that one and the account then signs in with the new one. Afterwards the account gets its own password back.',
  permit: 'write',
  cites: ['v5.0.0-7.4.3', 'v5.0.0-6.2.3'],
  needs: ['session.password'],
  outcomes: {
    ended: { is: 'pass', says: 'After a password change the server refuses the account’s other session.' },
    'ran-out': {
      is: 'pass',
      says: 'After a password change the other session cannot be renewed, and its token ended by itself within {seconds} s.',
    },
    'lives-on': {
      is: 'fail',
      says: 'After a password change the server still takes the account’s other session, {seconds} s later too.',
    },
    renews: { is: 'fail', says: 'After a password change the other browser stays signed in.' },
    'present-not-compared': {
      is: 'fail',
      says: 'The form at {page} asks for the present password, and the server takes any: whoever finds a browser signed in keeps the account.',
    },
    'not-settled': { is: 'unproven', says: 'Whether the other session ended could not be told: {detail}.' },
  },
  fix: {
    summary: 'End every other session and refresh token of the account in the transaction that changes its password.',
    effort: '1–3 h',
    owner: 'engineer',
    steps: [
      'Server sessions: delete all records of the user but the present one (Django does so where SessionAuthenticationMiddleware’s hash is kept: update_session_auth_hash; Laravel: Auth::logoutOtherDevices; Rails with Devise: the salt in the session; Express: delete by user id in the store; better-auth: revokeOtherSessions: true).',
      'Tokens: keep a version or “passwordChangedAt” with the user, refuse tokens issued before it, and revoke refresh tokens.',
      'Do the same for a reset by mail and when an administrator sets a password.',
    ],
  },
  judge(values) {
    const record = values['session.password'];
    const shared = { identities: [record.identity], reproduce: record.reproduce };
    if (record.wrongPresent !== 'taken') return { ...judgeRecord(record), ...shared };
    const isTold = record.probes.length > 0 || record.browserIsIn !== null;
    return [presentNotCompared(record), ...(isTold ? [judgeRecord(record)] : [])].map((one) => ({ ...shared, ...one }));
  },
});

function presentNotCompared(record: PasswordChange): Answer<Code> {
  return {
    code: 'present-not-compared',
    data: { page: record.page },
    evidence: [
      {
        label: record.page,
        value: 'a change with another present password was taken; the account signed in with the new one',
      },
      putBack(record),
    ],
    reproduce: `Open the portal with a disposable account, go to ${record.page}, enter any present password and a new one, and sign in with the new one.`,
    confidence: 'certain',
    fix: fixPresent,
  };
}

const fixPresent: Fix = {
  summary: 'Compare the present password at the server before a new one is stored.',
  effort: '1 h',
  owner: 'engineer',
  steps: [
    'Verify the present password with the code of the sign-in, in the handler that stores the new one, and refuse with 400 or 422 where it is another (Django: PasswordChangeForm; Laravel: the rule current_password; Rails with Devise: update_with_password; ASP.NET Identity: ChangePasswordAsync).',
    'Count wrong ones as the sign-in does, so that the form is no place to guess.',
    'Do the same where the e-mail address or the second factor is changed.',
  ],
};

function putBack({ restored }: PasswordChange) {
  return {
    label: 'put back',
    value: restored ? 'the account has its own password again' : 'no: the journal says which one it has',
  };
}

function judgeRecord(record: PasswordChange): Answer<Code> {
  const evidence = [
    { label: record.page, value: 'the password was changed here; the account signed in with the new one' },
    ...record.probes.map((one) => ({
      label: `the other session: ${one.probe}`,
      value: `before the change ${one.before}; ${one.after.map(({ afterSeconds, standing }) => `after ${afterSeconds} s ${standing}`).join('; ')}`,
    })),
    {
      label: 'the other browser',
      value:
        record.browserIsIn === null ? 'could not be told' : record.browserIsIn ? 'still signed in' : 'asks to sign in',
    },
    ...(record.wrongPresent === 'refused'
      ? [{ label: 'a wrong present password', value: 'the change was refused' }]
      : []),
    putBack(record),
  ];
  const unsettled = (detail: string): Answer<Code> => ({
    code: 'not-settled',
    data: { detail },
    evidence,
    gap: gap(
      'inconclusive',
      `Not settled: ${detail}.`,
      'Change a password by hand beside a second signed-in browser.',
      10,
    ),
  });
  const asked = record.probes.filter((one) => one.before === 'in');
  const lives = asked.find((one) => one.after.at(-1)?.standing === 'in');
  if (lives)
    return {
      code: 'lives-on',
      data: { seconds: lives.after.at(-1)?.afterSeconds ?? 0 },
      evidence,
      confidence: 'certain',
    };
  if (record.browserIsIn === true) return { code: 'renews', evidence, confidence: 'certain' };
  if (asked.length === 0) return unsettled('the other session was over before the change');
  if (asked.some((one) => one.after.at(-1)?.standing !== 'out'))
    return unsettled('the server answered neither yes nor no');
  const late = asked.find((one) => one.ranOut);
  if (late)
    return { code: 'ran-out', data: { seconds: late.after.at(-1)?.afterSeconds ?? 0 }, evidence, confidence: 'firm' };
  return { code: 'ended', evidence, confidence: 'certain' };
}
