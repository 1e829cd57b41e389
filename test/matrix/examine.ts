import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningRange, startRange } from '../../range/start.ts';
import { checklists } from '../../src/checklists/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import type { AnyCheck } from '../../src/checks/define-check.ts';
import { checks } from '../../src/checks/index.ts';
import type { Collector } from '../../src/collectors/collector.ts';
import { collectors } from '../../src/collectors/index.ts';
import { createLive } from '../../src/collectors/live.ts';
import { portalCollectors } from '../../src/collectors/portal/index.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { selectCollectors } from '../../src/engine/select-collectors.ts';
import { passwordlessAccounts } from '../../src/cli/config/problems-of-credentials.ts';
import { everyDrill } from '../../src/cli/drills/every-drill.ts';
import { type Config, configSchema } from '../../src/model/config.ts';
import type { Dossier, StoredEvidence } from '../../src/model/dossier.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Status } from '../../src/model/status.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { systemClock } from '../../src/world/system-clock.ts';
import type { Clock } from '../../src/world/world.ts';
import { openJournal } from '../../src/world/journal.ts';
import type { Entry } from './entries.ts';

const implemented = new Set(checks.map(({ id }) => id));

/** Whether a judge for this check exists. */
export const isImplemented = (check: string) => implemented.has(check);

/** What a dossier says: the status of each implemented check by each of the five checklists, in their order. */
export interface Judged {
  readonly statuses: Readonly<Record<string, readonly Status[]>>;
  readonly findings: readonly Finding[];
}

const portalOnes = new Set(portalCollectors.map(({ id }) => id));
/** The collectors for an entry: what its checks need, and what those wait for. None where no check has a judge yet. */
export function collectorsFor({ concerns, kind, switches }: Pick<Entry, 'concerns' | 'kind' | 'switches'>) {
  const wanted = concerns.filter(isImplemented);
  if (wanted.length === 0) return [];
  const chosen = selectCollectors(collectors, checks, wanted);
  if (kind !== 'flaw' && kind !== 'case') return chosen;
  // Each kind of mail is asked for by a collector of its own; a flaw of one kind cannot be seen in another.
  const on = [...(switches.flaws ?? []), ...(switches.cases ?? [])];
  const own = mailKinds.filter(([pattern]) => on.some((id) => pattern.test(id))).map(([, asks]) => asks);
  // Whatever else is wrong needs no search for buttons that send a notice.
  const others = mailSenders.filter((id) => (own.length === 0 ? id === 'mail-notices' : !own.includes(id)));
  return chosen.filter(({ id }) => !others.includes(id));
}

const mailSenders: readonly string[] = ['mail-reset', 'mail-invite', 'mail-sign-up', 'mail-notices'];
/** Flaws and cases of one kind of mail, and who asks for it; what concerns every letter shows in a reset. */
const mailKinds: readonly (readonly [RegExp, string])[] = [
  [/^notice-/, 'mail-notices'],
  [/^sign-up-/, 'mail-sign-up'],
  [/^(?:mail-)?invite-/, 'mail-invite'],
  [/^reset-|^mail-(?!no-inbox|inbox-|invite-)/, 'mail-reset'],
];
/** Whether somebody walks through the whole portal for it. */
export const walks = (entry: Entry) => collectorsFor(entry).some(({ id }) => id === 'crawl');
export const needsPortal = (entry: Entry) => collectorsFor(entry).some(({ id }) => portalOnes.has(id));

const burnerChecks: readonly string[] = [
  'auth.enumeration',
  'auth.password-policy',
  'sessions.password-change',
  'limits.login',
  'limits.spoof',
  'limits.retry-after',
];
const staffChecks: readonly string[] = ['authz.function', 'auth.mfa-admin', 'auth.shared-admin'];

/**
 * A flaw or an unproven case is looked at with the two log-ins that every audit has; the clean build, the decoys, some of
 * which are about the operator's staff, and what is about staff alone, with all that the launch declares.
 */
function accountsOf(range: Pick<RunningRange, 'config' | 'env' | 'burner'>, entry: Entry) {
  const { kind, id, concerns, switches } = entry;
  const { config, env } = concerns.some((check) => burnerChecks.includes(check)) ? withBurner(range) : range;
  const aboutStaff = kind === 'flaw' && (id === 'recording' || concerns.some((check) => staffChecks.includes(check)));
  const all = aboutStaff && !switches.cases?.length;
  if (kind === 'clean' || kind === 'decoys' || all) return { config, env };
  const { accounts } = configSchema.parse(config);
  return {
    config: { ...config, accounts: { a: accounts?.a, b: accounts?.b, burner: accounts?.burner } },
    env: Object.fromEntries(Object.entries(env).filter(([name]) => /^LR_(A|B|BURNER)_/.test(name))),
  };
}

/** Wrong passwords by the dozen are sent to an account that was given for that. */
function withBurner({ config, env, burner }: Pick<RunningRange, 'config' | 'env' | 'burner'>) {
  const { accounts } = configSchema.parse(config);
  return { config: { ...config, accounts: { ...accounts, burner: burner.account } }, env: { ...env, ...burner.env } };
}

/** One clock for the range and for who looks at it: what would be waited for half a minute and longer has passed at once. */
function hurriedClock(): Clock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    monotonicMs: systemClock.monotonicMs,
    wait: async (ms, stop) => {
      if (ms >= 30_000) aheadMs += ms;
      else await systemClock.wait(ms, stop);
    },
  };
}

/** A running range and the product's eyes on it. */
export interface Site {
  readonly range: RunningRange;
  readonly look: (collectors: readonly Collector[], recorded?: readonly StoredEvidence[]) => Promise<Dossier>;
  readonly close: () => Promise<void>;
}

/** Starts a range with the entry's switches and a world of the product's own that may look at it. */
export async function openSite(entry: Entry, signal: AbortSignal): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'launch-matrix-'));
  const clock = hurriedClock();
  const range = await startRange({ ...entry.switches, now: clock.now });
  const forget = async () => {
    await range.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const given = accountsOf(range, entry);
    const config = configSchema.parse(given.config);
    const app = range.hosts.find(({ role }) => role === 'app');
    const url = `https://${app?.name}/`;
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('LR_'));
    const world = await createWorld({
      clock,
      scope: createScope({ config, url, permitFlags: ['write', 'abuse'] }),
      env: { ...Object.fromEntries(own), ...given.env },
      passwordless: passwordlessAccounts(config),
      signal,
      journal: openJournal(
        join(folder, 'journal.jsonl'),
        () => new Date(),
        () => randomBytes(8).toString('hex'),
      ),
      receipts: () => receiptsOf(config, folder, signal),
    });
    const live = createLive();
    const look: Site['look'] = (wanted, recorded = []) =>
      collect({
        target: { name: 'range', url, config, ...(entry.hours ? { waitMs: 25 * 3_600_000 } : {}) },
        world,
        collectors: wanted,
        live,
        recorded,
        run: entry.id,
        tool: { name: 'launch-ready', version: 'matrix' },
        fingerprintKey: 'matrix',
        signal,
      });
    const close = async () => {
      await world.close();
      await forget();
    };
    return { range, look, close };
  } catch (error) {
    await forget();
    throw error;
  }
}

/** The drills of the launch, run for real by a clock whose every second is a minute. */
async function receiptsOf(config: Config, cwd: string, signal: AbortSignal) {
  const began = systemClock.now().getTime() - 3_600_000;
  let passedMs = 0;
  const clock = {
    now: () => new Date(began + passedMs),
    monotonicMs: () => passedMs,
    wait: async (ms: number) => {
      passedMs += ms * 60;
    },
  };
  const receipts = await everyDrill({
    config,
    target: 'range',
    clock,
    cwd,
    env: process.env,
    signal,
    say: () => undefined,
  });
  return { receipts, refused: [] };
}

/** Looks at a range of the entry's own with the product's own engine. */
export async function collectEntry(entry: Entry, signal: AbortSignal): Promise<Dossier> {
  const site = await openSite(entry, signal);
  try {
    return await site.look(collectorsFor(entry));
  } finally {
    await site.close();
  }
}

/** Judges by all five checklists everything the dossier has evidence for, not only what the entry is about. */
export function judgeDossier(dossier: Dossier, judges: readonly AnyCheck[] = checks): Judged {
  const cards = Object.values(checklists).map((list) =>
    judge(dossier, list, { checks: judges, catalogue, coverageOf }),
  );
  const statuses: Record<string, Status[]> = {};
  for (const card of cards)
    for (const { id, status } of card.checks) if (isImplemented(id)) statuses[id] = [...(statuses[id] ?? []), status];
  const findings = new Map<string, Finding>();
  for (const finding of cards.flatMap((card) => card.findings))
    if (isImplemented(finding.check)) findings.set(`${finding.id} ${finding.status}`, finding);
  return { statuses, findings: [...findings.values()] };
}
