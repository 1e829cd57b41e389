import { whyWeak } from '../weak-passwords.ts';
import { type Call, publicRoute, type Route } from '../call.ts';
import { checkedFields, type FieldRule, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { hashPassword } from '../identifiers.ts';
import { sendLetter } from '../letters.ts';
import { type OneTimeLinks, oneTimeLinks, refusedLink } from '../one-time-links.ts';
import type { PortalContext } from '../call.ts';
import { sessionCookie } from '../session-cookie.ts';
import type { User } from '../state.ts';

const resetMs = 30 * 60_000;
/** The page of the link sends the address along. */
const namesItself = ({ flaw, decoy }: PortalContext) =>
  flaw('reset-for-any-address') || decoy('reset-names-its-address');

/** Password resets by mail (ASVS 5.0 V6.4): always the same answer, a link of half an hour that works once. */
export function resetRoutes(): readonly Route[] {
  const links = perPortal((context) =>
    oneTimeLinks<string>({
      now: context.options.now,
      lifeMs: resetMs,
      reusable: () => context.flaw('reset-token-reusable'),
      forEver: () => context.flaw('reset-token-for-ever'),
    }),
  );
  const userOf = (call: Call, id: string | undefined): User | undefined =>
    call.context.state.users.find((user) => user.id === id);

  async function ask(call: Call): Promise<Answer> {
    const { context } = call;
    const fields = checkedFields(call.body, { email: text(3, 254) });
    const email = String(fields.email).trim().toLowerCase();
    const user = context.state.users.find((candidate) => candidate.email === email);
    if (user === undefined && context.flaw('reset-404-for-unknown')) throw problem(404, 'We do not know this address');
    let debug: { readonly token: string } | undefined;
    if (user !== undefined) {
      const token = links(context).issue(user.id);
      if (context.flaw('reset-token-in-answer')) debug = { token };
      const header = context.flaw('reset-link-from-host-header')
        ? String(call.headers.host).replace(/^api\./, 'app.')
        : context.flaw('reset-link-from-host')
          ? call.headers['x-forwarded-host']
          : undefined;
      await sendLetter(context, {
        kind: 'reset',
        to: user.email,
        subject: 'Your new password for the Northline portal',
        greeting: `Hello ${user.name},`,
        lines: ['please choose a new password within 30 minutes.', 'If you did not ask for this, nothing changes.'],
        action: {
          path: `/reset/${token}`,
          label: 'Choose a new password',
          ...(typeof header === 'string' ? { host: header } : {}),
        },
      });
    }
    return {
      status: 202,
      json: { message: 'If we know this address, a mail is on its way.', ...(debug && { debug }) },
    };
  }

  /** Says whether the link is still good; with the flaw, opening it is signing in. */
  function look(call: Call): Answer {
    const user = userOf(call, links(call.context).find(call.params.token));
    if (user === undefined) return refusedLink(call.context, 'This link is no longer valid');
    const signsIn = call.context.flaw('reset-signs-in-on-open');
    return {
      status: 200,
      json: { valid: true, ...(namesItself(call.context) ? { email: user.email } : {}) },
      ...(signsIn
        ? { headers: { 'Set-Cookie': sessionCookie(call.context, call.context.sessions.start(user.id)) } }
        : {}),
    };
  }

  async function reset(call: Call): Promise<Answer> {
    const { context } = call;
    const open = context.flaw('reset-takes-weak-passwords');
    const asked: Readonly<Record<string, FieldRule>> = { password: text(open ? 1 : 12, 200) };
    const fields = checkedFields(call.body, namesItself(context) ? { ...asked, email: text(3, 254) } : asked);
    const owner = userOf(call, links(context).find(call.params.token));
    const named = context.state.users.find(({ email }) => email === fields.email);
    const user = context.flaw('reset-for-any-address') && owner !== undefined ? named : owner;
    if (user === undefined) return refusedLink(call.context, 'This link is no longer valid');
    if (namesItself(context) && user !== named) throw problem(403, 'This link is for another address');
    const weak = open ? undefined : whyWeak(String(fields.password), user);
    if (weak !== undefined) throw problem(422, weak);
    if (context.flaw('reset-form-fails')) throw problem(500, 'Something went wrong on our side');
    links(context).spend(call.params.token);
    user.passwordHash = hashPassword(String(fields.password));
    context.sessions.endAllOf(user.id);
    await sendLetter(context, {
      kind: 'notification',
      to: user.email,
      subject: 'Your password was changed',
      greeting: `Hello ${user.name},`,
      lines: ['your password for the Northline portal was changed just now.', 'Was it not you? Please write to us.'],
    });
    return { status: 204 };
  }

  return [
    publicRoute('POST', '/api/v1/password-resets', ask),
    publicRoute('GET', '/api/v1/password-resets/:token', look),
    publicRoute('POST', '/api/v1/password-resets/:token', reset),
  ];
}

/** One set of links for each portal: several run in one process. */
export function perPortal<Value>(
  make: (context: PortalContext) => OneTimeLinks<Value>,
): (context: PortalContext) => OneTimeLinks<Value> {
  const made = new WeakMap<PortalContext, OneTimeLinks<Value>>();
  return (context) => {
    const links = made.get(context) ?? make(context);
    made.set(context, links);
    return links;
  };
}
