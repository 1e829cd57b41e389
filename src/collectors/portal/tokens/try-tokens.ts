import { decodeJwt } from 'jose/jwt/decode';
import type { Standing, TokenTampering } from '../../session-evidence.ts';
import type { CollectContext } from '../../collector.ts';
import { sessionsSlot } from '../session.ts';
import { type Carried, shapeOfCarrier } from '../sessions/carriers.ts';
import type { OwnSession } from '../sessions/own-session.ts';
import { type Credential, type WhoAmI, withCredential } from '../sessions/who-am-i.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { endingFirst } from './ending-first.ts';
import { type FoundToken, findTokens, isSecretLike, withoutScheme } from './find-tokens.ts';
import { foreignlySigned } from './foreign-keys.ts';
import { publicKeysFor } from './public-keys.ts';
import { type Changed, changedIds, changedTokens, signedWith, weakSecretOf } from './tamper.ts';
import { endOfToken } from './end-of-token.ts';

type Trial = TokenTampering['trials'][number];

/** Servers may allow for clocks that differ; the most generous default in use is five minutes. */
const leewaySeconds = 310;
/** How long the audit waits by itself for a genuine token to run out. */
const patienceSeconds = 90;

/** auth.expired-token: the carrier changed in each way that a server must notice, in place of the genuine one. */
export async function tryTokens(
  session: OwnSession,
  carried: Carried,
  carrier: Credential,
  refresh: readonly string[],
  context: CollectContext,
): Promise<TokenTampering | undefined> {
  const base = await aloneWith(carried, carrier);
  if (!base) return undefined;
  const { probe } = carried;
  const send = (value: string, names?: readonly string[]) => probe.ask(withCredential(base, carrier, value), names);
  const before = (await send(carrier.value)) === 'in';
  const others = otherCustomer(probe, carrier, context);
  const [token] = findTokens(carrier.value);
  const trials: Trial[] = [];
  for (const one of changesOf(carrier, token, others?.token)) {
    const names = one.how === 'other-customer' ? (others?.self ?? []) : undefined;
    trials.push(await trial(one, (value) => send(value, names)));
  }
  if (token) {
    const keys = await publicKeysFor(token.jwt, probe.url, context);
    for (const one of await foreignlySigned(token.jwt, context.world.randomHex(32), keys))
      trials.push(await trial({ ...one, value: token.rebuild(one.value) }, send));
  }
  const secret = token ? weakSecretOf(token.jwt) : undefined;
  if (token && secret !== undefined) {
    const forged = token.rebuild(signedWith(secret, token.jwt, { lrForged: true }));
    const note = secret === '' ? 'signed with an empty secret' : 'signed with a secret from a list of common ones';
    trials.push(await trial({ how: 'weak-secret', value: forged, note }, send));
  }
  for (const one of otherKinds(session, carrier, token, refresh)) trials.push(await trial(one, send));
  const expiry = token
    ? await expired(token, await earlierToken(token, carrier, session, send, context), send, context)
    : {};
  const last = await send(carrier.value);
  const ranOut =
    token !== undefined && (endOfToken(token.jwt) ?? Infinity) * 1000 < context.world.clock.now().getTime();
  return {
    identity: session.identity,
    probe: probe.operation,
    carrier: shapeOfCarrier(carrier, context.world.clock.now()),
    trials: [...trials, ...(expiry.trial ? [expiry.trial] : [])],
    ...(expiry.notTried ? { expiryNotTried: expiry.notTried } : {}),
    alive: { before, after: last === 'in' || (ranOut && expiry.aliveUntilThen === true) },
    reproduce: `curl -sS -i ${carrier.place === 'cookie' ? `-b '${carrier.name}=CHANGED'` : `-H '${carrier.name}: CHANGED'`} '${new URL(probe.url).origin}${new URL(probe.url).pathname}'   # CHANGED: your own session's value with one character in the middle changed`,
  };
}

/** Credentials with which this carrier alone decides: without it the account is shut. undefined where another one opens too. */
async function aloneWith(
  { probe, carriers }: Carried,
  carrier: Credential,
): Promise<readonly Credential[] | undefined> {
  const all = await probe.credentials();
  const isCarrier = (one: Credential) =>
    carriers.some((other) => other.place === one.place && other.name === one.name) &&
    !(one.place === carrier.place && one.name === carrier.name);
  const isSame = (one: Credential) => one.place === carrier.place && one.name === carrier.name;
  const sets = [
    all,
    all.filter((one) => !isCarrier(one)),
    all.filter((one) => isSame(one) || !isSecretLike(one.value)),
    all.filter(isSame),
  ];
  for (const set of sets) {
    const fresh = withCredential(set, carrier, carrier.value);
    if ((await probe.ask(fresh)) === 'in' && (await probe.ask(withCredential(set, carrier, undefined))) === 'out')
      return fresh;
  }
  return undefined;
}

async function trial({ how, value, note }: Changed, send: (value: string) => Promise<Standing>): Promise<Trial> {
  const first = await send(value);
  const about = note === undefined ? {} : { note };
  // One odd answer is no verdict, neither way.
  return first === 'out' ? { how, first, ...about } : { how, first, again: await send(value), ...about };
}

function changesOf(carrier: Credential, token: FoundToken | undefined, other: string | undefined): readonly Changed[] {
  if (token) return changedTokens(token.jwt, other).map((one) => ({ ...one, value: token.rebuild(one.value) }));
  const bare = withoutScheme(carrier.value);
  const scheme = carrier.value.slice(0, carrier.value.length - bare.length);
  return changedIds(bare).map((one) => ({ ...one, value: scheme + one.value }));
}

/** Tokens made for something else: to renew a session, or to tell the page who signed in. */
function otherKinds(
  session: OwnSession,
  carrier: Credential,
  token: FoundToken | undefined,
  refresh: readonly string[],
): readonly Changed[] {
  if (carrier.place !== 'header' && !token?.whole) return [];
  const scheme = carrier.value.slice(0, carrier.value.length - withoutScheme(carrier.value).length);
  const leaves = session.recorder.exchanges
    .filter((one) => one.afterSignIn && one.status < 300)
    .flatMap((one) => exchangeContent(one).leaves)
    .filter((leaf) => isSecretLike(leaf.value) && !carrier.value.includes(leaf.value));
  const named = (name: RegExp) => leaves.filter((leaf) => name.test(leaf.path)).map((leaf) => leaf.value);
  const renewing = [...refresh, ...named(/refresh_?token$/i)].find((one) => !carrier.value.includes(one));
  const naming = named(/\.id_?token$/i)[0];
  return [
    ...(renewing ? [{ how: 'refresh-token' as const, value: scheme + renewing }] : []),
    ...(naming ? [{ how: 'identity-token' as const, value: scheme + naming }] : []),
  ];
}

function otherCustomer(probe: WhoAmI, carrier: Credential, context: CollectContext) {
  const b = context.live.get(sessionsSlot)?.get('b');
  const host = new URL(probe.url).host;
  if (!b || carrier.place !== 'header') return undefined;
  const value = b.recorder.exchanges.findLast(
    (one) => new URL(one.url).host === host && one.requestHeaders[carrier.name] !== undefined,
  )?.requestHeaders[carrier.name];
  const [token] = value === undefined ? [] : findTokens(value);
  return token ? { token: token.jwt, self: b.self } : undefined;
}

/** A token of the account's other sessions that is accepted as well and ends sooner; else the token itself. */
async function earlierToken(
  token: FoundToken,
  carrier: Credential,
  session: OwnSession,
  send: (value: string) => Promise<Standing>,
  { live, world }: CollectContext,
): Promise<string> {
  const main = live.get(sessionsSlot)?.get(session.identity);
  const exchanges = [...(main?.recorder.exchanges ?? []), ...session.recorder.exchanges];
  for (const jwt of endingFirst(token.jwt, carrier, exchanges, world.clock.now()))
    if ((await send(token.rebuild(jwt))) === 'in') return jwt;
  return token.jwt;
}

/** The genuine token after its end. Accepted within the leeway of clocks proves nothing; it is asked again after it. */
async function expired(
  token: FoundToken,
  jwt: string,
  send: (value: string) => Promise<Standing>,
  { world, signal, target, progress }: CollectContext,
): Promise<{ trial?: Trial; notTried?: string; aliveUntilThen?: boolean }> {
  const { exp } = decodeJwt(jwt);
  if (exp === undefined) return { notTried: 'the token names no end' };
  const genuine = token.rebuild(jwt);
  const secondsTo = (at: number) => at - world.clock.now().getTime() / 1000;
  const patience = Math.max(patienceSeconds, (target.waitMs ?? 0) / 1000);
  if (secondsTo(exp) > patience)
    return { notTried: `it runs out in ${Math.round(secondsTo(exp) / 60)} minutes, longer than the audit waits` };
  const aliveUntilThen = (await send(genuine)) === 'in';
  progress(`waiting ${Math.max(0, Math.ceil(secondsTo(exp)))} s until a token ends, to see it refused`);
  await world.clock.wait(Math.max(0, secondsTo(exp + 2)) * 1000, signal);
  const first = await send(genuine);
  if (first !== 'in') return { trial: { how: 'expired', first, note: 'straight after its end' }, aliveUntilThen };
  await world.clock.wait(Math.max(0, secondsTo(exp + leewaySeconds)) * 1000, signal);
  const again = await send(genuine);
  const note = `accepted after its end, and asked again ${leewaySeconds} s after it`;
  return { trial: { how: 'expired', first, again, note }, aliveUntilThen };
}
