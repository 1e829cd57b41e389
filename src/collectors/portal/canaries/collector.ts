import { formsInOrder } from './forms-in-order.ts';
import { blankIds } from '../crawl/page-key.ts';
import { neverPaths } from './never-paths.ts';
import type { Config } from '../../../model/config.ts';
import { nameOf } from './name-of-form.ts';
import { GapError } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { gatesSlot } from '../gates.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { type Canary, canariesSlot, declaredCanary, newCanary } from '../tenancy/canary.ts';
import { callsThatMake } from './calls-that-make.ts';
import { plantCanary } from './plant.ts';
import { plantByCall } from './plant-by-call.ts';
import { type PlantedRecord, plantedSlot } from './planted-slot.ts';
import { plantFile } from './plant-file.ts';

const plantLimit = 16;
const plantLimitMs = 60_000;
const fileLimit = 4;
const callLimit = 4;
/** Each place that takes files is an operation of its own. */
const filesWanted = 3;

/**
 * Registers the canaries of the config, and plants one per kind of object through the portal's own forms as B where
 * `write` is granted.
 */
export const canaryCollector = defineCollector({
  id: 'canaries',
  produces: [],
  permit: 'sign-in',
  uses: ['crawl'],
  timeoutMs: 120_000,
  subjects: (target) => (entryUrl(target, 'a') ? [target.name] : []),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const canaries: Canary[] = declared(context.target.config.canaries);
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
  const endMs = world.clock.monotonicMs() + plantLimitMs;
  const never = neverPaths(target.config);
  const creators = formsInOrder(crawled.creators, plantLimit);
  const places = [
    ...(crawled.uploaders ?? []).slice(0, fileLimit).map((creator) => ({
      creator,
      plant: plantFile,
      form: `the upload of ${blankIds(new URL(creator.page).pathname)}`,
    })),
    ...creators.map((creator) => ({ creator, plant: plantCanary, form: nameOf(creator) })),
  ];
  let files = 0;
  const planted: PlantedRecord[] = [];
  live.set(plantedSlot, planted);
  for (const { creator, plant, form } of places) {
    if (world.clock.monotonicMs() >= endMs) break;
    if (plant === plantFile && files >= filesWanted) continue;
    const canary = newCanary(owner.identity, world.randomHex);
    try {
      const outcome = await plant({
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
      const file = plant === plantFile ? { file: true as const } : {};
      if (outcome.planted) planted.push({ ...recordOf(outcome), ...file, canary, creator, shownAt: owner.page.url() });
      if (outcome.planted && plant === plantFile) files += 1;
      context.progress(
        outcome.planted ? `canary planted through ${form}` : `no canary through ${form}: ${outcome.why}`,
      );
    } catch (thrown) {
      if (signal.aborted || (thrown instanceof GapError && thrown.gap.reason === 'budget-spent')) throw thrown;
      context.progress(
        `no canary through ${form}: ${thrown instanceof Error ? thrown.message.split('\n')[0] : 'failed'}`,
      );
    }
  }
  await plantByCalls(owner, { canaries, planted, gate, never, endMs }, context);
}

interface Planting {
  readonly canaries: Canary[];
  readonly planted: PlantedRecord[];
  readonly gate: NonNullable<Parameters<typeof plantCanary>[0]>['gate'];
  readonly never: readonly string[];
  readonly endMs: number;
}

/** Kinds of record that no form could be used for, by the requests that the portal's scripts name for making them. */
async function plantByCalls(
  owner: Session,
  { canaries, planted, gate, never, endMs }: Planting,
  { world, live, signal, progress }: CollectContext,
): Promise<void> {
  const named = live.get(crawlsSlot)?.get(owner.identity)?.named ?? [];
  for (const call of callsThatMake(named, owner.recorder.exchanges).slice(0, callLimit)) {
    if (world.clock.monotonicMs() >= endMs) break;
    const entries = await world.journal.entries();
    const isMade = entries.some(
      (one) =>
        one.url === call.url && one.identity === owner.identity && one.settled.some(({ state }) => state === 'done'),
    );
    if (isMade) continue;
    const canary = newCanary(owner.identity, world.randomHex);
    const creator = { page: call.list.page || owner.page.url(), text: '' };
    const { journal, clock } = world;
    const outcome = await plantByCall({ session: owner, gate, creator, canary, journal, clock, signal, never, call });
    if (outcome.planted) canaries.push(canary);
    if (outcome.planted) planted.push({ ...recordOf(outcome), canary, creator, shownAt: owner.page.url(), call });
    const place = new URL(call.url).pathname;
    progress(
      outcome.planted
        ? `canary planted by a request to ${place}`
        : `no canary by a request to ${place}: ${outcome.why}`,
    );
  }
}

const recordOf = ({ created }: { readonly created?: string }) => (created === undefined ? {} : { created });

/** The canaries of the config, in either of its two spellings. */
function declared(canaries: Config['canaries']): Canary[] {
  const list = Array.isArray(canaries)
    ? canaries
    : Object.entries(canaries ?? {}).flatMap(([identity, values]) => values.map((value) => ({ identity, value })));
  return list.map(({ identity, value }) => declaredCanary(identity as IdentityName, value));
}
