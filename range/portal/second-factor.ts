import { createHmac, randomBytes } from 'node:crypto';
import type { Call, PortalContext } from './call.ts';
import { checkedFields, text } from './fields.ts';
import { type Answer, problem } from './http.ts';
import { oneTimeLinks } from './one-time-links.ts';
import { perPortal } from './routes/resets.ts';
import { sessionCookie } from './session-cookie.ts';
import type { User } from './state.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const stepMs = 30_000;
const ticketMs = 5 * 60_000;

/** 160 random bits in base32 (RFC 4648 §6), as authenticator apps take them. */
export const freshTotpSecret = (): string => [...randomBytes(32)].map((byte) => letters[byte % 32]).join('');

/** The six digits of a moment (RFC 6238, SHA-1, 30 s). */
export function codeAt(secret: string, ms: number): string {
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(ms / stepMs)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const tickets = perPortal((context) =>
  oneTimeLinks<string>({ now: context.options.now, lifeMs: ticketMs, reusable: () => false }),
);

export const needsCode = ({ flaw }: PortalContext, user: User): boolean =>
  user.totp !== undefined && !flaw('admin-without-second-factor');

/** What the right password of such an account gets: a ticket that only the code's own address takes. */
export function askForCode(context: PortalContext, user: User): Answer {
  const challenge = tickets(context).issue(user.id);
  const early = context.flaw('admin-code-can-be-skipped');
  const known = context.decoy('half-session-names-the-account');
  const cookie =
    early || known ? sessionCookie(context, context.sessions.start(user.id, undefined, !early)) : undefined;
  return {
    status: 200,
    json: { next: 'code', challenge },
    ...(cookie === undefined ? {} : { headers: { 'Set-Cookie': cookie } }),
  };
}

/** Whose ticket and code these are. @throws where either is wrong */
export function userOfCode(call: Call): User {
  const { context } = call;
  const fields = checkedFields(call.body, { challenge: text(20, 100), code: text(6, 6) });
  const id = tickets(context).find(String(fields.challenge));
  const user = context.state.users.find((one) => one.id === id);
  const now = context.options.now().getTime();
  const secret = user?.totp ?? '';
  const right = [-1, 0, 1].some((step) => codeAt(secret, now + step * stepMs) === fields.code);
  if (user === undefined || secret === '' || !right) throw problem(401, 'This code is not right');
  tickets(context).spend(String(fields.challenge));
  return user;
}
