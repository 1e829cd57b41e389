import type { GuessTrial } from '../../../collectors/limits-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { judgeLockOut } from './judge-lock-out.ts';
import { accountOf, burnerGap, countOf, howLimited, isSaidOnly, seriesEvidence, signed } from './series.ts';

export type Code =
  | 'limited'
  | 'slowed'
  | 'locks-silently'
  | 'unlimited'
  | 'by-session'
  | 'only-said'
  | 'nobody-unlimited'
  | 'not-settled'
  | 'owner-gets-in'
  | 'lock-ends'
  | 'asks-a-person'
  | 'lock-lasts'
  | 'lock-not-ended'
  | 'lock-not-seen';

/** ASVS v5.0.0-6.3.1: guessing is slowed down, and whoever guesses does not thereby keep the owner out. */
export const limitsLogin = defineCheck<'limits.sign-in', Code>({
  id: 'limits.login',
  question: 'Is password guessing slowed down, without locking out others?',
  why: 'Lists of names and passwords from other people’s breaches are tried at every sign-in page by scripts. Without a count of wrong ones a script has all the time in the world; with one that locks the name for good, anybody can keep your customers out.',
  breaks:
    'A weak or reused password is found within days, and nobody notices; or a stranger who knows an address keeps its owner from working.',
  proof:
    'Up to 100 wrong passwords in a row are sent for the burner account, each another one, and its right one afterwards; without a burner account for a name that nobody has. It stops where a limit shows: HTTP 429 or 423 three times, a CAPTCHA, words of a lock, another answer or a second of delay again and again. A browser without cookies, another name and forged addresses show what the limit goes by. Where the burner is locked its right password is tried again after a minute, and as long as --wait allows. The number is that of NIST SP 800-63B-4 §3.2.2: no more than 100 wrong ones in a row.',
  permit: 'abuse',
  cites: ['v5.0.0-6.3.1', 'API2:2023', 'API4:2023'],
  needs: ['limits.sign-in'],
  outcomes: {
    limited: { is: 'pass', says: 'From wrong password {from} on for {who} the sign-in answers {how}.' },
    slowed: { is: 'pass', says: 'From wrong password {from} on for {who} each answer takes {seconds} s or longer.' },
    'locks-silently': {
      is: 'pass',
      says: 'After {count} wrong passwords the right one is refused as well, for {seconds} s at most: the account is closed without a word.',
    },
    unlimited: {
      is: 'fail',
      says: '{count} wrong passwords for one account within {seconds} s were all answered alike (HTTP {status}), and the right one was accepted straight after them.',
    },
    'by-session': {
      is: 'fail',
      says: 'The limit goes by the visitor’s cookies: after {count} wrong passwords a browser without them goes on guessing at once, twice.',
    },
    'only-said': {
      is: 'fail',
      says: 'The sign-in asks to come back in {stated} s and took the right password {seconds} s later: who goes on guessing gets in.',
    },
    'nobody-unlimited': {
      is: 'unproven',
      says: '{count} wrong passwords for a name that nobody has were all answered alike (HTTP {status}); whether a real account is protected was not seen.',
    },
    'not-settled': { is: 'unproven', says: 'Whether guessing is limited was not seen: {detail}.' },
    'owner-gets-in': {
      is: 'pass',
      says: 'While wrong passwords are limited the right one gets in: the owner is not locked out.',
    },
    'lock-ends': {
      is: 'pass',
      says: 'The lock ends by itself: the right password was refused straight after {count} wrong ones and accepted {seconds} s later.',
    },
    'asks-a-person': {
      is: 'pass',
      says: 'After {from} wrong passwords a CAPTCHA is asked for, which an owner can solve.',
    },
    'lock-lasts': {
      is: 'fail',
      says: '{count} wrong passwords of a stranger lock an account for {hours} h and longer, while others get in: whoever knows a name keeps its owner out.',
    },
    'lock-not-ended': {
      is: 'unproven',
      says: 'After {count} wrong passwords the right one was still refused {seconds} s later; that the lock ends was not seen.',
    },
    'lock-not-seen': {
      is: 'unproven',
      says: 'Whether a lock keeps the owner out was not seen: {detail}.',
    },
  },
  fix: {
    summary:
      'Count wrong passwords per account and per address, slow down after a few, and let every lock end by itself.',
    effort: '2–6 h',
    owner: 'engineer',
    steps: [
      'Count failures per account name (known or not) and per client address in a store that all instances share; after 5 to 10 answer 429 with Retry-After, and double the pause up to 15 minutes. Check the count before the password, so that a right guess is refused as well.',
      'Let the count end by itself, and let a mail link or a known device get the owner in meanwhile; never wait for a person to unlock.',
      'Take the client’s address from the proxy that you run (trust proxy, set_real_ip_from, ForwardedHeaders with known proxies), never from whatever header the request brings.',
      'Switches: Django django-axes or allauth RATE_LIMITS, Rails rack-attack and Devise :lockable with unlock_strategy :time, Laravel RateLimiter in the login request, Spring Security with bucket4j, ASP.NET Identity options.Lockout, Express rate-limiter-flexible, Keycloak brute force detection (not permanent), Auth0 and Cognito brute-force protection, Supabase auth rate limits.',
      'Offer passkeys or a second factor: what is not a password alone cannot be guessed.',
    ],
  },
  judge(values) {
    const trial = values['limits.sign-in'];
    const answers = [judgeGuesses(trial), judgeLockOut(trial)].filter((one) => one !== undefined);
    return answers.map((one) => ({ ...one, reproduce: trial.reproduce }));
  },
});

function judgeGuesses(trial: GuessTrial): Answer<Code> {
  const { end, guesses, answers, right = [], freshLimited = [] } = trial;
  const evidence = seriesEvidence(trial);
  const [first] = answers;
  const who = accountOf(trial);
  const count = countOf(trial);
  const status = first?.status ?? 0;
  const [straight] = right;
  const settled = (detail: string): Answer<Code> => ({
    code: 'not-settled',
    data: { detail },
    evidence,
    gap: gap(
      'inconclusive',
      `Guessing at sign-in: ${detail}.`,
      'Run again when the portal is at rest, with --only limits.login --permit abuse.',
    ),
  });
  if (end.by === 'not-settled') return settled(end.detail);
  if ('from' in end) {
    if (end.from <= (guesses[0]?.n ?? 1))
      return settled('the first wrong password was already limited, from tries before it');
    if (freshLimited.length > 1 && freshLimited.every((one) => !one))
      return { code: 'by-session', data: { count }, evidence, confidence: 'certain' };
    const stated = isSaidOnly(trial);
    if (stated !== undefined)
      return {
        code: 'only-said',
        data: { stated, seconds: straight?.afterSeconds ?? 0 },
        evidence,
        confidence: 'firm',
      };
    const { from } = end;
    const seconds = Math.round(Math.max(0, ...guesses.filter(({ n }) => n >= from).map(({ ms }) => ms)) / 1000);
    if (end.by === 'delay') return { code: 'slowed', data: { from, who, seconds }, evidence, confidence: 'firm' };
    if (end.by === 'another-answer' && straight?.accepted)
      return settled('later wrong passwords get another answer, and the right one is accepted straight after them');
    return { code: 'limited', data: { from, who, how: howLimited(trial) }, evidence, confidence: signed(trial) };
  }
  if (trial.who === 'nobody')
    return {
      code: 'nobody-unlimited',
      data: { count, status },
      evidence,
      gap: burnerGap('Many portals count wrong passwords of real accounts alone'),
    };
  if (answers.length > 3) return settled('the answers changed by themselves');
  if (straight?.accepted) {
    const seconds = Math.round(((guesses.at(-1)?.atMs ?? 0) - (guesses[0]?.atMs ?? 0)) / 1000);
    return { code: 'unlimited', data: { count, seconds, status }, evidence, confidence: 'certain' };
  }
  const later = right.find(({ accepted }) => accepted);
  if (straight && later)
    return { code: 'locks-silently', data: { count, seconds: later.afterSeconds }, evidence, confidence: 'firm' };
  return settled('the right password was refused after the wrong ones, and was not accepted again');
}
