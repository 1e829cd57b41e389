import { randomBytes } from 'node:crypto';
import { checks } from '../checks/index.ts';
import { collectors } from '../collectors/index.ts';
import { createLive } from '../collectors/live.ts';
import { collect } from '../engine/collect.ts';
import { selectCollectors } from '../engine/select-collectors.ts';
import type { Dossier } from '../model/dossier.ts';
import { systemClock } from '../world/system-clock.ts';
import { type OpenWorldInput, openWorld } from './open-world.ts';
import { showProgress } from './progress.ts';
import { tool } from './tool.ts';
import { writeDossier } from './write-results.ts';

export interface Collected {
  readonly dossier: Dossier;
  readonly dossierPath: string;
  readonly interrupted: boolean;
}

/** Looks at the target, keeps the dossier on disk whatever happens, and leaves nothing running. */
export async function runCollect(input: OpenWorldInput & { readonly limitMs?: number }): Promise<Collected> {
  const { plan, out, output } = input;
  const { world, signal, fingerprintKey, close } = await openWorld(input);
  try {
    const { monotonicMs } = systemClock;
    const view = showProgress({ output, sent: () => world.usage().sent, monotonicMs });
    const dossier = await collect({
      target: plan.target,
      world,
      collectors: selectCollectors(collectors, checks, plan.target.only).filter(
        ({ permit }) => input.passive !== true || permit === 'look',
      ),
      live: createLive(),
      run: newRunId(),
      tool,
      fingerprintKey,
      onProgress: view.onProgress,
      signal: input.limitMs === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(input.limitMs)]),
    }).finally(view.close);
    const dossierPath = await writeDossier(out, dossier, world.vault.redact);
    return { dossier, dossierPath, interrupted: signal.aborted };
  } finally {
    await close();
  }
}

/** Sorts by time and is unique: `20261121T230000-3fa9c1`. */
function newRunId(): string {
  const time = systemClock.now().toISOString().slice(0, 19).replace(/[-:]/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
