import { keepsRenewal, tokensFor, usesTokens } from '../access-tokens.ts';
import { type Call, publicRoute, type Route } from '../call.ts';
import { checkedFields, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { createGuessLimit } from '../guess-limit.ts';
import { freshToken, hashPassword, passwordMatches } from '../identifiers.ts';
import { accountOf } from '../presented.ts';
import { askForCode, needsCode, userOfCode } from '../second-factor.ts';
import { sessionCookie } from '../session-cookie.ts';
import type { User } from '../state.ts';

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
// An unknown address costs the same work as a known one.
const nobodysHash = hashPassword(freshToken());

/** Sign-in, sign-out and who is signed in. */
export function sessionRoutes(): readonly Route[] {
  const signIns = new Map<string, number>();
  const limit = createGuessLimit();
  const renewals = new Map<string, { readonly user: User; readonly session: string; used: boolean }>();
  let wrong = 0;
  const userByEmail = (call: Call, email: unknown): User | undefined =>
    call.context.state.users.find((user) => user.email === String(email).trim().toLowerCase());

  const features = ({ context }: Call) => ({
    emailFirst: context.decoy('sign-in-two-step'),
    cookieNotice: context.decoy('cookie-banner-over-form'),
    welcome: context.decoy('welcome-dialog'),
    catalogue: context.decoy('public-catalogue'),
    openNext: context.flaw('sign-in-follows-any-next'),
    ownNext: context.decoy('next-on-own-host'),
    testMail: context.flaw('notice-unsigned') || context.decoy('notice-test-mail'),
    approvals: context.circumstance('notice-approval'),
    keepToken: context.flaw('token-in-local-storage'),
    keepRenewal: keepsRenewal(context),
    keepVisitor: context.decoy('long-values-in-local-storage'),
  });

  /** What the page gets for calling the API; nothing where the cookie is enough. */
  const tokens = ({ context }: Call, user: User | undefined) =>
    user !== undefined && usesTokens(context) && !keepsRenewal(context) ? tokensFor(context, user) : {};

  /** The same for the page that keeps them, and one that renews them: good for one time, until the sign-out. */
  function keptTokens({ context }: Call, user: User, session: string): object {
    if (!keepsRenewal(context)) return {};
    const renewal = freshToken();
    renewals.set(renewal, { user, session, used: false });
    return { accessToken: tokensFor(context, user).accessToken, refreshToken: renewal };
  }

  function renew(call: Call): Answer {
    const found = renewals.get(String(call.body.refreshToken));
    if (!found || (found.used && !call.context.flaw('renewal-token-used-again')))
      throw problem(401, 'Please sign in again');
    found.used = true;
    return { status: 200, json: keptTokens(call, found.user, found.session) };
  }

  /** Whose code is still to come: a name, and nothing that the account may read. */
  const waitingFor = ({ context, session }: Call) => {
    const user = session?.pending ? context.state.users.find(({ id }) => id === session.userId) : undefined;
    return user === undefined ? {} : { pending: { name: user.name, email: user.email, next: 'code' } };
  };

  function whoIsSignedIn(call: Call): Answer {
    if (call.user !== undefined && call.context.flaw('session-lost-on-refresh')) {
      call.context.sessions.endAllOf(call.user.id);
      return { status: 200, json: { user: null, features: features(call) } };
    }
    return {
      status: 200,
      json: {
        user: call.user === undefined ? null : accountOf(call.context.state, call.user),
        features: features(call),
        ...waitingFor(call),
        ...tokens(call, call.user),
      },
    };
  }

  async function signIn(call: Call): Promise<Answer> {
    const { context } = call;
    const fields = checkedFields(call.body, { email: text(3, 254), password: text(1, 200) });
    if (context.decoy('sign-in-slow')) await pause(250);
    const name = String(fields.email).trim().toLowerCase();
    limit.refuseTooMany(call, name);
    const user = userByEmail(call, fields.email);
    const installed = fields.email === 'admin@northline.test' && fields.password === 'admin';
    const staff = context.state.users.find(({ role }) => role === 'staff');
    if (staff && installed && context.flaw('console-default-password')) return welcome(call, staff);
    if (user === undefined && context.flaw('sign-in-tells-unknown-people'))
      throw problem(401, 'There is no account with this address');
    if (user !== undefined && context.flaw('sign-in-time-tells')) await pause(90);
    const matches = passwordMatches(String(fields.password), user?.passwordHash || nobodysHash);
    if (user === undefined || user.passwordHash === '' || !matches || limit.closesQuietly(call, name)) {
      wrong += 1;
      limit.wrong(call, name);
      if (wrong > 1 && context.circumstance('wrong-passwords-limited')) throw problem(429, 'Too many tries');
      throw problem(401, 'E-mail address or password is not right');
    }
    if (user.locked) throw problem(403, 'This account is locked', { detail: 'Please write to the customer desk.' });
    if (context.flaw('sign-in-500')) throw problem(500, 'Something went wrong on our side');
    limit.right(call, name);
    const again = signIns.get(user.id) ?? 0;
    if (user.key === 'a' && again > 0 && context.circumstance('a-may-not-sign-in-twice')) {
      throw problem(403, 'This account is signed in elsewhere');
    }
    signIns.set(user.id, again + 1);
    return needsCode(context, user) ? askForCode(context, user) : welcome(call, user);
  }

  function welcome(call: Call, user: User): Answer {
    const { context } = call;
    context.sessions.end(call.sessionToken);
    const kept = context.flaw('session-id-kept-at-sign-in') ? call.sessionToken : undefined;
    const beside = context.decoy('readable-csrf-cookie')
      ? [`csrf-token=${freshToken()}; Path=/; Secure; SameSite=Lax`, 'theme=light-and-large; Path=/; Max-Age=31536000']
      : [];
    const session = context.sessions.start(user.id, kept);
    const given = { ...tokens(call, user), ...keptTokens(call, user, session) };
    return {
      status: 201,
      json: { user: accountOf(context.state, user), features: features(call), ...given },
      headers: { 'Set-Cookie': [sessionCookie(context, session), ...beside] },
    };
  }

  function signOut(call: Call): Answer {
    if (call.context.flaw('sign-out-fails')) throw problem(500, 'Something went wrong on our side');
    const { flaw, decoy, sessions } = call.context;
    for (const [token, { session }] of renewals)
      if (session === call.sessionToken && !flaw('renewal-outlives-sign-out')) renewals.delete(token);
    if (!flaw('sign-out-only-in-browser')) sessions.end(call.sessionToken, decoy('sign-out-grace') ? 30_000 : 0);
    return { status: 204, headers: { 'Set-Cookie': sessionCookie(call.context, undefined) } };
  }

  return [
    publicRoute('GET', '/api/v1/session', whoIsSignedIn),
    publicRoute('DELETE', '/api/v1/session', signOut),
    publicRoute('POST', '/api/v1/session/renewals', renew),
    publicRoute('POST', '/api/v1/sessions', signIn),
    publicRoute('POST', '/api/v1/sessions/code', (call) => welcome(call, userOfCode(call))),
    publicRoute('POST', '/api/v1/sign-in/address', (call) => {
      checkedFields(call.body, { email: text(3, 254) });
      return { status: 200, json: { next: 'password' } };
    }),
  ];
}
