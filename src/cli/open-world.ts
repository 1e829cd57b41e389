import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Permit, permitsByName } from '../model/permit.ts';
import { createScope } from '../world/create-scope.ts';
import { createWorld } from '../world/create-world.ts';
import { openJournal } from '../world/journal.ts';
import { loadProjectKey } from '../world/project-key.ts';
import { readReceipts, type StoredReceipts } from '../world/receipts.ts';
import { systemClock } from '../world/system-clock.ts';
import type { Scope } from '../world/scope.ts';
import type { World } from '../world/world.ts';
import { exitCode } from './exit-code.ts';
import { passwordlessAccounts } from './config/problems-of-credentials.ts';
import { watchInterrupt } from './interrupt.ts';
import type { Output } from './output.ts';
import type { RunPlan } from './plan-run.ts';
import { usage } from './problem.ts';
import { proveOwnership } from './prove-ownership.ts';

/** Beside the dossier: every write, before it is sent. */
export const journalName = 'journal.jsonl';

export interface OpenWorldInput {
  readonly plan: RunPlan;
  /** An existing, writable folder. */
  readonly out: string;
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project's folder: its key lies there. */
  readonly cwd: string;
  /** False where nobody is to be asked who owns what. */
  readonly ownership: boolean;
  /** Receipts that are not in the project folder. */
  readonly receipts?: () => Promise<StoredReceipts>;
  /** Nothing but looking, whoever owns what. */
  readonly passive?: boolean;
  /** The browser shows its window. */
  readonly visible?: boolean;
}

export interface OpenedWorld {
  readonly world: World;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly fingerprintKey: string;
  close(): Promise<void>;
}

const closeTimeoutMs = 5_000;

/** Key, ownership, scope, world and Ctrl-C of a run. From here on everything printed is redacted. */
export async function openWorld(input: OpenWorldInput): Promise<OpenedWorld> {
  const { plan, out, output, env, cwd } = input;
  const key = await loadProjectKey(cwd);
  for (const note of [...plan.notes, ...(key.note ? [key.note] : [])]) output.note(note);
  const watch = watchInterrupt({
    source: process,
    monotonicMs: systemClock.monotonicMs,
    onFirst: () => output.note('\nStopping; what was seen is kept. Ctrl-C again quits at once.'),
    onSecond: () => process.exit(exitCode.interrupted),
  });
  try {
    const ownership = input.ownership ? await proveOwnership({ plan, key, output, signal: watch.signal }) : [];
    const { config, url } = plan.target;
    const scope = createScope({ config, url, permitFlags: plan.permits, ownership, passive: input.passive });
    refuseUnowned(plan.permits, scope);
    const journal = openJournal(join(out, journalName), systemClock.now, () => randomBytes(8).toString('hex'), url);
    const world = await createWorld({
      scope,
      env,
      signal: watch.signal,
      projectKey: key,
      accountPrefixes: plan.prefixes,
      passwordless: passwordlessAccounts(config),
      visibleBrowser: input.visible === true,
      journal,
      receipts: input.receipts ?? (() => readReceipts(cwd, key)),
    });
    output.useRedactor(world.vault.redact);
    return {
      world,
      signal: watch.signal,
      fingerprintKey: key.sign('fingerprint', 'findings'),
      close: async () => {
        await closeSoon(world);
        watch.stop();
      },
    };
  } catch (error) {
    watch.stop();
    throw error;
  }
}

/** What was asked for by name and can be granted nowhere is no consent, and is said before anything is sent. */
function refuseUnowned(asked: readonly Permit[], { hosts, isOwned }: Scope): void {
  const named = asked.filter((permit) => permitsByName.includes(permit));
  const [first] = hosts;
  if (named.length === 0 || !first || hosts.some((host) => isOwned(host.name))) return;
  throw usage(
    `--permit ${named.join(',')}`,
    `Nobody has shown that ${first.name} is theirs, so this is not done.`,
    `Run launch-ready consent ${first.name} and publish the token; or leave --permit out.`,
    exitCode.noConsent,
  );
}

/** A browser that does not answer must not hold the result back; its process goes with ours. */
async function closeSoon(world: World): Promise<void> {
  const done = new AbortController();
  const patience = systemClock.wait(closeTimeoutMs, done.signal).catch(() => undefined);
  await Promise.race([world.close(), patience]).finally(() => done.abort());
}
