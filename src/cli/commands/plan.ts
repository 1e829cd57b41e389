import { resolve } from 'node:path';
import { checklists } from '../../checklists/index.ts';
import { defaultRate, makePlan } from '../../engine/plan/make-plan.ts';
import { renderPlanJson, renderPlanMarkdown, renderPlanTerminal } from '../../reporters/index.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { usage } from '../problem.ts';
import { readDossier, readScorecard } from '../read-stored.ts';
import { tryRead } from '../try-read.ts';
import { writeText } from '../write-results.ts';

export interface PlanFlags {
  readonly out?: string;
  readonly rate?: string;
  readonly currency?: string;
  readonly json?: boolean;
}

/** Turns a stored scorecard into the plan: plan.md and plan.json beside it, a summary on the terminal. */
export async function plan(path: string, flags: PlanFlags, { output }: CommandContext): Promise<number> {
  const card = readScorecard(path);
  const written = tryRead(() => readDossier(path))?.config.rate;
  const rate = {
    perHour: flags.rate === undefined ? (written?.perHour ?? defaultRate.perHour) : numberOf(flags.rate),
    currency: (flags.currency ?? written?.currency ?? defaultRate.currency).slice(0, 8),
  };
  const made = makePlan(card, checklists[card.checklist.id], rate);
  const folder = await prepareOutFolder(flags.out ?? folderOf(path));
  await writeText(folder, 'plan.md', renderPlanMarkdown(made));
  await writeText(folder, 'plan.json', renderPlanJson(made));
  const { width, color, unicode } = output;
  if (flags.json) output.stdout.write(renderPlanJson(made));
  else output.print(renderPlanTerminal(made, { width: width(), color, unicode }));
  output.note(`Plan: ${resolve(folder, 'plan.md')}`);
  return exitCode.done;
}

export function folderOf(path: string): string {
  return path.endsWith('.json') ? resolve(path, '..') : resolve(path);
}

function numberOf(text: string): number {
  const value = Number(text);
  if (/^\d{1,6}(\.\d{1,2})?$/.test(text) && value > 0) return value;
  throw usage('--rate', `"${text}" is no hourly rate.`, 'Write a number, for example --rate 120.');
}
