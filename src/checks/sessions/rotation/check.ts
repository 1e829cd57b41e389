import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code =
  | 'rotated'
  | 'kept-with-more'
  | 'nothing-before'
  | 'fixed'
  | 'old-value-works'
  | 'same-each-time'
  | 'not-settled';

/** ASVS v5.0.0-7.2.4: a session id that somebody else could know before the sign-in must not be the customer's after it. */
export const rotation = defineCheck<'session.rotation', Code>({
  id: 'sessions.rotation',
  question: 'Does signing in give a new session id?',
  why: 'Whoever can put a cookie into a browser (another host of the domain, a link, a shared computer) knows the id beforehand. If it stays the same, they are signed in with the customer.',
  breaks: 'Somebody prepares a session, waits until the customer signs in, and is in the account as well.',
  proof:
    'The session cookie from before the sign-in is kept: the one that the portal had set, else one that the audit planted. After the sign-in the cookie must be another one, and a request with nothing but what was known before must not be answered as the account.',
  permit: 'sign-in',
  cites: ['v5.0.0-7.2.4'],
  needs: ['session.rotation'],
  outcomes: {
    rotated: { is: 'pass', says: 'Signing in replaced the session id, and the old one opens nothing.' },
    'kept-with-more': {
      is: 'pass',
      says: 'The id in {name} stays at sign-in, but opens nothing without what the sign-in adds to it.',
    },
    'nothing-before': {
      is: 'pass',
      says: 'There is no session id before the sign-in, and each sign-in gives a new one.',
    },
    fixed: {
      is: 'fail',
      says: 'The session id in {name} from before the sign-in {origin} is the customer’s session after it.',
    },
    'old-value-works': {
      is: 'fail',
      says: 'The value of {name} from before the sign-in {origin} opens the account after it.',
    },
    'same-each-time': { is: 'warn', says: 'Two sign-ins of one account got the same session id.' },
    'not-settled': { is: 'unproven', says: 'What the old session id opens could not be told.' },
  },
  fix: {
    summary: 'Make a new session id at sign-in, and accept only ids that the server itself made.',
    effort: '30 min',
    owner: 'engineer',
    steps: [
      'Express: req.session.regenerate() before the user is put into the session. PHP: session_regenerate_id(true), and session.use_strict_mode=1.',
      'Rails: reset_session. Django, Laravel and Spring Security do it by themselves unless it was switched off.',
      'Refuse ids that the server has not issued.',
    ],
  },
  judge(values): Answer<Code> {
    const { cookies, freshEachTime, identity, probe } = values['session.rotation'];
    const reproduce =
      'Open the sign-in page, note the session cookie, sign in, and compare. Then send a request that shows the account with the old value.';
    const base = {
      identities: [identity],
      reproduce,
      evidence: [
        ...cookies.map((one) => ({
          label: `cookie ${one.name} from before the sign-in`,
          value: `${one.origin === 'server' ? 'set by the portal' : 'planted by the audit'}; ${one.changed ? 'replaced' : 'kept'} at sign-in; ${probe} with it was answered ${one.oldValue === 'in' ? 'as the account' : one.oldValue === 'out' ? 'as a stranger' : 'unclearly'}`,
        })),
        ...(freshEachTime === null
          ? cookies.length > 0
            ? []
            : [{ label: 'before the sign-in', value: 'no cookie of the session existed' }]
          : [{ label: 'two sign-ins', value: freshEachTime ? 'got different ids' : 'got the same id' }]),
      ],
    };
    const origin = (one: (typeof cookies)[number]) =>
      one.origin === 'server' ? '(set by the portal)' : '(planted by the audit)';
    const open = cookies.find((one) => one.oldValue === 'in');
    if (open)
      return {
        ...base,
        code: open.changed ? 'old-value-works' : 'fixed',
        data: { name: open.name, origin: origin(open) },
        confidence: 'certain',
      };
    if (freshEachTime === false) return { ...base, code: 'same-each-time' };
    const unclear = cookies.some((one) => one.oldValue !== 'out');
    if (unclear)
      return {
        ...base,
        code: 'not-settled',
        gap: gap(
          'inconclusive',
          'The request with the old id settled nothing.',
          'Compare the ids in the browser tools.',
        ),
      };
    const kept = cookies.find((one) => !one.changed);
    if (kept) return { ...base, code: 'kept-with-more', data: { name: kept.name }, confidence: 'firm' };
    return { ...base, code: cookies.length > 0 ? 'rotated' : 'nothing-before', confidence: 'firm' };
  },
});
