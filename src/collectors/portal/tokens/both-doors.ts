import type { TokenTampering } from '../../session-evidence.ts';
import type { CollectContext } from '../../collector.ts';
import type { Exchange } from '../recorder.ts';
import type { Carried } from '../sessions/carriers.ts';
import type { OwnSession } from '../sessions/own-session.ts';
import { type Credential, findWhoAmIs } from '../sessions/who-am-i.ts';
import { findTokens } from './find-tokens.ts';
import { tryTokens } from './try-tokens.ts';

/**
 * Pages and the data that their scripts ask for may be guarded by different code: one verifies a token, the other decodes it. Where
 * one refuses all changed ones, the other is asked too.
 */
export async function tryBothDoors(
  session: OwnSession,
  carried: Carried,
  carrier: Credential,
  refresh: readonly string[],
  context: CollectContext,
): Promise<TokenTampering | undefined> {
  const record = await tryTokens(session, carried, carrier, refresh, context);
  if (!record || findTokens(carrier.value).length === 0 || record.trials.some(({ first }) => first !== 'out'))
    return record;
  const first = isPage(carried.probe.exchange);
  const [probe] = await findWhoAmIs(session, context, (one) => isPage(one) !== first);
  if (!probe || new URL(probe.url).host !== new URL(carried.probe.url).host) return record;
  const other = await tryTokens(session, { ...carried, probe }, carrier, refresh, context);
  return other?.trials.some(({ first, again }) => first === 'in' && again === 'in') ? other : record;
}

/** What a page is shown by, its own address or the parts that a framework asks for in its place. */
const isPage = ({ resource, requestHeaders }: Exchange): boolean =>
  resource === 'document' ||
  requestHeaders.rsc !== undefined ||
  /text\/(html|x-component)/.test(requestHeaders.accept ?? '');
