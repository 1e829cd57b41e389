import { type Call, publicRoute, type Route } from '../call.ts';
import { checkedFields, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { freshToken, hashPassword, passwordMatches, tokenHash } from '../identifiers.ts';
import { accountOf } from '../presented.ts';
import { sessionCookie } from '../session-cookie.ts';
import type { User } from '../state.ts';

const resetMs = 30 * 60_000;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
// An unknown address costs the same work as a known one.
const nobodysHash = hashPassword(freshToken());

/** Sign-in, sign-out, who is signed in, and password resets by mail. */
export function sessionRoutes(): readonly Route[] {
  const resets = new Map<string, { readonly userId: string; readonly untilMs: number }>();
  const userByEmail = (call: Call, email: unknown): User | undefined =>
    call.context.state.users.find((user) => user.email === String(email).trim().toLowerCase());

  const features = ({ context }: Call) => ({
    emailFirst: context.decoy('sign-in-two-step'),
    cookieNotice: context.decoy('cookie-banner-over-form'),
    welcome: context.decoy('welcome-dialog'),
    catalogue: context.decoy('public-catalogue'),
  });

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
      },
    };
  }

  async function signIn(call: Call): Promise<Answer> {
    const { context } = call;
    const fields = checkedFields(call.body, { email: text(3, 254), password: text(1, 200) });
    if (context.decoy('sign-in-slow')) await pause(250);
    const user = userByEmail(call, fields.email);
    const matches = passwordMatches(String(fields.password), user?.passwordHash || nobodysHash);
    if (user === undefined || user.passwordHash === '' || !matches) {
      throw problem(401, 'E-mail address or password is not right');
    }
    if (user.locked) throw problem(403, 'This account is locked', { detail: 'Please write to the customer desk.' });
    if (context.flaw('sign-in-500')) throw problem(500, 'Something went wrong on our side');
    context.sessions.end(call.sessionToken);
    return {
      status: 201,
      json: { user: accountOf(context.state, user), features: features(call) },
      headers: { 'Set-Cookie': sessionCookie(context, context.sessions.start(user.id)) },
    };
  }

  function signOut(call: Call): Answer {
    if (call.context.flaw('sign-out-fails')) throw problem(500, 'Something went wrong on our side');
    call.context.sessions.end(call.sessionToken);
    return { status: 204, headers: { 'Set-Cookie': sessionCookie(call.context, undefined) } };
  }

  async function askForReset(call: Call): Promise<Answer> {
    const { options } = call.context;
    const fields = checkedFields(call.body, { email: text(3, 254) });
    const user = userByEmail(call, fields.email);
    if (user !== undefined) {
      const token = freshToken();
      resets.set(tokenHash(token), { userId: user.id, untilMs: options.now().getTime() + resetMs });
      await options.sendMail({
        to: user.email,
        subject: 'Your new password for the Northline portal',
        text: `Hello ${user.name},\n\nplease choose a new password within 30 minutes:\n${options.origins.app}/reset/${token}\n\nIf you did not ask for this, nothing changes.\n\nNorthline Building Services\n`,
      });
    }
    return { status: 202, json: { message: 'If we know this address, a mail is on its way.' } };
  }

  function reset(call: Call): Answer {
    const { context } = call;
    const fields = checkedFields(call.body, { password: text(12, 200) });
    const key = tokenHash(call.params.token ?? '');
    const found = resets.get(key);
    const user = context.state.users.find((candidate) => candidate.id === found?.userId);
    if (found === undefined || user === undefined || found.untilMs < context.options.now().getTime()) {
      throw problem(400, 'This link is no longer valid');
    }
    resets.delete(key);
    user.passwordHash = hashPassword(String(fields.password));
    context.sessions.endAllOf(user.id);
    return { status: 204 };
  }

  return [
    publicRoute('GET', '/api/v1/session', whoIsSignedIn),
    publicRoute('DELETE', '/api/v1/session', signOut),
    publicRoute('POST', '/api/v1/sessions', signIn),
    publicRoute('POST', '/api/v1/sign-in/address', (call) => {
      checkedFields(call.body, { email: text(3, 254) });
      return { status: 200, json: { next: 'password' } };
    }),
    publicRoute('POST', '/api/v1/password-resets', askForReset),
    publicRoute('POST', '/api/v1/password-resets/:token', reset),
  ];
}
