import { gap } from '../../../model/gap.ts';
import type { SessionLogout } from '../../../collectors/session-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'ended' | 'ran-out' | 'lives-on' | 'renews' | 'remembered' | 'files-open' | 'no-sign-out' | 'not-settled';

/** What is handed out may outlive a session by an hour, as an access token may (sessions.lifetime). */
const hour = 3600;

/** ASVS v5.0.0-7.4.1: signing out ends the session at the server, not only in the browser. */
export const logout = defineCheck<'session.logout', Code>({
  id: 'sessions.logout',
  question: 'Is a session over on the server after sign-out?',
  why: 'Customers sign out because somebody else may use the computer, or because they fear that somebody has their session. If only the browser forgets it, whoever copied it stays in.',
  breaks: 'A stolen session stays open although the customer has signed out.',
  proof:
    'In a session of its own the audit keeps cookies and tokens, signs out by the portal’s own control, and asks again with what it kept: at once, and after 65 seconds where it was still answered as the account. A kept renewal request is tried as well; where the sign-in has a box for staying signed in, so is what it leaves beside the session, and so are signed addresses of files that the session was handed.',
  permit: 'sign-in',
  cites: ['v5.0.0-7.4.1', 'API2:2023'],
  needs: ['session.logout'],
  outcomes: {
    ended: { is: 'pass', says: 'After sign-out the server refuses the old session{refresh}.' },
    'ran-out': {
      is: 'pass',
      says: 'After sign-out nothing can be renewed, and the access token ended by itself within {seconds} s.',
    },
    'lives-on': { is: 'fail', says: 'After sign-out the server still takes the old session, {seconds} s later too.' },
    renews: { is: 'fail', says: 'After sign-out the old session can still be renewed.' },
    remembered: {
      is: 'fail',
      says: 'After sign-out the cookie {name} of the box for staying signed in still opens the account by itself.',
    },
    'files-open': {
      is: 'warn',
      says: 'After sign-out the session is refused, but the signed address of a file that it was handed opens {left} for whoever has it.',
    },
    'no-sign-out': { is: 'unproven', says: 'No control to sign out was found.' },
    'not-settled': { is: 'unproven', says: 'Whether the session ended could not be told: {detail}.' },
  },
  fix: {
    summary: 'End the session at the server when the customer signs out, and revoke the refresh token.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Server sessions: delete the record (Express: req.session.destroy(); Django: logout(request); Rails: reset_session).',
      'Tokens: revoke the refresh token, keep access tokens to a few minutes, or check a list of revoked ids.',
      'Staying signed in: delete the stored token of this browser as well, not its cookie alone.',
      'Files: sign addresses for minutes and hand out a fresh one at each click; whatever lives longer is checked against the session when it is opened.',
      'Call the sign-out of the identity provider too, where there is one.',
    ],
  },
  judge(values) {
    const record = values['session.logout'];
    return { ...judgeRecord(record), identities: [record.identity], reproduce: record.reproduce };
  },
});

function judgeRecord(record: SessionLogout): Answer<Code> {
  const evidence = [
    ...record.probes.map((one) => ({
      label: one.probe,
      value: `before sign-out ${one.before}; ${one.after.map(({ afterSeconds, standing }) => `after ${afterSeconds} s ${standing}`).join('; ') || 'not asked after it'}`,
    })),
    ...(record.refresh ? [{ label: `renewal ${record.refresh.operation}`, value: record.refresh.standing }] : []),
    ...(record.remembered
      ? [{ label: `cookie ${record.remembered.cookie} alone`, value: record.remembered.standing }]
      : []),
    ...(record.files ?? []).map(({ path, standing, secondsLeft }) => ({
      label: `signed address ${path}`,
      value: `${standing === 'in' ? 'still opens the file' : standing === 'out' ? 'opens nothing any more' : 'no answer'}${secondsLeft === undefined ? ', names no end' : `, ends in ${secondsLeft} s`}`,
    })),
  ];
  if (record.takenBack)
    evidence.push({ label: 'sign-out', value: 'answered by taking the session’s cookie back, which the browser kept' });
  if (!record.pressed)
    return {
      code: 'no-sign-out',
      evidence,
      gap: gap(
        'inconclusive',
        'No control to sign out was found.',
        'Sign out by hand, then send a request with the old session.',
        10,
      ),
    };
  const unsettled = (detail: string): Answer<Code> => ({
    code: 'not-settled',
    data: { detail },
    evidence,
    gap: gap('inconclusive', detail, 'Sign out by hand, then send a request with the old session.', 10),
  });
  const asked = record.probes.filter((one) => one.before === 'in');
  if (asked.length === 0) return unsettled('the session was over before the sign-out');
  const lives = asked.find((one) => one.after.at(-1)?.standing === 'in');
  if (lives && !record.browserIsOut && !record.takenBack)
    return unsettled('the browser shows no sign-in form after the sign-out');
  if (lives)
    return {
      code: 'lives-on',
      data: { seconds: lives.after.at(-1)?.afterSeconds ?? 0 },
      evidence,
      confidence: 'certain',
    };
  if (record.remembered?.standing === 'in')
    return { code: 'remembered', data: { name: record.remembered.cookie }, evidence, confidence: 'certain' };
  if (record.refresh?.standing === 'in') return { code: 'renews', evidence, confidence: 'certain' };
  if (asked.some((one) => one.after.at(-1)?.standing !== 'out'))
    return unsettled('the server answered neither yes nor no');
  if (record.refresh && record.refresh.standing !== 'out')
    return unsettled('the renewal was answered neither by yes nor no');
  const open = record.files?.find(({ standing, secondsLeft }) => standing === 'in' && !(Number(secondsLeft) <= hour));
  if (open) {
    const left =
      open.secondsLeft === undefined ? 'without an end' : `for another ${Math.round(open.secondsLeft / hour)} h`;
    return { code: 'files-open', data: { left }, evidence, confidence: 'certain' };
  }
  const late = asked.find((one) => one.ranOut);
  if (late)
    return { code: 'ran-out', data: { seconds: late.after.at(-1)?.afterSeconds ?? 0 }, evidence, confidence: 'firm' };
  const refresh = record.refresh ? ' and its renewal' : '';
  return { code: 'ended', data: { refresh }, evidence, confidence: 'certain' };
}
