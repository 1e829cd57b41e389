import type { TokenTampering } from '../../session-evidence.ts';
import type { CollectContext } from '../../collector.ts';
import { plainPath } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { sessionsSlot } from '../session.ts';
import type { Carried } from '../sessions/carriers.ts';
import type { OwnSession } from '../sessions/own-session.ts';
import { type Credential, findWhoAmIs, type WhoAmI, withCredential } from '../sessions/who-am-i.ts';
import { findTokens } from './find-tokens.ts';
import { changedTokens } from './tamper.ts';
import { tryTokens } from './try-tokens.ts';

const mostServices = 6;

/**
 * One token opens several doors, each guarded by code of its own: one verifies it, the other decodes it. Where the first refuses all changed
 * ones, the pages or the data behind them are asked too, then one address of each further service or function.
 */
export async function tryEveryDoor(
  session: OwnSession,
  carried: Carried,
  carrier: Credential,
  refresh: readonly string[],
  context: CollectContext,
): Promise<TokenTampering | undefined> {
  const record = await tryTokens(session, carried, carrier, refresh, context);
  if (!record || findTokens(carrier.value).length === 0 || record.trials.some(({ first }) => first !== 'out'))
    return record;
  const at = (probe: WhoAmI) => tryTokens(session, { ...carried, probe }, carrier, refresh, context);
  const first = isPage(carried.probe.exchange);
  const [beside] = await findWhoAmIs(session, context, (one) => isPage(one) !== first);
  if (beside && isSameHost(beside, carried.probe)) {
    const other = await at(beside);
    if (isOpen(other)) return other;
  }
  // A session of its own has met little more than the first page: what the walk pressed, exports say, stands in the other one's record.
  const walked = context.live.get(sessionsSlot)?.get(session.identity)?.recorder.exchanges ?? [];
  const from = [...session.recorder.exchanges, ...walked];
  for (const service of furtherServices(from, carried.probe, beside)) {
    const isOfService = (one: Exchange) => serviceOf(one) === service && isSent(one, carrier);
    const [probe] = await findWhoAmIs(session, context, isOfService, { from, files: true });
    if (!probe || !(await takesAny(probe, carrier))) continue;
    const other = await at(probe);
    if (isOpen(other)) return other;
  }
  return record;
}

const isOpen = (record: TokenTampering | undefined) =>
  record?.trials.some(({ first, again }) => first === 'in' && again === 'in') === true;

/** What a page is shown by, its own address or the parts that a framework asks for in its place. */
const isPage = ({ resource, requestHeaders }: Exchange): boolean =>
  resource === 'document' ||
  requestHeaders.rsc !== undefined ||
  /text\/(html|x-component)/.test(requestHeaders.accept ?? '');

const isSameHost = (one: WhoAmI, other: WhoAmI) => new URL(one.url).host === new URL(other.url).host;

const isSent = ({ requestHeaders }: Exchange, { place, name }: Credential) =>
  place === 'header' ? requestHeaders[name.toLowerCase()] !== undefined : 'cookie' in requestHeaders;

/** Where a gateway sends a request: its host and the words that its path begins with, the name of a function included. */
function serviceOf({ url }: Exchange): string {
  const { host, pathname } = new URL(url);
  const words = plainPath(pathname)
    .split('/')
    .filter((word) => word !== '' && !word.startsWith('{') && !/^(api|v\d+|rest)$/i.test(word));
  return `${host} ${words.slice(0, /^(functions?|lambda|services?|rpc|fn)$/i.test(words[0] ?? '') ? 2 : 1).join('/')}`;
}

/** Services besides those that were asked, exports and functions first: they are written apart from the rest. */
function furtherServices(from: readonly Exchange[], ...asked: readonly (WhoAmI | undefined)[]): readonly string[] {
  const known = asked.flatMap((probe) => (probe ? [serviceOf(probe.exchange)] : []));
  const names = from
    .filter((one) => one.afterSignIn && one.status < 300)
    .map(serviceOf)
    .filter((one) => !known.includes(one));
  const isApart = (name: string) => /function|lambda|export|download|report|print|file|storage|legacy|old/i.test(name);
  return [...new Set(names)].sort((one, other) => Number(isApart(other)) - Number(isApart(one))).slice(0, mostServices);
}

/** The two changes that say most: a signature that does not fit, and none at all. */
async function takesAny(probe: WhoAmI, carrier: Credential): Promise<boolean> {
  const all = await probe.credentials();
  const [token] = findTokens(carrier.value);
  if (!token) return false;
  const telling = changedTokens(token.jwt, undefined).filter(({ how }) => how === 'altered' || how === 'alg-none');
  for (const { value } of telling.slice(0, 2))
    if ((await probe.ask(withCredential(all, carrier, token.rebuild(value)))) === 'in') return true;
  return false;
}
