import type { CollectContext } from '../collector.ts';
import type { LinkUse } from '../delivery-evidence.ts';
import type { Sent, Typed } from './send-form.ts';
import { useAgain } from './use-link.ts';

const sliceMs = 60_000;

/** Keeps an unused link for as long as the run may wait (`--wait`), then uses it. */
export async function expiryOf(
  url: string | undefined,
  used: { readonly typed: Typed; readonly first: Sent; readonly statedMinutes?: number },
  context: CollectContext,
): Promise<LinkUse['expiry']> {
  return await keepUnused(url, used.statedMinutes, (link) => useAgain(link, used.typed, used.first, context), context);
}

/** The same, used in whatever way it is meant to be. */
export async function keepUnused(
  url: string | undefined,
  statedMinutes: number | undefined,
  use: (url: string) => Promise<{ readonly state: 'refused' | 'accepted' | 'unclear'; readonly detail: string }>,
  context: CollectContext,
): Promise<LinkUse['expiry']> {
  const { world, signal, target } = context;
  const stated = statedMinutes === undefined ? {} : { statedMinutes };
  const waitMs = target.waitMs;
  if (waitMs === undefined)
    return { state: 'not-waited', waitedMinutes: 0, ...stated, detail: 'the run was not given time to wait' };
  if (!url) return { state: 'not-waited', waitedMinutes: 0, ...stated, detail: 'there was no unused link to keep' };
  const wanted = Math.min(
    waitMs,
    statedMinutes === undefined ? waitMs : statedMinutes * 60_000 + 90_000,
    2 * 3_600_000,
  );
  const began = world.clock.now().getTime();
  context.progress(`keeping an unused link for ${Math.round(wanted / 60_000)} min`);
  for (let left = wanted; left > 0; left = wanted - (world.clock.now().getTime() - began))
    await world.clock.wait(left > sliceMs * 1.5 ? sliceMs : left, signal);
  const waitedMinutes = Math.round((world.clock.now().getTime() - began) / 60_000);
  const late = await use(url);
  const state = late.state === 'refused' ? 'ended' : late.state === 'accepted' ? 'alive' : 'unclear';
  return { state, waitedMinutes, ...stated, detail: late.detail };
}
