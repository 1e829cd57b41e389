import type { WeakPasswords } from '../../../collectors/password-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'refused' | 'weak-taken' | 'guessable-taken' | 'page-only' | 'not-settled';
type Trial = WeakPasswords['trials'][number];

/** Below what ASVS asks of everybody: eight characters, and none of the best known. The rest can be argued about. */
const grave: ReadonlySet<Trial['kind']> = new Set(['seven characters', 'a common one']);

/** ASVS v5.0.0-6.2.1, 6.2.4, 6.2.12: passwords that are tried first do not open an account. */
export const passwordPolicy = defineCheck<'access.weak-password', Code>({
  id: 'auth.password-policy',
  question: 'Are short, common and breached passwords refused?',
  why: 'Passwords that everybody uses are tried against every sign-in of the internet, day and night. One customer who has one is enough.',
  breaks: 'Accounts are opened with a list of ten passwords, and the customer blames the portal.',
  proof:
    'In the form in which the disposable account (burner) has just been given a long random password, weak ones are sent: seven characters, “password123”, the same with a capital and a mark, the account’s own name. Limits that only the page knows are taken away: what counts is the server’s answer, and an accepted one is proven by signing in with it. It is replaced at once, and the account gets its own password back. Where the form for a new account is walked (an inbox is named), it is asked as well: “password123” and seven characters, each with a fresh address; taken counts where mail comes for it or it signs in. Where a reset of the disposable account is walked, weak ones are sent behind a further link of its own.',
  permit: 'write',
  cites: ['v5.0.0-6.2.1', 'v5.0.0-6.2.4', 'v5.0.0-6.2.12'],
  needs: ['access.weak-password'],
  outcomes: {
    refused: { is: 'pass', says: 'Of {count} weak passwords the server refused every one.' },
    'weak-taken': { is: 'fail', says: 'The server takes {which} as a password.' },
    'guessable-taken': {
      is: 'warn',
      says: 'The server takes {which} as a password; short and plain ones are refused.',
    },
    'page-only': {
      is: 'unproven',
      says: 'Weak passwords are stopped by the page; what the server does with them was not seen.',
    },
    'not-settled': { is: 'unproven', says: 'Whether {which} is taken as a password was not settled ({said}).' },
  },
  fix: {
    summary:
      'Refuse passwords of fewer than eight characters, the best known ones, and those that hold the account’s name, on the server.',
    effort: '1–2 h',
    owner: 'engineer',
    steps: [
      'One function for sign-up, reset, invitation and change: length 8 to 128 at least (12 and more is better), no rules about kinds of characters.',
      'Compare with a list of the most common ones (zxcvbn’s, or a file of ten thousand), in lower case, and with the user’s name, address and the product’s name.',
      'Ask the range search of Have I Been Pwned for breached ones (k-anonymity: five characters of a SHA-1), and let the user in where it does not answer.',
      'Django: AUTH_PASSWORD_VALIDATORS with all four; Rails: validates length plus pwned; Laravel: Password::min(12)->uncompromised(); Supabase: Auth settings, minimum length and leaked-password protection; Firebase: password policy enforced; Auth0 and Clerk: breached-password detection.',
    ],
  },
  judge(values) {
    const record = values['access.weak-password'];
    return { ...judgeRecord(record), identities: [record.identity], reproduce: record.reproduce };
  },
});

function judgeRecord({ trials, page, restored, where }: WeakPasswords): Answer<Code> {
  const after =
    where === 'sign-up'
      ? trials.some(({ outcome }) => outcome === 'accepted')
        ? 'nothing: the new account stays'
        : 'nothing to put back: no account was made'
      : restored
        ? 'the account has its own password again'
        : 'no: the journal says which one it has';
  const evidence = [
    { label: page, value: 'took a long random password' },
    ...trials.map((one) => ({
      label: `${one.kind} (${one.length} characters)`,
      value: `${wordOf(one)}${one.said === '' ? '' : `; ${one.said}`}`,
    })),
    {
      label: 'put back',
      value: after,
    },
  ];
  const named = (list: readonly Trial[]) => list.map(({ kind }) => kind).join(' and ');
  const accepted = trials.filter(({ outcome }) => outcome === 'accepted');
  const bad = accepted.filter(({ kind }) => grave.has(kind));
  if (bad.length > 0) return { code: 'weak-taken', data: { which: named(bad) }, evidence, confidence: 'certain' };
  const doubt = trials.find(({ outcome }) => outcome === 'unclear');
  if (doubt || trials.length === 0)
    return {
      code: 'not-settled',
      data: { which: doubt?.kind ?? 'a weak one', said: doubt?.said || 'nothing was said' },
      evidence,
      gap: gap(
        'inconclusive',
        'A weak password was answered neither way.',
        'Try it by hand with a disposable account, when nothing is limited.',
      ),
    };
  if (accepted.length > 0)
    return { code: 'guessable-taken', data: { which: named(accepted) }, evidence, confidence: 'certain' };
  if (trials.some(({ outcome }) => outcome === 'page-only'))
    return {
      code: 'page-only',
      evidence,
      gap: gap(
        'inconclusive',
        'The page sent no weak password, and its request could not be repeated without it.',
        'Send the form’s request with a weak password by hand.',
      ),
    };
  return { code: 'refused', data: { count: trials.length }, evidence, confidence: 'firm' };
}

function wordOf({ outcome, status }: Trial): string {
  if (outcome === 'accepted') return 'taken: the account signed in with it, or mail came for the new one';
  if (outcome === 'refused') return `refused by the server (HTTP ${status})`;
  return outcome === 'page-only' ? 'not sent by the page' : 'not settled';
}
