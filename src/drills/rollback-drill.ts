import type { DrillStep, RollbackReceipt } from '../model/receipt.ts';
import { clockWatch, type DrillClock } from './clock-watch.ts';
import { receiptHead } from './receipt-head.ts';

export interface CommandRun {
  readonly ok: boolean;
  /** First line of what it printed, redacted. */
  readonly line: string;
  readonly timedOut: boolean;
}

export interface RollbackPorts {
  readonly clock: DrillClock;
  run(command: string, timeoutMs: number): Promise<CommandRun>;
  say(text: string): void;
}

export interface RollbackCommands {
  readonly deploy: string;
  readonly rollback: string;
  readonly version: string;
  readonly environment: string;
  readonly giveUpAfterSeconds: number;
}

/**
 * Version, deploy, version, rollback (timed), version. The rollback counts when the version before the deploy is back; the
 * time runs until it is seen. Where a deploy failed or timed out the rollback is run all the same: half a release stays
 * nowhere.
 */
export async function runRollbackDrill(
  commands: RollbackCommands,
  head: { readonly id: string; readonly target: string },
  ports: RollbackPorts,
): Promise<RollbackReceipt> {
  const { clock } = ports;
  const startedAt = clock.now().toISOString();
  const watch = clockWatch(clock);
  const steps: DrillStep[] = [];
  const timeoutMs = commands.giveUpAfterSeconds * 1000;
  const run = async (what: string, command: string): Promise<CommandRun> => {
    ports.say(`${what} …`);
    const done = await ports.run(command, timeoutMs);
    const detail = done.timedOut ? `did not end within ${commands.giveUpAfterSeconds} s` : done.line;
    steps.push({ what, atMs: watch.ms(), ok: done.ok, detail });
    ports.say(`${what}: ${done.ok ? '' : 'failed, '}${detail}`);
    return done;
  };
  const finish = (
    outcome: RollbackReceipt['outcome'],
    versions: RollbackReceipt['versions'],
    rollbackMs?: number,
  ): RollbackReceipt => ({
    ...receiptHead(head.id, head.target, startedAt, clock.now(), watch.stepped(), false),
    drill: 'rollback',
    environment: commands.environment,
    steps,
    versions,
    ...(rollbackMs === undefined ? {} : { rollbackMs }),
    outcome,
  });

  const before = await run('version before', commands.version);
  if (!before.ok || before.line === '') return finish('failed', { before: before.line, deployed: '', after: '' });
  const deploy = await run('deploy', commands.deploy);
  const deployed = deploy.ok ? await run('version after the deploy', commands.version) : { ...deploy, line: '' };
  const began = clock.monotonicMs();
  const rollback = await run('rollback', commands.rollback);
  const after = await run('version after the rollback', commands.version);
  const rollbackMs = Math.round(clock.monotonicMs() - began);
  const versions = { before: before.line, deployed: deployed.line, after: after.line };
  if (deploy.timedOut || rollback.timedOut) return finish('timed-out', versions, rollbackMs);
  if (!deploy.ok || !deployed.ok || !rollback.ok || !after.ok) return finish('failed', versions, rollbackMs);
  if (deployed.line === before.line) return finish('same-version', versions, rollbackMs);
  return finish(after.line === before.line ? 'rolled-back' : 'wrong-version', versions, rollbackMs);
}
