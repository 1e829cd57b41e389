import type { Decoy, UnprovenCase } from '../flaws.ts';

const sessionChecks = [
  'auth.expired-token',
  'auth.callback-url',
  'sessions.cookie-flags',
  'sessions.logout',
  'sessions.rotation',
  'sessions.storage',
  'sessions.stable',
] as const;

/** What looks wrong with sessions and tokens and is fine. */
export const portalAccessDecoys = [
  {
    id: 'short-access-token',
    title:
      'The API takes an access token of 60 s from memory, renewed by an HttpOnly cookie; its header names a key, and no other is taken',
    guards: [...sessionChecks, 'sessions.lifetime'],
  },
  {
    id: 'sign-out-grace',
    title: 'Signing out takes 30 s to reach every server',
    guards: ['sessions.logout'],
  },
  {
    id: 'readable-csrf-cookie',
    title: 'Beside the session there are a long CSRF cookie that scripts read and a cookie of preferences',
    guards: ['sessions.cookie-flags', 'sessions.rotation'],
  },
  {
    id: 'foreign-write-204-without-effect',
    title: 'A change of a foreign record is answered by 204 and does nothing',
    guards: ['authz.write'],
  },
  {
    id: 'write-visible-late',
    title: 'A changed project shows its new text only after a second and a half',
    guards: ['authz.write'],
  },
  {
    id: 'graphql-mutation-answers-null',
    title: 'A mutation of a foreign ticket answers 200 with null and changes nothing',
    guards: ['authz.write'],
  },
  {
    id: 'owner-field-ignored',
    title: 'A new project may name an organisation, and belongs to the one of the session',
    guards: ['authz.mass-assignment'],
  },
  {
    id: 'unknown-fields-ignored',
    title: 'The profile takes any body and keeps the fields that it knows',
    guards: ['authz.mass-assignment'],
  },
  {
    id: 'admin-api-empty-for-customers',
    title: 'The operator’s API answers customers by 200 and an empty list',
    guards: ['authz.function'],
  },
  {
    id: 'cors-star-without-credentials',
    title: 'Other origins may read answers without credentials (*)',
    guards: ['cors.origin'],
  },
  {
    id: 'cors-reflects-without-credentials',
    title: 'Whatever origin asks comes back, without credentials',
    guards: ['cors.origin'],
  },
  {
    id: 'customer-admin-with-a-role-name',
    title: 'A customer’s own administrator is its office; the operator’s two have names',
    guards: ['auth.shared-admin'],
  },
  {
    id: 'half-session-names-the-account',
    title: 'Between password and code there is a session that knows whose it is, and reads nothing',
    guards: ['auth.mfa-admin'],
  },
  {
    id: 'sign-in-limit-by-address',
    title: 'Wrong passwords are counted by address, seventy before a pause of a minute',
    guards: ['limits.login', 'limits.spoof', 'limits.retry-after'],
  },
  {
    id: 'sign-in-closes-quietly',
    title: 'After forty wrong passwords a name is closed for a minute, and answered as before',
    guards: ['limits.login'],
  },
  {
    id: 'next-on-own-host',
    title: 'After sign-in ?next= may be a path or a whole address of the portal itself',
    guards: ['auth.callback-url'],
  },
  {
    id: 'long-values-in-local-storage',
    title: 'localStorage holds a visitor id and a draft, long and random, and no token',
    guards: ['sessions.storage'],
  },
] as const satisfies readonly Decoy[];

/** Circumstances in which nothing can be said of tokens or sessions. */
export const portalAccessCases = [
  {
    id: 'access-token-of-an-hour',
    title: 'The access token outlives the audit',
    unproven: ['auth.expired-token'],
    // Nobody takes back a token that only its own end closes.
    may: ['sessions.logout'],
  },
  {
    id: 'customers-may-only-read',
    title: 'Neither customer may change anything',
    unproven: ['authz.write', 'authz.mass-assignment'],
    may: [],
    unseenInUse: true,
  },
  {
    id: 'no-staff-account',
    title: 'No account of the operator’s staff was given',
    unproven: ['authz.function', 'auth.mfa-admin', 'auth.shared-admin'],
    may: [],
  },
  {
    id: 'wrong-passwords-limited',
    title: 'After the first wrong password the sign-in answers 429',
    unproven: ['auth.enumeration'],
    may: [],
  },
  {
    id: 'a-may-not-sign-in-twice',
    title: 'A second sign-in of customer A is refused',
    unproven: [...sessionChecks, 'sessions.lifetime', 'csrf.login'],
    may: [],
  },
] as const satisfies readonly UnprovenCase[];
