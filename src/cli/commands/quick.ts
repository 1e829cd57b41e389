import type { Target } from '../../collectors/collector.ts';
import type { EvidenceMap } from '../../collectors/evidence-map.ts';
import type { Dossier } from '../../model/dossier.ts';
import { escapeTerminal } from '../../reporters/escape.ts';
import { renderQuick } from '../../reporters/index.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { judgeAll } from '../judge-all.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { planRun } from '../plan-run.ts';
import type { RunFlags } from '../read-flags.ts';
import { runCollect } from '../run-collect.ts';

export type QuickFlags = Pick<RunFlags, 'config' | 'checklist' | 'out' | 'json'>;

const limitMs = 6_000;
const leastMs = 2_500;
const wholeMs = 9_500;

/**
 * A quick look ends here, whatever a host does, so that with starting, judging and writing it takes less than ten seconds;
 * what was not seen by then is said. Judging and writing take as long as starting did: on a busy machine both are slow.
 */
export function quickLimitMs(startedMs: number): number {
  return Math.round(Math.max(leastMs, Math.min(limitMs, wholeMs - 2 * startedMs)));
}

/** A passive look without accounts: what any visitor's browser does, and no more. Exit code as for `audit`. */
export async function quick(url: string | undefined, flags: QuickFlags, context: CommandContext): Promise<number> {
  const { cwd, output } = context;
  const plan = await planRun({ url, flags, env: passiveEnvironment(context.env), cwd });
  const out = await prepareOutFolder(flags.out);
  const passive = { ...plan, permits: [], target: quickTarget(plan.target) };
  const env = passiveEnvironment(context.env);
  const { dossier, interrupted } = await runCollect({
    plan: passive,
    out,
    output,
    env,
    cwd,
    ownership: false,
    passive: true,
    limitMs: quickLimitMs(performance.now()),
  });
  const { cards, code } = await judgeAll({
    dossier,
    checklists: plan.checklists,
    out,
    output,
    json: flags.json === true,
    text: (card, reportPath) => renderQuick(card, { width: output.width(), unicode: output.unicode, reportPath }),
  });
  if (cards[0]) output.note(nextStep(url ?? plan.target.name, leadsTo(dossier)));
  return interrupted ? exitCode.interrupted : code;
}

/** No account, so nothing can sign in by accident. */
function passiveEnvironment(env: CommandContext['env']): CommandContext['env'] {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^LR_.*_(USER|PASSWORD|TOTP|TOKEN|COOKIE|STATE)$/.test(name)),
  );
}

/** Without accounts; and where a config lists further hosts, only the one that was asked for, and its www sibling. */
export function quickTarget(target: Target): Target {
  const host = URL.parse(target.url ?? '')?.hostname.replace(/^\[|\]$/g, '');
  return { ...target, config: withoutAccounts(target.config), ...(host ? { onlyHost: host } : {}) };
}

function withoutAccounts<T extends { readonly accounts?: unknown }>(config: T): Omit<T, 'accounts'> {
  const { accounts: _left, ...rest } = config;
  return rest;
}

/** The host that visitors end at, where the given one does nothing but send them there. */
export function leadsTo({ evidence }: Pick<Dossier, 'evidence'>): string | undefined {
  const ends = evidence.flatMap((one) => {
    if (one.kind !== 'net.moves' || !one.seen) return [];
    const { end, hops } = (one.value as unknown as EvidenceMap['net.moves']).https;
    const to = URL.parse(hops.at(-1)?.to ?? '');
    return [end === 'unlisted' && to ? to.origin : undefined];
  });
  const [first] = ends;
  return ends.every((one) => one === first) ? first : undefined;
}

function nextStep(url: string, elsewhere: string | undefined): string {
  if (elsewhere !== undefined)
    return `\n${escapeTerminal(url, true)} only sends visitors on to another host, which was not looked at. Look there:\n  launch-ready quick ${escapeTerminal(elsewhere, true)}`;
  return (
    '\nSet LR_A_USER, LR_A_PASSWORD, LR_B_USER, LR_B_PASSWORD in the environment, then:\n' +
    `  launch-ready audit ${url}`
  );
}
