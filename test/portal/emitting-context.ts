import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import type { Config } from '../../src/model/config.ts';
import type { World } from '../../src/world/world.ts';

export interface Emitted {
  readonly kind: string;
  readonly subject: string;
  readonly value: unknown;
}

/** What a collector of the portal at this address is given, and what it emits there. */
export function emittingContext(given: { url: string; config: Config; world: World; signal: AbortSignal }) {
  const { url, config, world, signal } = given;
  const emitted: Emitted[] = [];
  const context = {
    target: { name: 'portal', url, config },
    world,
    signal,
    live: createLive(),
    emit: (kind: string, subject: string, value: unknown) => emitted.push({ kind, subject, value }),
    seen: (kind: string) => emitted.filter((one) => one.kind === kind),
    progress: () => undefined,
  } as unknown as CollectContext;
  return { context, emitted };
}
