import { GapError } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { crawlsSlot, gatesSlot } from '../crawl/collector.ts';
import { pageKey } from '../crawl/page-key.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { type Canary, canariesSlot, newCanary } from '../tenancy/canary.ts';
import { plantCanary } from './plant.ts';

const plantLimit = 6;

/**
 * Registers the canaries of the config, and plants one per kind of object through the portal's own forms as B where
 * `write` is granted. Then visits B's pages again, so that B's own views hold them.
 */
export const canaryCollector = defineCollector({
  id: 'canaries',
  produces: [],
  permit: 'sign-in',
  after: ['crawl'],
  timeoutMs: 120_000,
  subjects: (target) => (entryUrl(target, 'a') ? [target.name] : []),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const canaries: Canary[] = (context.target.config.canaries ?? []).map((one) => ({
      identity: one.identity as IdentityName,
      search: one.value.slice(0, 4),
      proof: one.value,
      planted: false,
    }));
    context.live.set(canariesSlot, canaries);
    for (const canary of canaries) context.world.vault.add(canary.proof, 'canary');
    const owner = context.live.get(sessionsSlot)?.get('b');
    const host = hostOfUrl(entryUrl(context.target, 'b') ?? '');
    if (!owner || context.world.scope.refuses('write', host)) return;
    await plantAll(owner, canaries, context);
  },
});

async function plantAll(owner: Session, canaries: Canary[], context: CollectContext): Promise<void> {
  const { world, live, signal, target } = context;
  const gate = live.get(gatesSlot)?.get(owner.identity);
  const crawled = live.get(crawlsSlot)?.get(owner.identity);
  if (!gate || !crawled) return;
  const forms = crawled.creators.slice(0, plantLimit);
  const never = (target.config.writes?.never ?? [])
    .map((one) => (one.split(/\s+/).pop() ?? '').replace(/[*{}]/g, '').replace(/\/+$/, ''))
    .filter((one) => one.length > 1);
  for (const creator of forms) {
    const canary = newCanary(owner.identity, world.randomHex);
    try {
      const outcome = await plantCanary({
        session: owner,
        gate,
        creator,
        canary,
        journal: world.journal,
        clock: world.clock,
        signal,
        never,
      });
      if (outcome.planted) canaries.push(canary);
      context.progress(
        outcome.planted
          ? `canary planted through "${creator.text}"`
          : `no canary through "${creator.text}": ${outcome.why}`,
      );
    } catch (thrown) {
      if (signal.aborted || (thrown instanceof GapError && thrown.gap.reason === 'budget-spent')) throw thrown;
      context.progress(
        `no canary through "${creator.text}": ${thrown instanceof Error ? thrown.message.split('\n')[0] : 'failed'}`,
      );
    }
  }
  if (!canaries.some((one) => one.planted)) return;
  // B's own views must be recorded with the canary in them: detail pages that B had not opened may now exist.
  const seen = new Set<string>();
  for (const url of crawled.visited.slice(0, 12)) {
    if (seen.has(pageKey(url))) continue;
    seen.add(pageKey(url));
    await owner.page.goto(url, { waitUntil: 'domcontentloaded', timeout: 10_000 }).catch(() => null);
    await waitUntilQuiet(owner.page, owner.recorder, world.clock, signal, { limitMs: 1500 });
  }
}
