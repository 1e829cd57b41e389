import { defaultChecklist } from '../../checklists/index.ts';
import type { CommandContext } from '../command-context.ts';
import { judgeAll } from '../judge-all.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { type Problem, UsageError } from '../problem.ts';
import { readChecklists } from '../read-flags.ts';
import { readDossier } from '../read-stored.ts';

export interface JudgeFlags {
  readonly checklist?: string;
  readonly out: string;
  readonly json?: boolean;
}

const dayMs = 86_400_000;

/** Judges a stored dossier, offline, by the dossier's own clock. Returns the decision's exit code. */
export async function judgeStored(path: string, flags: JudgeFlags, { output }: CommandContext): Promise<number> {
  const problems: Problem[] = [];
  const asked = readChecklists(flags.checklist, problems);
  if (problems.length > 0) throw new UsageError(problems);
  const dossier = readDossier(path);
  const out = await prepareOutFolder(flags.out);
  const ageDays = Math.floor((Date.now() - Date.parse(dossier.finishedAt)) / dayMs);
  if (ageDays >= 1)
    output.note(`This dossier is ${ageDays} day${ageDays === 1 ? '' : 's'} old; judged as of ${dossier.finishedAt}.`);
  const checklists = asked ?? dossier.config.checklists ?? [defaultChecklist];
  const { code } = await judgeAll({ dossier, checklists, out, output, json: flags.json === true });
  return code;
}
