import { randomBytes } from 'node:crypto';
import { runAlertDrill } from '../../drills/alert-drill.ts';
import type { DrillClock } from '../../drills/clock-watch.ts';
import { runHealthDrill } from '../../drills/health-drill.ts';
import { runRollbackDrill } from '../../drills/rollback-drill.ts';
import type { Config } from '../../model/config.ts';
import type { Receipt } from '../../model/receipt.ts';
import { alertPorts } from './alert-ports.ts';
import { runCommand } from './commands.ts';
import { drillWorld } from './drill-world.ts';

export interface EveryDrillInput {
  readonly config: Config;
  readonly target: string;
  readonly clock: DrillClock;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Runs every drill that the config describes and needs no person, one after the other. */
export async function everyDrill(input: EveryDrillInput): Promise<readonly Receipt[]> {
  const { config, target, clock, cwd, env, signal, say } = input;
  const head = () => ({ id: randomBytes(6).toString('hex'), target });
  const world = await drillWorld(config, env, signal);
  const receipts: Receipt[] = [];
  const commands = {
    clock,
    say,
    run: (command: string, timeoutMs: number) =>
      runCommand(command, { cwd, env, timeoutMs, redact: world.vault.redact, signal }),
  };
  try {
    const { deploy, rollback, version, environment = 'staging', giveUpAfterSeconds = 1_200 } = config.rollback ?? {};
    if (deploy && rollback && version)
      receipts.push(
        await runRollbackDrill({ deploy, rollback, version, environment, giveUpAfterSeconds }, head(), commands),
      );
    const { health, alerts } = config;
    if (health)
      receipts.push(await runHealthDrill(health, head(), { ...commands, health: () => statusOf(world, health.url) }));
    if (alerts?.channels.every(({ seenBy }) => seenBy !== 'person')) {
      const ports = alertPorts({ world, clock, env, target, save: async () => undefined, say, interactive: false });
      const begin = {
        ...head(),
        code: randomBytes(4).toString('hex').toUpperCase(),
        negative: false,
        startedAt: clock.now().toISOString(),
        sent: {},
        steps: [],
      };
      const result = await runAlertDrill(alerts, begin, ports);
      if ('receipt' in result) receipts.push(result.receipt);
      else say(result.refused);
    }
    return receipts;
  } finally {
    await world.close();
  }
}

/** Status of a health endpoint; 0 where nothing answered. */
export function statusOf(world: Awaited<ReturnType<typeof drillWorld>>, url: string): Promise<number> {
  return world.http.request({ url, permit: 'look', maxBodyBytes: 65_536 }).then(
    ({ status }) => status,
    () => 0,
  );
}
