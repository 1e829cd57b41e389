import { randomInt } from 'node:crypto';
import { type Call, type PortalContext, publicRoute, type Route } from '../call.ts';
import { checkedFields, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { freshId, hashPassword } from '../identifiers.ts';
import { sendLetter } from '../letters.ts';
import { oneTimeLinks, refusedLink } from '../one-time-links.ts';
import type { Organisation, User } from '../state.ts';
import { perPortal } from './resets.ts';

const codesOf = new WeakMap<PortalContext, Map<string, { readonly code: string; left: number }>>();
const codes = (context: PortalContext) => {
  const known = codesOf.get(context) ?? new Map<string, { readonly code: string; left: number }>();
  codesOf.set(context, known);
  return known;
};

const verifyMs = 24 * 3_600_000;

/** A company signs up by itself; its account opens when the address is confirmed by mail. */
export function signUpRoutes(): readonly Route[] {
  const links = perPortal((context) =>
    oneTimeLinks<string>({ now: context.options.now, lifeMs: verifyMs, reusable: () => false }),
  );

  async function signUp(call: Call): Promise<Answer> {
    const { context } = call;
    const { state } = context;
    const fields = checkedFields(call.body, {
      name: text(2, 80),
      company: text(2, 80),
      email: text(3, 254),
      password: text(context.flaw('sign-up-takes-weak-passwords') ? 1 : 12, 200),
    });
    const email = String(fields.email).trim().toLowerCase();
    if (!state.users.some((user) => user.email === email)) {
      const organisation = newOrganisation(String(fields.company), email);
      const user = newUser(organisation, { name: String(fields.name), email, password: String(fields.password) });
      state.organisations.push(organisation);
      state.users.push(user);
      if (context.circumstance('sign-up-by-code')) return await byCode(context, user);
      const token = links(context).issue(user.id);
      await sendLetter(context, {
        kind: 'verification',
        to: email,
        subject: 'Please confirm your address',
        greeting: `Hello ${user.name},`,
        lines: ['please confirm within 24 hours that this address is yours.'],
        action: { path: `/verify/${token}`, label: 'Confirm my address' },
      });
    }
    return {
      status: 202,
      json: { message: 'Please look into your mail: a link to confirm your address is on its way.' },
    };
  }

  /** Six digits, of which five wrong ones may be typed in. */
  async function byCode(context: PortalContext, user: User): Promise<Answer> {
    const code = String(randomInt(100_000, 1_000_000));
    codes(context).set(user.email, { code, left: 5 });
    await sendLetter(context, {
      kind: 'verification',
      to: user.email,
      subject: `${code} is your code`,
      greeting: `Hello ${user.name},`,
      lines: [`your code is ${code}. It is good for 10 minutes.`],
    });
    return { status: 202, json: { message: 'A code was sent to your e-mail address.', code: true } };
  }

  function verifyCode(call: Call): Answer {
    const { context } = call;
    const fields = checkedFields(call.body, { email: text(3, 254), code: text(6, 6) });
    const email = String(fields.email).trim().toLowerCase();
    const known = codes(context).get(email);
    const user = context.state.users.find((candidate) => candidate.email === email);
    if (!context.circumstance('sign-up-by-code') || !known || !user)
      throw problem(400, 'This code is not the right one');
    known.left -= 1;
    if (known.left <= 0 || known.code === fields.code) codes(context).delete(email);
    if (known.code !== fields.code) throw problem(400, 'This code is not the right one');
    user.locked = false;
    return { status: 204 };
  }

  function verify(call: Call): Answer {
    const { context } = call;
    const user = context.state.users.find((candidate) => candidate.id === links(context).find(call.params.token));
    if (user === undefined) return refusedLink(context, 'This link is no longer valid');
    if (context.flaw('sign-up-never-opens')) throw problem(500, 'Something went wrong on our side');
    links(context).spend(call.params.token);
    user.locked = false;
    return { status: 204 };
  }

  return [
    publicRoute('POST', '/api/v1/sign-ups', signUp),
    publicRoute('POST', '/api/v1/sign-up-codes', verifyCode),
    publicRoute('POST', '/api/v1/verifications/:token', verify),
  ];
}

function newOrganisation(name: string, billingEmail: string): Organisation {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const empty = { registration: '', address: '', phone: '' };
  return { id: freshId(), key: `new-${slug}`, slug, name, ...empty, billingEmail, plan: 'Trial' };
}

export function newUser(
  organisation: Organisation,
  about: { readonly name: string; readonly email: string; readonly password: string },
  open = false,
): User {
  return {
    id: freshId(),
    key: `new-${about.email}`,
    orgId: organisation.id,
    name: about.name,
    email: about.email,
    phone: '',
    title: '',
    about: '',
    role: 'member',
    passwordHash: hashPassword(about.password),
    locked: !open,
  };
}
