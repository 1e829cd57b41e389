import type { CollectContext } from '../../collector.ts';
import type { Session } from '../session.ts';
import type { OwnSession } from './own-session.ts';
import { findWhoAmIs, type WhoAmI } from './who-am-i.ts';

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
  if (!main) return probes;
  const met = await findWhoAmIs(main, context);
  if (probes.some(({ names }) => names)) return withOtherKinds(probes, met, session, context);
  const seen = met.find(({ names }) => names) ?? (probes.length === 0 ? met[0] : undefined);
  if (!seen) return probes;
  const page = seen.exchange.resource === 'document' ? seen.url : seen.page;
  await lookAt(page, session, context);
  const better = await findWhoAmIs(session, context);
  // Whether the browser is in is seen there as well, and often the way out is there.
  if (better.some(({ names }) => names)) session.home = page;
  return better.length > 0 ? better : probes;
}

/** Some pages ask with a key of their own, which the first page does not fetch: those are opened too, and its session is one as well. */
async function withOtherKinds(
  probes: readonly WhoAmI[],
  met: readonly WhoAmI[],
  session: OwnSession,
  context: CollectContext,
): Promise<readonly WhoAmI[]> {
  const kindOf = async (one: WhoAmI) =>
    (await one.credentials())
      .filter(({ place }) => place === 'header')
      .map(({ name }) => name.toLowerCase())
      .sort()
      .join(' ');
  const known = new Set(await Promise.all(probes.map(kindOf)));
  let opened = false;
  for (const one of met) {
    const kind = await kindOf(one);
    if (kind === '' || known.has(kind) || one.exchange.resource === 'document') continue;
    known.add(kind);
    opened = true;
    await lookAt(one.page, session, context);
  }
  if (!opened) return probes;
  const more = await findWhoAmIs(session, context);
  return more.length > probes.length ? more : probes;
}

async function lookAt(url: string, { page, recorder }: OwnSession, { world, signal }: CollectContext): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  for (let look = 0; look < 12 && recorder.inFlight(1500) > 0; look++) await world.clock.wait(200, signal);
  await world.clock.wait(300, signal);
  await recorder.settled();
}
