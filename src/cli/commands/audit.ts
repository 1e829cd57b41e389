import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { judgeAll } from '../judge-all.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { planRun } from '../plan-run.ts';
import type { RunFlags } from '../read-flags.ts';
import { runCollect } from '../run-collect.ts';

/** Collects and judges. Returns the exit code: the decision's, or 130 after Ctrl-C. */
export async function audit(url: string | undefined, flags: RunFlags, context: CommandContext): Promise<number> {
  const { env, cwd, output } = context;
  const plan = await planRun({ url, flags, env, cwd });
  const out = await prepareOutFolder(flags.out);
  const collected = await runCollect({ plan, out, output, env, cwd, ownership: true });
  const judged = await judgeAll({
    dossier: collected.dossier,
    checklists: plan.checklists,
    out,
    output,
    json: flags.json === true,
  });
  if (!collected.interrupted) return judged.code;
  output.note(
    `Stopped early. What was seen until then: ${collected.dossierPath}\nJudge it again: launch-ready judge ${collected.dossierPath} --out ${out}`,
  );
  return exitCode.interrupted;
}

/** The first half of an audit: writes dossier.json. Returns 0, or 130 after Ctrl-C. */
export async function collectOnly(url: string | undefined, flags: RunFlags, context: CommandContext): Promise<number> {
  const { env, cwd, output } = context;
  const plan = await planRun({ url, flags, env, cwd });
  const out = await prepareOutFolder(flags.out);
  const { dossierPath, interrupted } = await runCollect({ plan, out, output, env, cwd, ownership: true });
  output.note(`${interrupted ? 'Stopped early. What was seen until then: ' : 'Dossier: '}${dossierPath}`);
  return interrupted ? exitCode.interrupted : exitCode.done;
}
