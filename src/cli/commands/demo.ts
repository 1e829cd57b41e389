import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checks } from '../../checks/index.ts';
import type { Scorecard } from '../../model/scorecard.ts';
import { systemClock } from '../../world/system-clock.ts';
import type { CommandContext } from '../command-context.ts';
import { everyDrill } from '../drills/every-drill.ts';
import { exitCode } from '../exit-code.ts';
import { judgeAll } from '../judge-all.ts';
import { prepareOutFolder } from '../out-folder.ts';
import { planRun } from '../plan-run.ts';
import { usage } from '../problem.ts';
import { runCollect } from '../run-collect.ts';

export interface DemoFlags {
  readonly clean?: boolean;
  /** Everything that an audit does, writes, sessions and mail included: about two minutes. */
  readonly full?: boolean;
  readonly edition: string;
  readonly out: string;
  readonly json?: boolean;
}

/** What the demonstration starts: a launch on loopback with its own names, certificates and accounts. */
interface Launch {
  readonly config: { readonly accounts?: Readonly<Record<string, object>> };
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}
type StartLaunch = (options: { readonly edition: string; readonly flaws: readonly string[] }) => Promise<Launch>;

/** The flaws of the demonstration by edition, each with the check that must find it; the first one is what it is about. */
const plantedIn: Readonly<Record<string, readonly { readonly flaw: string; readonly check: string }[]>> = {
  service: [
    { flaw: 'invoice-read-without-owner-check', check: 'authz.read' },
    { flaw: 'exposed-backup', check: 'exposure.sensitive-paths' },
    { flaw: 'hsts-none', check: 'https.hsts' },
  ],
  ops: [
    { flaw: 'ops-ticket-without-depot-check', check: 'authz.read' },
    { flaw: 'exposed-backup', check: 'exposure.sensitive-paths' },
    { flaw: 'hsts-none', check: 'https.hsts' },
  ],
  shop: [
    { flaw: 'shop-inner-header-opens', check: 'auth.anonymous' },
    { flaw: 'exposed-backup', check: 'exposure.sensitive-paths' },
    { flaw: 'hsts-none', check: 'https.hsts' },
  ],
};

/** What the first minute shows: the launch from outside, one secret scan, the two customers and the drills. */
const firstMinute = [
  ...['https', 'domains', 'headers', 'exposure', 'errors', 'edge.present', 'email.spf', 'email.dkim', 'email.dmarc'],
  ...['secrets.history', 'secrets.tree', 'auth.anonymous', 'authz.read', 'authz.list', 'journeys.login'],
  ...['monitoring', 'deploy', 'handover'],
];

/** Two customers make the proof; colleagues and staff belong to the full demonstration, in the config as in the environment. */
function cast({ config, env }: Launch, full: boolean): Pick<Launch, 'config' | 'env'> {
  if (full) return { config, env };
  const only = (names: object, wanted: RegExp) =>
    Object.fromEntries(Object.entries(names).filter(([name]) => wanted.test(name)));
  return { config: { ...config, accounts: only(config.accounts ?? {}, /^[ab]$/) }, env: only(env, /^LR_(A|B|INBOX)_/) };
}

const drillsTimeoutMs = 60_000;

/** Starts a launch on this machine, audits it, says where the report is. Returns 0 when the demonstration worked. */
export async function demo(flags: DemoFlags, context: CommandContext): Promise<number> {
  const { output, cwd } = context;
  const planted = plantedIn[flags.edition];
  if (planted === undefined) {
    const names = Object.keys(plantedIn).join(', ');
    throw usage('--edition', `There is no edition "${flags.edition}".`, `Use one of ${names}.`);
  }
  const out = await prepareOutFolder(flags.out);
  const start = await loadRange();
  output.note(`Starting a launch on this machine${flags.clean ? '' : `, with ${planted.length} flaws planted`} …`);
  let stopped = false;
  const stop = () => {
    stopped = true;
  };
  process.once('SIGINT', stop);
  const launch = await start({ edition: flags.edition, flaws: flags.clean ? [] : planted.map(({ flaw }) => flaw) });
  process.off('SIGINT', stop);
  try {
    if (stopped) return exitCode.interrupted;
    const players = cast(launch, flags.full === true);
    const env = { ...withoutAccounts(context.env), ...players.env };
    const run = { out, permit: ['write'], ...(flags.full ? {} : { only: firstMinute }) };
    const plan = await planRun({ flags: run, env, cwd, config: players.config });
    const drills = everyDrill({
      config: plan.target.config,
      target: plan.target.name,
      clock: systemClock,
      cwd: out,
      env,
      signal: AbortSignal.timeout(drillsTimeoutMs),
      say: () => undefined,
    }).then(
      (receipts) => ({ receipts, refused: [] }),
      () => ({ receipts: [], refused: [] }),
    );
    const { dossier, interrupted } = await runCollect({
      plan,
      out,
      output,
      env,
      cwd,
      ownership: false,
      receipts: () => drills,
    });
    const { cards, report } = await judgeAll({
      dossier,
      checklists: plan.checklists,
      out,
      output,
      json: flags.json === true,
    });
    if (interrupted) return exitCode.interrupted;
    const trouble = cards[0] ? troubleOf(cards[0], flags.clean ? undefined : planted) : ['nothing was judged'];
    if (trouble.length > 0) {
      output.note(`The demonstration did not work: ${trouble.join('; ')}. The dossier is in ${out}.`);
      return exitCode.ourBug;
    }
    output.note(closing(flags, report, cards[0]));
    return exitCode.done;
  } finally {
    await launch.close();
  }
}

/** What went otherwise than planted; empty when the demonstration worked. */
function troubleOf(card: Scorecard, planted: (typeof plantedIn)[string] | undefined): readonly string[] {
  const failed = card.findings.filter((finding) => finding.status === 'fail').map((finding) => finding.check);
  if (planted === undefined) return [...new Set(failed)].map((check) => `${check} failed on a clean launch`);
  return planted.flatMap(({ flaw, check }) => (failed.includes(check) ? [] : [`${check} did not find ${flaw}`]));
}

function closing(
  { clean, full }: Pick<DemoFlags, 'clean' | 'full'>,
  report: string,
  card: Scorecard | undefined,
): string {
  const folder = dirname(report);
  const papers = `Plan: ${join(folder, 'plan.md')}\nHandover: ${join(folder, 'handover.md')}`;
  const next = 'Your own portal: npx launch-ready quick https://app.example.com';
  if (!clean) return `\nEvery planted flaw was found. Without them: npm run demo -- --clean\n${papers}\n${next}`;
  const built = new Set(checks.map(({ id }) => id));
  const open = (card?.checks ?? []).filter(({ required, status }) => required && status === 'unproven');
  const closable = open.filter(({ id }) => built.has(id)).length;
  const later = open.length - closable;
  const left = [
    'Nothing failed on the clean launch',
    closable > 0
      ? `; ${closable} required checks stay unproven, each with what closes it`
      : `, and it is ready by every required check that ${full ? 'this version examines' : 'was examined'}`,
    later > 0 ? `; ${later} more are not examined yet by this version` : '',
    full ? '.' : '. All of them: npm run demo -- --clean --full',
  ].join('');
  return `\n${left}\n${papers}\n${next}`;
}

/** The person's own accounts have no business in a demonstration. */
function withoutAccounts(env: CommandContext['env']): CommandContext['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('LR_') || name === 'LR_DEBUG'));
}

/**
 * The only way from the product to the range: by a computed path, at run time, because the two share no code on purpose
 * and a constant of one must never decide a test of the other.
 */
async function loadRange(): Promise<StartLaunch> {
  const file = new URL(`../../../range/start${extname(import.meta.url)}`, import.meta.url);
  if (!existsSync(fileURLToPath(file))) {
    throw usage('demo', 'This installation came without the demonstration.', 'Reinstall launch-ready.');
  }
  const module = (await import(file.href)) as { readonly startRange: StartLaunch };
  return module.startRange;
}
