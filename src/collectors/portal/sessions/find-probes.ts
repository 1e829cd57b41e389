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
  if (probes.length > 0 || !main) return probes;
  const [seen] = await findWhoAmIs(main, context);
  if (!seen) return probes;
  await lookAt(seen.exchange.resource === 'document' ? seen.url : seen.page, session, context);
  return findWhoAmIs(session, context);
}

async function lookAt(url: string, { page, recorder }: OwnSession, { world, signal }: CollectContext): Promise<void> {
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  for (let look = 0; look < 12 && recorder.inFlight(1500) > 0; look++) await world.clock.wait(200, signal);
  await world.clock.wait(300, signal);
  await recorder.settled();
}
