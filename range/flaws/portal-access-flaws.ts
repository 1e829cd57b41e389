import type { Flaw } from '../flaws.ts';
import { limitFlaws } from './portal-limit-flaws.ts';
import { tokenFlaws } from './portal-token-flaws.ts';
import { functionFlaws, writeFlaws } from './portal-write-flaws.ts';

/** What a session is made of, and what ends it. */
const sessionFlaws = [
  {
    id: 'session-id-kept-at-sign-in',
    title: 'Signing in keeps whatever session id the browser came with',
    area: 'sessions',
    flips: ['sessions.rotation'],
    may: [],
    proof: 'POST /api/v1/sessions with a session cookie of one’s own choice leaves that value as the session',
  },
  {
    id: 'session-cookie-without-httponly',
    title: 'Scripts can read the session cookie',
    area: 'sessions',
    flips: ['sessions.cookie-flags'],
    may: [],
    proof: 'POST /api/v1/sessions sets the cookie without HttpOnly',
  },
  {
    id: 'session-cookie-without-secure',
    title: 'The session cookie also travels unencrypted',
    area: 'sessions',
    flips: ['sessions.cookie-flags'],
    may: [],
    proof: 'POST /api/v1/sessions sets the cookie without Secure',
  },
  {
    id: 'session-cookie-samesite-none',
    title: 'Foreign sites can use the session cookie',
    area: 'sessions',
    flips: ['sessions.cookie-flags'],
    may: ['csrf.state-change'],
    proof: 'POST /api/v1/sessions sets the cookie with SameSite=None',
  },
  {
    id: 'sign-out-only-in-browser',
    title: 'Signing out deletes the cookie and leaves the session',
    area: 'sessions',
    flips: ['sessions.logout'],
    may: [],
    proof: 'GET /api/v1/session with the old cookie after DELETE /api/v1/session still names the account',
  },
  {
    id: 'token-in-local-storage',
    title: 'The page keeps an access token of a day in localStorage',
    area: 'sessions',
    flips: ['sessions.storage'],
    may: ['sessions.lifetime', 'sessions.logout'],
    proof: 'localStorage holds a token with which GET /api/v1/me answers 200',
  },
  {
    id: 'access-token-lives-a-day',
    title: 'Access tokens are good for a day',
    area: 'sessions',
    flips: ['sessions.lifetime'],
    may: ['sessions.logout'],
    proof: 'exp minus iat of the access token is 86,400 s',
  },
] as const satisfies readonly Flaw[];

/** Ways around the sign-in page. */
const signInFlaws = [
  {
    id: 'sign-in-follows-any-next',
    title: 'After sign-in the page goes wherever ?next= says',
    area: 'auth',
    flips: ['auth.callback-url'],
    may: [],
    proof: '/sign-in?next=//example.org/ sends the browser to example.org after sign-in',
  },
] as const satisfies readonly Flaw[];

/** Origins whose pages may read answers with a customer's session. */
const corsFlaws = [
  {
    id: 'cors-reflects-any-origin',
    title: 'Whatever origin asks may read answers with the session',
    area: 'cors',
    flips: ['cors.origin'],
    may: [],
    proof: 'Origin: https://….example.org comes back in Access-Control-Allow-Origin, with credentials',
  },
  {
    id: 'cors-allows-null',
    title: 'The origin null may read answers with the session',
    area: 'cors',
    flips: ['cors.origin'],
    may: [],
    proof: 'Origin: null comes back in Access-Control-Allow-Origin, with credentials',
  },
  {
    id: 'cors-compares-the-end',
    title: 'Any origin that ends like the portal may read answers with the session',
    area: 'cors',
    flips: ['cors.origin'],
    may: [],
    proof: 'Origin: https://evil<domain of the portal> is allowed, with credentials',
  },
  {
    id: 'cors-allows-plain-http',
    title: 'The portal’s own name without https may read answers with the session',
    area: 'cors',
    flips: ['cors.origin'],
    may: [],
    proof: 'Origin: http://app… is allowed, with credentials',
  },
] as const satisfies readonly Flaw[];

/** Forms that tell who is a customer. */
const enumerationFlaws = [
  {
    id: 'sign-in-tells-unknown-people',
    title: 'The sign-in says when nobody has the address',
    area: 'auth',
    flips: ['auth.enumeration'],
    may: [],
    proof: 'POST /api/v1/sessions with an address that nobody has: “There is no account with this address”',
  },
  {
    id: 'reset-404-for-unknown',
    title: 'The form for a forgotten password answers 404 where nobody has the address',
    area: 'auth',
    flips: ['auth.enumeration'],
    may: [],
    proof: 'POST /api/v1/password-resets answers 202 for a customer and 404 for nobody',
  },
  {
    id: 'sign-in-time-tells',
    title: 'A wrong password takes 90 ms longer where the address is known',
    area: 'auth',
    flips: ['auth.enumeration'],
    may: [],
    proof: 'The times of POST /api/v1/sessions for known and unknown addresses do not overlap',
  },
] as const satisfies readonly Flaw[];

/** Left as it was installed, and used by everybody. */
const consoleFlaws = [
  {
    id: 'staff-share-an-account',
    title: 'The front office administers with one account for all',
    area: 'auth',
    flips: ['auth.shared-admin'],
    may: [],
    proof: 'GET /api/v1/admin/users lists office@northline.example with the role of staff',
  },
  {
    id: 'console-default-password',
    title: 'The console still has the account that it was installed with',
    area: 'auth',
    flips: ['auth.default-credentials'],
    may: [],
    proof: 'POST /api/v1/sessions with admin@northline.test and admin answers 201',
  },
] as const satisfies readonly Flaw[];

/** What an administrator of the operator needs to get in. */
const secondFactorFlaws = [
  {
    id: 'admin-without-second-factor',
    title: 'The console takes the password of its staff alone',
    area: 'auth',
    flips: ['auth.mfa-admin'],
    may: [],
    proof: 'POST /api/v1/sessions with e-mail address and password of the admin answers 201 with a session',
  },
  {
    id: 'admin-code-can-be-skipped',
    title: 'The session of the staff starts with the password; only the page asks for the code',
    area: 'auth',
    flips: ['auth.mfa-admin'],
    may: [],
    proof: 'GET /api/v1/admin/customers with the cookie that came with {"next":"code"} answers 200',
  },
] as const satisfies readonly Flaw[];

export const portalAccessFlaws = [
  ...sessionFlaws,
  ...tokenFlaws,
  ...signInFlaws,
  ...secondFactorFlaws,
  ...enumerationFlaws,
  ...consoleFlaws,
  ...limitFlaws,
  ...corsFlaws,
  ...writeFlaws,
  ...functionFlaws,
] as const;
