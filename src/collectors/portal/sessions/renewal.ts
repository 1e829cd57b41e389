import { GapError } from '../../../model/gap.ts';
import type { CollectContext } from '../../collector.ts';
import type { SessionLifetime } from '../../session-evidence.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isSecretLike, withoutScheme } from '../tokens/find-tokens.ts';
import { isRenewal, renew, type Spare } from './after-logout.ts';
import type { Carried } from './carriers.ts';
import { openSpare, type OwnSession } from './own-session.ts';
import { storedSecrets } from './storage.ts';
import { findProbes } from './find-probes.ts';

/** A grace for requests at the same moment is fine (Supabase 10 s, Auth0 and Okta up to a minute): asked again after it. */
const graceSeconds = 65;

/**
 * RFC 9700, section 4.14: a token that renews the session is good for one time, or bound to its sender. Signs in once more, spoils the
 * access token in the browser's storage so that the page renews it by itself, and renews again with the token that is used up by then.
 * undefined: nothing of the session is in the storage, or the page renewed nothing.
 */
export async function lookAtRenewal(
  session: OwnSession,
  carried: readonly Carried[],
  context: CollectContext,
): Promise<(Spare & { readonly renewal: NonNullable<SessionLifetime['renewal']> }) | undefined> {
  const { page, recorder } = session;
  const { world, signal } = context;
  const look = async () => {
    const now = (await Promise.all(carried.map(({ probe }) => probe.credentials()))).flat();
    const values = [...carried.flatMap((one) => one.carriers), ...now].map(({ value }) => withoutScheme(value));
    const stored = await storedSecrets(page);
    return { stored, values, isKept: stored.some((one) => values.includes(one.value)) };
  };
  let seen = await look();
  if (!seen.isKept && seen.stored.length > 1) {
    // The page may have renewed its token and asked for nothing with the new one yet.
    await page.reload({ waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
    await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 3000 });
    seen = await look();
  }
  const { stored, values, isKept } = seen;
  // What would renew it stands there as well.
  if (!isKept || !stored.some((one) => !values.includes(one.value))) return undefined;
  context.progress('signing in as a once more, to see what renews the session');
  const second = await openSpare('a', context);
  if (!second) return undefined;
  try {
    return await reuse(second, context);
  } catch (thrown) {
    if (context.signal.aborted || !(thrown instanceof GapError)) throw thrown;
    return undefined;
  } finally {
    await second.context.close().catch(() => undefined);
  }
}

async function reuse(session: OwnSession, context: CollectContext) {
  const { world, signal } = context;
  const { page, recorder } = session;
  const [probe] = await findProbes(session, undefined, context);
  if (!probe) return undefined;
  const before = await storedSecrets(page);
  const headers = (await probe.credentials()).filter(({ place }) => place === 'header');
  const access = before.filter((one) => headers.some(({ value }) => withoutScheme(value) === one.value));
  if (access.length === 0) return undefined;
  const count = recorder.exchanges.length;
  for (const { value } of access) await page.evaluate(spoil, { value, with_: spoilt(value) });
  // Loaded once: a second time it might ask again before it has kept the answer.
  await page.reload({ waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 4000 });
  await recorder.settled();
  const renewed = recorder.exchanges.slice(count).flatMap((one) => {
    const kept = before.find(
      ({ value }) => !access.some((other) => other.value === value) && one.requestBody?.includes(value),
    );
    return kept && (isRenewal(one) || bringsToken(one)) ? [{ exchange: one, ...kept }] : [];
  })[0];
  if (!renewed) return undefined;
  const { exchange, value, place } = renewed;
  const given = exchangeContent(exchange).leaves.filter((leaf) => isSecretLike(leaf.value));
  const now = (await storedSecrets(page)).find((one) => one.place === place)?.value;
  const replaced = now !== undefined && now !== value && given.some((leaf) => leaf.value === now);
  const cookies = await session.context.cookies(exchange.url);
  const cookie = cookies.map((one) => `${one.name}=${one.value}`).join('; ');
  const held = { probe, credentials: await probe.credentials() };
  const again = async () => (await renew(exchange, exchange.requestBody ?? '', cookie, [held], context)).standing;
  let standing = await again();
  let afterSeconds = 0;
  if (standing === 'in' && replaced) {
    await world.clock.wait(graceSeconds * 1000, signal);
    afterSeconds = graceSeconds;
    standing = await again();
  }
  const operation = new URL(exchange.url).pathname;
  return { exchange, value, place, renewal: { operation, replaced, again: standing, afterSeconds } };
}

/** A POST without a password, answered with something that looks like a key. */
const bringsToken = (one: Exchange): boolean =>
  one.method === 'POST' &&
  one.status < 300 &&
  !/(^|[&"{,\s])(password|passwd|passwort|pwd)"?\s*[:=]/i.test(one.requestBody ?? '') &&
  exchangeContent(one).leaves.some((leaf) => isSecretLike(leaf.value));

/** The same token with a letter in its last part changed: well-formed, and signed by nobody. */
function spoilt(value: string): string {
  const at = value.length - 8;
  return value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
}

/** Runs inside the page: in both storages this text is another one. */
function spoil({ value, with_ }: { readonly value: string; readonly with_: string }): void {
  for (const storage of [localStorage, sessionStorage])
    for (const key of Object.keys(storage)) {
      const now = storage.getItem(key) ?? '';
      if (now.includes(value)) storage.setItem(key, now.split(value).join(with_));
    }
}
