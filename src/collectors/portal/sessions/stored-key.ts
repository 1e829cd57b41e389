import type { CollectContext } from '../../collector.ts';
import type { Exchange } from '../recorder.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { isEverybodys } from '../tenancy/public-headers.ts';
import { isSecretLike, withoutScheme } from '../tokens/find-tokens.ts';
import { credentialHeader } from '../words.ts';
import type { Credential, WhoAmI } from './who-am-i.ts';

const requestsTried = 3;
const closed: ReadonlySet<string> = new Set(['denied', 'sign-in', 'error-body']);

/** A value of the page's storage, and what stood in the same place of the browser that walked the portal. */
export interface StoredKey {
  readonly value: string;
  readonly before?: string;
}

/** Requests of the account's own pages that carried such a key in a header, with this browser's in its place; everybody's keys are none. */
export function sentWithKey(
  { value, before }: StoredKey,
  exchanges: readonly Exchange[],
  all: readonly Pick<Exchange, 'identity' | 'requestHeaders'>[],
): readonly { readonly exchange: Exchange; readonly header: Credential }[] {
  return exchanges
    .filter((one) => one.afterSignIn && one.method === 'GET' && one.status === 200)
    .flatMap((exchange) =>
      Object.entries(exchange.requestHeaders).flatMap(([name, sent]) => {
        const bare = withoutScheme(sent);
        if (!credentialHeader.test(name) || !isSecretLike(sent) || (bare !== value && bare !== before)) return [];
        if (isEverybodys(all, name, sent)) return [];
        return [{ exchange, header: { place: 'header' as const, name, value: sent.replace(bare, value) } }];
      }),
    )
    .slice(0, requestsTried);
}

/**
 * Whether a key without a meaning of its own opens the account from the browser's storage: a request of the portal's pages that carried
 * it is answered with it alone, without any cookie, and refused without it.
 */
export async function opensAlone(
  key: StoredKey,
  probe: Pick<WhoAmI, 'askFor'>,
  sessions: readonly (Pick<Session, 'recorder'> | undefined)[],
  { live }: Pick<CollectContext, 'live'>,
): Promise<boolean> {
  const all = [...(live.get(sessionsSlot)?.values() ?? [])].flatMap(({ recorder }) => recorder.exchanges);
  const own = sessions.flatMap((one) => one?.recorder.exchanges ?? []);
  for (const { exchange, header } of sentWithKey(key, own, all)) {
    const bare = await probe.askFor(exchange, []);
    if (!closed.has(bare.outcome)) continue;
    if ((await probe.askFor(exchange, [header])).outcome === 'data') return true;
  }
  return false;
}
