import type { CollectContext } from '../../collector.ts';
import type { Session } from '../session.ts';
import type { OwnSession } from './own-session.ts';
import { askedBySession, findWhoAmIs, type WhoAmI } from './who-am-i.ts';

/**
 * Reads that say whose session this is. The first page is opened again, so that who is asking is on record even where the
 * sign-in's own page did not say it; where it names nobody, as a shop's does, the page on which the crawl saw the account named.
 */
export async function findProbes(
  session: OwnSession,
  main: Session | undefined,
  context: CollectContext,
): Promise<readonly WhoAmI[]> {
  await lookAt(session.home, session, context);
  const probes = await findWhoAmIs(session, context);
  // A visitor with a cart has values of its own too: an answer that names nobody tells less than one that does.
  if (probes.some(({ names }) => names) || !main) return probes;
  const met = await findWhoAmIs(main, context);
  const seen = met.find(({ names }) => names) ?? (probes.length === 0 ? met[0] : undefined);
  if (!seen) return probes;
  const page = seen.exchange.resource === 'document' ? seen.url : seen.page;
  await lookAt(page, session, context);
  const better = await findWhoAmIs(session, context);
  // Whether the browser is in is seen there as well, and often the way out is there.
  if (better.some(({ names }) => names)) session.home = page;
  return better.length > 0 ? better : probes;
}

/**
 * Reads that carry who is asking in another way than these: a token beside the cookie, which one page of the portal fetches for itself.
 * A portal that ends the one may forget the other. Such pages are those on which the crawl saw it.
 */
export async function findOtherKinds(
  probes: readonly WhoAmI[],
  session: OwnSession,
  main: Session | undefined,
  context: CollectContext,
): Promise<readonly WhoAmI[]> {
  const isNew = ({ kind }: WhoAmI) => !probes.some((one) => one.kind === kind);
  const lacking = main ? (await findWhoAmIs(main, context)).filter(isNew) : [];
  if (lacking.length === 0) return [];
  for (const { exchange, url, page } of lacking)
    await lookAt(exchange.resource === 'document' ? url : page, session, context);
  const found = (await findWhoAmIs(session, context)).filter(isNew);
  for (const one of lacking) {
    if (found.some(({ kind }) => kind === one.kind)) continue;
    const asked = await askedBySession(session, one, context);
    if (asked) found.push(asked);
  }
  return found;
}

async function lookAt(url: string, { page, recorder }: OwnSession, { world, signal }: CollectContext): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  for (let look = 0; look < 12 && recorder.inFlight(1500) > 0; look++) await world.clock.wait(200, signal);
  await world.clock.wait(300, signal);
  await recorder.settled();
}
