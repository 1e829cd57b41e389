import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLive } from '../../collectors/live.ts';
import { undoWrites } from '../../collectors/portal/canaries/undo-writes.ts';
import { sessionsSlot } from '../../collectors/portal/session.ts';
import { signInCollector } from '../../collectors/portal/sign-in/collector.ts';
import { collect } from '../../engine/collect.ts';
import { escapeTerminal } from '../../reporters/index.ts';
import { outstanding, readJournal } from '../../world/journal.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { journalName, openWorld } from '../open-world.ts';
import { planRun } from '../plan-run.ts';
import { usage } from '../problem.ts';
import { tool } from '../tool.ts';

export interface UndoFlags {
  readonly config?: string;
  readonly account?: readonly string[];
}

/** Takes back what a run that was cut off left at the portal. Returns 0 when nothing stands any more, else 1. */
export async function undo(folder: string, flags: UndoFlags, context: CommandContext): Promise<number> {
  const { env, cwd, output } = context;
  const file = join(resolve(cwd, folder), journalName);
  if (!existsSync(file)) {
    output.print(`${file} does not exist: that run wrote nothing to the portal.\n`);
    return exitCode.done;
  }
  const open = outstanding(await readJournal(file));
  if (open.length === 0) {
    output.print('Everything that was written has been taken back already.\n');
    return exitCode.done;
  }
  // As the run was started: by an address, by a config, by both. Journals of older runs name no address.
  const site = open.find((entry) => entry.site !== undefined)?.site;
  const url = site ?? (flags.config ? undefined : URL.parse(open[0]?.url ?? '')?.origin);
  const plan = await planRun({ ...(url === undefined ? {} : { url }), flags, env, cwd });
  const names = [...new Set(open.map((entry) => entry.undo?.as ?? entry.identity))];
  const missing = names.filter((name) => !(name in (plan.target.config.accounts ?? {})));
  if (missing.length > 0) {
    const variables = missing.map((name) => `LR_${name.toUpperCase()}_USER and LR_${name.toUpperCase()}_PASSWORD`);
    throw usage('', `The journal holds writes of ${missing.join(', ')}.`, `Set ${variables.join(', ')}.`);
  }
  const opened = await openWorld({
    plan: { ...plan, permits: [...plan.permits, 'write'] },
    out: resolve(cwd, folder),
    output,
    env,
    cwd,
    ownership: true,
  });
  try {
    const live = createLive();
    await collect({
      target: plan.target,
      world: opened.world,
      collectors: [signInCollector],
      live,
      run: 'undo',
      tool,
      fingerprintKey: opened.fingerprintKey,
      signal: opened.signal,
    });
    const sessions = live.get(sessionsSlot) ?? new Map();
    const { undone, remaining } = await undoWrites(opened.world.journal, sessions, opened.world, opened.signal);
    const safe = (text: string) => escapeTerminal(text, output.unicode);
    for (const one of undone) output.print(`taken back: ${safe(one)}\n`);
    for (const { what, why } of remaining) output.print(`still there: ${safe(what)}: ${safe(why)}\n`);
    return remaining.length === 0 ? exitCode.done : exitCode.worse;
  } finally {
    await opened.close();
  }
}
