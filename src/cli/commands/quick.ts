import type { Scorecard } from '../../model/scorecard.ts';
import { plural } from '../../reporters/words.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { judgeAll } from '../judge-all.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { planRun } from '../plan-run.ts';
import type { RunFlags } from '../read-flags.ts';
import { runCollect } from '../run-collect.ts';

export type QuickFlags = Pick<RunFlags, 'config' | 'checklist' | 'out' | 'json'>;

/** A passive look without accounts: what any visitor's browser does, and no more. Exit code as for `audit`. */
export async function quick(url: string | undefined, flags: QuickFlags, context: CommandContext): Promise<number> {
  const { cwd, output } = context;
  const plan = await planRun({ url, flags, env: passiveEnvironment(context.env), cwd });
  const out = await prepareOutFolder(flags.out);
  const passive = { ...plan, permits: [], target: { ...plan.target, config: withoutAccounts(plan.target.config) } };
  const env = passiveEnvironment(context.env);
  const { dossier, interrupted } = await runCollect({
    plan: passive,
    out,
    output,
    env,
    cwd,
    ownership: false,
    passive: true,
  });
  const { cards, code } = await judgeAll({
    dossier,
    checklists: plan.checklists,
    out,
    output,
    json: flags.json === true,
  });
  if (cards[0]) output.note(nextStep(cards[0], url ?? plan.target.name));
  return interrupted ? exitCode.interrupted : code;
}

/** No account, so nothing can sign in by accident. */
function passiveEnvironment(env: CommandContext['env']): CommandContext['env'] {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^LR_.*_(USER|PASSWORD|TOTP|TOKEN|COOKIE|STATE)$/.test(name)),
  );
}

function withoutAccounts<T extends { readonly accounts?: unknown }>(config: T): Omit<T, 'accounts'> {
  const { accounts: _left, ...rest } = config;
  return rest;
}

const twoAccounts = ['auth.anonymous', 'authz.read', 'authz.list', 'journeys.login'];

function nextStep(card: Scorecard, url: string): string {
  const settled = card.checks.filter((check) => ['pass', 'warn', 'fail'].includes(check.status)).length;
  const open = card.checks.filter((check) => twoAccounts.includes(check.id) && check.status === 'unproven');
  return (
    `\nA passive look settled ${plural(settled, 'check')}. Two test accounts of different customers would settle the ones that matter most:\n` +
    `${open.map((check) => `  ${check.question}`).join('\n')}\n` +
    'Set LR_A_USER, LR_A_PASSWORD, LR_B_USER, LR_B_PASSWORD in the environment, then:\n' +
    `  launch-ready audit ${url}`
  );
}
