import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AlertState, runAlertDrill } from '../../drills/alert-drill.ts';
import { runHealthDrill } from '../../drills/health-drill.ts';
import { type RollbackPorts, runRollbackDrill } from '../../drills/rollback-drill.ts';
import type { AlertsConfig } from '../../model/handover-config.ts';
import type { Receipt } from '../../model/receipt.ts';
import { writeFileAtomically } from '../../world/files.ts';
import { loadProjectKey } from '../../world/project-key.ts';
import { keepReceipt } from '../../world/receipts.ts';
import { systemClock } from '../../world/system-clock.ts';
import type { CommandContext } from '../command-context.ts';
import { alertPorts } from '../drills/alert-ports.ts';
import { runCommand } from '../drills/commands.ts';
import { drillWorld } from '../drills/drill-world.ts';
import { statusOf } from '../drills/every-drill.ts';
import { exitCode } from '../exit-code.ts';
import { watchInterrupt } from '../interrupt.ts';
import { planRun, type RunPlan } from '../plan-run.ts';
import { usage } from '../problem.ts';

export interface DrillFlags {
  readonly config?: string;
  readonly negative?: boolean;
  readonly resume?: boolean;
  readonly code?: string;
}

/** Runs a drill, keeps its signed receipt. Exit 0 when it showed what it should, 1 when it did not. */
export async function drill(kind: string, flags: DrillFlags, context: CommandContext): Promise<number> {
  const plan = await planRun({
    flags: { config: flags.config, out: '.', color: false },
    env: context.env,
    cwd: context.cwd,
  });
  if (kind === 'alert') return await alert(plan, flags, context);
  if (kind === 'rollback') return await rollback(plan, context);
  if (kind === 'health') return await health(plan, context);
  throw usage('KIND', `There is no drill "${kind}".`, 'Use alert, rollback or health.');
}

async function openDrill(plan: RunPlan, context: CommandContext) {
  const watch = watchInterrupt({
    source: process,
    monotonicMs: systemClock.monotonicMs,
    onFirst: () => context.output.note('\nStopping; what was sent is kept, go on with --resume.'),
    onSecond: () => process.exit(exitCode.interrupted),
  });
  const world = await drillWorld(plan.target.config, context.env, watch.signal);
  context.output.useRedactor(world.vault.redact);
  return {
    world,
    close: async () => {
      await world.close();
      watch.stop();
    },
  };
}

const stateFolder = (cwd: string) => join(cwd, '.launch-ready', 'drills');

async function alert(plan: RunPlan, flags: DrillFlags, context: CommandContext): Promise<number> {
  const { config, name } = plan.target;
  const { alerts } = config;
  if (!alerts)
    throw usage('alerts', 'The config names no channel.', 'Add "alerts" with a probe and at least one channel.');
  const { cwd, env, output } = context;
  const negative = flags.negative === true;
  const earlier = flags.resume ? await latestState(cwd, name, negative) : undefined;
  if (flags.resume && !earlier) throw usage('--resume', 'No alert drill was cut off here.', 'Run it without --resume.');
  if (flags.code !== undefined && !earlier)
    throw usage('--code', 'A code belongs to a drill that waits for it.', 'Add --resume.');
  const begin: AlertState = earlier ?? {
    id: randomBytes(6).toString('hex'),
    target: name,
    code: randomBytes(4).toString('hex').toUpperCase(),
    negative,
    startedAt: systemClock.now().toISOString(),
    sent: {},
    steps: [],
  };
  const path = join(stateFolder(cwd), `alert-${begin.id}.json`);
  output.note(announce(alerts, negative));
  const opened = await openDrill(plan, context);
  try {
    const ports = alertPorts({
      world: opened.world,
      clock: systemClock,
      env,
      target: name,
      save: (state) => writeFileAtomically(path, `${JSON.stringify(state)}\n`),
      say: output.note,
      ...(flags.code === undefined ? {} : { typed: flags.code }),
      interactive: process.stdin.isTTY === true,
    });
    const result = await runAlertDrill(alerts, begin, ports, earlier !== undefined);
    if ('refused' in result) {
      await rm(path, { force: true });
      throw usage('alerts.probe', result.refused, '');
    }
    const waiting = result.receipt.channels.some(
      ({ outcome, seenBy }) => outcome === 'sent-not-seen' && seenBy === 'a person',
    );
    if (waiting && flags.code === undefined && process.stdin.isTTY !== true) {
      output.print(`The alert is out. When it has arrived: launch-ready drill alert --resume --code CODE\n`);
      return exitCode.unproven;
    }
    await rm(path, { force: true });
    const kept = await keep(result.receipt, context);
    const seen = result.receipt.channels.filter(({ outcome }) => outcome === 'seen');
    output.print(
      `${result.receipt.channels.map(({ name: channel, outcome, seenMs, detail }) => `${channel}: ${outcome}${seenMs === undefined ? '' : ` after ${Math.round(seenMs / 1000)} s`} (${detail})`).join('\n')}\nReceipt: ${kept}\n`,
    );
    return seen.length > 0 ? exitCode.done : exitCode.notReady;
  } finally {
    await opened.close();
  }
}

function announce({ channels }: AlertsConfig, negative: boolean): string {
  const list = channels.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  return `This sends a marked drill alert to: ${list}. It cannot be called back. Production is not touched.${negative ? ` ${channels[0]?.name ?? ''} is left out, as if it were broken.` : ''}`;
}

async function latestState(cwd: string, target: string, negative: boolean): Promise<AlertState | undefined> {
  const folder = stateFolder(cwd);
  if (!existsSync(folder)) return undefined;
  const names = (await readdir(folder)).filter((one) => /^alert-[0-9a-f]{12}\.json$/.test(one));
  const states = await Promise.all(names.map((name) => readState(join(folder, name))));
  return states
    .flatMap((state) => (state?.target === target && state.negative === negative ? [state] : []))
    .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1))[0];
}

async function readState(path: string): Promise<AlertState | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as AlertState;
  } catch {
    // Cut off while it was written: nothing was sent on its account that an earlier state does not know.
    return undefined;
  }
}

async function keep(receipt: Receipt, { cwd, output }: CommandContext): Promise<string> {
  const key = await loadProjectKey(cwd);
  if (key.note) output.note(key.note);
  return await keepReceipt(cwd, key, receipt);
}

const head = (target: string) => ({ id: randomBytes(6).toString('hex'), target });

function commandPorts({ cwd, env, output }: CommandContext, signal: AbortSignal): RollbackPorts {
  return {
    clock: systemClock,
    say: output.note,
    run: (command, timeoutMs) => runCommand(command, { cwd, env, timeoutMs, redact: output.redact, signal }),
  };
}

async function rollback(plan: RunPlan, context: CommandContext): Promise<number> {
  const { name, config } = plan.target;
  const {
    deploy,
    rollback: back,
    version,
    environment = 'staging',
    giveUpAfterSeconds = 1_200,
  } = config.rollback ?? {};
  if (!deploy || !back || !version)
    throw usage(
      'rollback',
      'The config does not name all three commands.',
      'Set rollback.deploy, rollback.rollback and rollback.version; they run in the project folder.',
    );
  context.output.note(`This deploys and rolls back in ${environment}, by the commands of the config.`);
  // Ctrl-C must not leave half a release: the rollback runs all the same, so the drill listens to nobody.
  const commands = { deploy, rollback: back, version, environment, giveUpAfterSeconds };
  const receipt = await runRollbackDrill(commands, head(name), commandPorts(context, new AbortController().signal));
  const kept = await keep(receipt, context);
  const seconds = Math.round((receipt.rollbackMs ?? 0) / 1000);
  context.output.print(
    `${receipt.outcome === 'rolled-back' ? `Rolled back in ${seconds} s: ${receipt.versions.deployed} to ${receipt.versions.after}` : `Not shown: ${receipt.outcome}`}\nReceipt: ${kept}\n`,
  );
  return receipt.outcome === 'rolled-back' ? exitCode.done : exitCode.notReady;
}

async function health(plan: RunPlan, context: CommandContext): Promise<number> {
  const { name, config } = plan.target;
  const wanted = config.health;
  if (!wanted)
    throw usage(
      'health',
      'The config names no health endpoint.',
      'Set health.url, health.break and health.restore, for staging.',
    );
  const host = URL.parse(wanted.url)?.hostname;
  const listed = config.target.hosts.find((one) => one.name.replace(/:\d+$/, '') === host);
  if (listed?.environment === 'production')
    throw usage(
      'health.url',
      `${host} is a production host, and drills never take production down.`,
      'Name the health endpoint of staging.',
      exitCode.noConsent,
    );
  const opened = await openDrill(plan, context);
  try {
    const ports = {
      ...commandPorts(context, new AbortController().signal),
      health: () => statusOf(opened.world, wanted.url),
    };
    const receipt = await runHealthDrill(wanted, head(name), ports);
    const kept = await keep(receipt, context);
    context.output.print(`Health endpoint: ${receipt.outcome}\nReceipt: ${kept}\n`);
    return receipt.outcome === 'honest' ? exitCode.done : exitCode.notReady;
  } finally {
    await opened.close();
  }
}
