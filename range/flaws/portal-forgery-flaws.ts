import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

/** What a page of another site can have a customer's browser do, and what a change of the password leaves behind. */
export const portalForgeryFlaws = [
  {
    id: 'changes-from-anywhere',
    title: 'Changes are taken from any page: no Origin check, JSON in text/plain, a cookie that goes anywhere',
    area: 'csrf',
    flips: ['csrf.state-change'],
    may: ['sessions.cookie-flags'],
    proof: 'POST /api/v1/projects with a foreign Origin, JSON in text/plain and the cookie answers 201',
  },
  {
    id: 'sign-in-from-anywhere',
    title: 'The sign-in is taken from any page',
    area: 'csrf',
    flips: ['csrf.login'],
    may: [],
    proof: 'POST /api/v1/sessions with a foreign Origin and JSON in text/plain sets a session cookie',
  },
  {
    id: 'password-change-leaves-sessions',
    title: 'Changing the password leaves the account’s other sessions alone',
    area: 'sessions',
    flips: ['sessions.password-change'],
    may: [],
    proof: 'GET /api/v1/session with another session of the account, after POST /api/v1/me/password, still names it',
  },
  {
    id: 'present-password-not-compared',
    title: 'The form for a new password asks for the present one, and takes any',
    area: 'sessions',
    flips: ['sessions.password-change'],
    may: [],
    proof: 'POST /api/v1/me/password with another present password answers 204, and the new one opens the account',
  },
  {
    id: 'weak-passwords-taken',
    title: 'The form for a new password takes any',
    area: 'auth',
    flips: ['auth.password-policy'],
    may: [],
    proof: 'POST /api/v1/me/password with “password123” answers 204',
  },
  {
    id: 'sign-up-takes-weak-passwords',
    title: 'The form for a new account takes any password, while a change of it is looked at',
    area: 'auth',
    flips: ['auth.password-policy'],
    may: [],
    proof: 'POST /api/v1/sign-ups with “password123” answers 202, and mail comes for the new account',
  },
  {
    id: 'reset-takes-weak-passwords',
    title: 'The form behind a reset link takes any password, while a change of it is looked at',
    area: 'auth',
    flips: ['auth.password-policy'],
    may: [],
    proof: 'POST /api/v1/password-resets/{token} with “password123” answers 204',
  },
] as const satisfies readonly Flaw[];

/** What looks as if foreign pages could do something. */
export const portalForgeryDecoys = [
  {
    id: 'json-under-any-type',
    title: 'The API reads JSON in text/plain as well, from its own pages only',
    guards: ['csrf.state-change', 'csrf.login'],
  },
  {
    id: 'password-change-grace',
    title: 'Changing the password takes 30 s to reach every server',
    guards: ['sessions.password-change'],
  },
  {
    id: 'present-password-refused-by-200',
    title: 'A wrong present password is answered with 200 and {"changed": false}, and nothing is changed',
    guards: ['sessions.password-change'],
  },
  {
    id: 'weak-password-refused-by-200',
    title: 'A weak password is refused by 200 and {"error": …}',
    guards: ['auth.password-policy'],
  },
] as const satisfies readonly Decoy[];

/** Circumstances in which nothing can be said of a change of the password. */
export const portalForgeryCases = [
  {
    id: 'disposable-account-locked',
    title: 'The account whose password may be changed, and that may be locked, is locked',
    unproven: [
      'sessions.password-change',
      'auth.password-policy',
      'limits.login',
      'limits.spoof',
      'limits.retry-after',
    ],
    may: ['auth.enumeration'],
  },
] as const satisfies readonly UnprovenCase[];
