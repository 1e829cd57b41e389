import type { DrillStep, HealthReceipt } from '../model/receipt.ts';
import { clockWatch } from './clock-watch.ts';
import { receiptHead } from './receipt-head.ts';
import type { RollbackPorts } from './rollback-drill.ts';

export interface HealthPorts extends RollbackPorts {
  /** Status of the health endpoint; 0 where nothing answered. */
  health(): Promise<number>;
}

export interface HealthCommands {
  readonly url: string;
  readonly break: string;
  readonly restore: string;
  readonly settleSeconds: number;
}

const commandTimeoutMs = 120_000;

/** Takes the database of staging away and asks the health endpoint; whatever happens, `restore` is run. */
export async function runHealthDrill(
  commands: HealthCommands,
  head: { readonly id: string; readonly target: string },
  ports: HealthPorts,
): Promise<HealthReceipt> {
  const { clock } = ports;
  const startedAt = clock.now().toISOString();
  const watch = clockWatch(clock);
  const steps: DrillStep[] = [];
  const note = (what: string, ok: boolean, detail: string) => {
    steps.push({ what, atMs: watch.ms(), ok, detail });
    ports.say(`${what}: ${detail}`);
  };
  const healthy = (status: number) => status >= 200 && status < 300;
  const ask = async (what: string) => {
    const status = await ports.health();
    note(what, healthy(status), status === 0 ? 'no answer' : `answered ${status}`);
    return status;
  };
  const run = async (what: string, command: string) => {
    const done = await ports.run(command, commandTimeoutMs);
    note(what, done.ok, done.timedOut ? 'did not end in two minutes' : done.line || 'done');
    return done.ok;
  };

  const before = await ask('health before');
  let statusWhileBroken = before;
  let broke = false;
  let restored = true;
  if (healthy(before)) {
    try {
      broke = await run('break', commands.break);
      await clock.wait(commands.settleSeconds * 1000);
      statusWhileBroken = await ask('health while broken');
    } finally {
      restored = await run('restore', commands.restore);
    }
    await clock.wait(commands.settleSeconds * 1000);
  }
  const after = healthy(before) ? await ask('health after') : before;
  const settled = healthy(before) && broke && restored && healthy(after);
  return {
    ...receiptHead(head.id, head.target, startedAt, clock.now(), watch.stepped(), false),
    drill: 'health',
    url: commands.url,
    steps,
    healthyBefore: healthy(before),
    statusWhileBroken,
    healthyAfter: healthy(after),
    outcome: settled ? (healthy(statusWhileBroken) ? 'lies' : 'honest') : 'failed',
  };
}
