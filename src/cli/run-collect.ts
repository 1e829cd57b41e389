import { randomBytes } from 'node:crypto';
import { collectors } from '../collectors/index.ts';
import { createLive } from '../collectors/live.ts';
import { checks } from '../checks/index.ts';
import { collect } from '../engine/collect.ts';
import { selectCollectors } from '../engine/select-collectors.ts';
import type { Dossier } from '../model/dossier.ts';
import { createScope, type OwnershipProof } from '../world/create-scope.ts';
import { createWorld } from '../world/create-world.ts';
import { loadProjectKey } from '../world/project-key.ts';
import { systemClock } from '../world/system-clock.ts';
import type { World } from '../world/world.ts';
import { exitCode } from './exit-code.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import type { RunPlan } from './plan-run.ts';
import { showProgress } from './progress.ts';
import { proveOwnership } from './prove-ownership.ts';
import { tool } from './tool.ts';
import { writeDossier } from './write-results.ts';

export interface RunCollectInput {
  readonly plan: RunPlan;
  /** An existing, writable folder. */
  readonly out: string;
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** False for `quick`: then nobody is asked who owns what. */
  readonly ownership: boolean;
}

export interface Collected {
  readonly dossier: Dossier;
  readonly dossierPath: string;
  readonly interrupted: boolean;
}

const closeTimeoutMs = 5_000;

/** Looks at the target, keeps the dossier on disk whatever happens, and leaves nothing running. */
export async function runCollect(input: RunCollectInput): Promise<Collected> {
  const { plan, out, output, env, cwd } = input;
  const key = await loadProjectKey(cwd);
  for (const note of [...plan.notes, ...(key.note ? [key.note] : [])]) output.note(note);
  const watch = watchInterrupt({
    source: process,
    monotonicMs: systemClock.monotonicMs,
    onFirst: () => output.note('\nStopping; what was seen is kept. Ctrl-C again quits at once.'),
    onSecond: () => process.exit(exitCode.interrupted),
  });
  let world: World | undefined;
  try {
    const proofs: readonly OwnershipProof[] = input.ownership
      ? await proveOwnership({ plan, key, output, signal: watch.signal })
      : [];
    const scope = createScope({
      config: plan.target.config,
      url: plan.target.url,
      permitFlags: plan.permits,
      ownership: proofs,
    });
    world = await createWorld({ scope, env, signal: watch.signal, projectKey: key, accountPrefixes: plan.prefixes });
    output.useRedactor(world.vault.redact);
    const view = showProgress({
      output,
      sent: () => world?.usage().sent ?? 0,
      monotonicMs: systemClock.monotonicMs,
    });
    const dossier = await collect({
      target: plan.target,
      world,
      collectors: selectCollectors(collectors, checks, plan.target.only),
      live: createLive(),
      run: `${systemClock.now().toISOString().slice(0, 19).replace(/[-:]/g, '')}-${randomBytes(3).toString('hex')}`,
      tool,
      fingerprintKey: key.sign('fingerprint', 'findings'),
      onProgress: view.onProgress,
      signal: watch.signal,
    }).finally(view.close);
    const dossierPath = await writeDossier(out, dossier, world.vault.redact);
    return { dossier, dossierPath, interrupted: watch.signal.aborted };
  } finally {
    if (world) await closeSoon(world);
    watch.stop();
  }
}

/** A browser that does not answer must not hold the result back; its process goes with ours. */
async function closeSoon(world: World): Promise<void> {
  const done = new AbortController();
  const patience = systemClock.wait(closeTimeoutMs, done.signal).catch(() => undefined);
  await Promise.race([world.close(), patience]).finally(() => done.abort());
}
