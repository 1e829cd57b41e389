import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { defaultChecklist } from '../checklists/index.ts';
import type { Target } from '../collectors/collector.ts';
import type { ChecklistId } from '../model/checklist.ts';
import type { Config } from '../model/config.ts';
import type { AccountName } from '../model/identity.ts';
import type { Permit } from '../model/permit.ts';
import { ScopeError, createScope } from '../world/create-scope.ts';
import { parseTargetUrl } from '../world/target-url.ts';
import { type CheckedConfig, checkConfig } from './config/check-config.ts';
import {
  accountPrefixes,
  accountsWithCredentials,
  passwordlessAccounts,
  problemsOfCredentials,
} from './config/problems-of-credentials.ts';
import { type ConfigFile, readConfigFile } from './config/read-config-file.ts';
import { type Problem, UsageError } from './problem.ts';
import { type RunFlags, readFlags } from './read-flags.ts';

export interface RunPlan {
  readonly target: Target;
  readonly checklists: readonly ChecklistId[];
  readonly permits: readonly Permit[];
  readonly prefixes: Partial<Record<AccountName, string>>;
  /** Sentences for the person that do not stop the run. */
  readonly notes: readonly string[];
}

export interface PlanInput {
  readonly url?: string;
  readonly flags: Partial<RunFlags>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** A config that does not come from a file: the demo's. */
  readonly config?: unknown;
}

/**
 * Everything that can be known before the first packet. Throws UsageError with every problem of flags, environment
 * and config at once.
 */
export async function planRun(input: PlanInput): Promise<RunPlan> {
  const { flags, env, cwd } = input;
  const read = readFlags(flags);
  const accounts = accountPrefixes(flags.account ?? [], env);
  const file = await configFile(input);
  const checked = checkConfig(file);
  const url = input.url === undefined ? undefined : parseTargetUrl(input.url);
  const repo = repoOf(flags.repo, cwd);
  const problems: Problem[] = [
    ...read.problems,
    ...accounts.problems,
    ...problemsOfCredentials(env, accounts.prefixes, checked.config ? passwordlessAccounts(checked.config) : []),
    ...(url && 'problem' in url ? [{ place: 'URL', says: url.problem, fix: '' }] : []),
    ...repo.problems,
    ...checked.problems,
  ];
  const config =
    checked.config &&
    complete(
      checked.config,
      repo.path,
      read,
      accountsWithCredentials(env, accounts.prefixes, passwordlessAccounts(checked.config)),
    );
  if (config)
    problems.push(...problemsOfScope(config, url && !('problem' in url) ? input.url : undefined, checked, file));
  if (config && problems.length === 0) problems.push(...nothingToLookAt(config, input.url));
  if (problems.length > 0 || !config) throw new UsageError(problems, file ? { file: file.path } : {});
  return {
    target: {
      name: nameOf(config, url && !('problem' in url) ? url.host : undefined),
      ...(url && !('problem' in url) ? { url: url.href } : {}),
      config,
      ...(read.only ? { only: read.only } : {}),
      ...(read.waitMs === undefined ? {} : { waitMs: read.waitMs }),
    },
    checklists: read.checklists ?? config.checklists ?? [defaultChecklist],
    permits: read.permits,
    prefixes: accounts.prefixes,
    notes: notesOf(config, env, accounts.prefixes),
  };
}

async function configFile({ config, flags, env, cwd }: PlanInput): Promise<ConfigFile | undefined> {
  if (config !== undefined) return { path: 'the config given', folder: cwd, value: config };
  return readConfigFile({ asked: flags.config, cwd, jsonOnly: /^(1|true)$/i.test(env.CI ?? '') });
}

function repoOf(
  flag: string | undefined,
  cwd: string,
): { readonly path?: string; readonly problems: readonly Problem[] } {
  if (flag === undefined) return { problems: [] };
  const path = resolve(cwd, flag);
  if (existsSync(path) && statSync(path).isDirectory()) return { path, problems: [] };
  return { problems: [{ place: '--repo', says: `${path} is no folder.`, fix: 'Give the folder of a checkout.' }] };
}

/** The config with what flags and environment add: they win over the file. */
function complete(
  config: Config,
  repo: string | undefined,
  read: ReturnType<typeof readFlags>,
  present: readonly AccountName[],
): Config {
  const accounts = { ...config.accounts };
  for (const name of present) accounts[name] ??= { testAccount: true };
  return {
    ...config,
    target: { ...config.target, ...(repo === undefined ? {} : { repo }) },
    ...(Object.keys(accounts).length > 0 ? { accounts } : {}),
    ...(read.requestsTotal === undefined ? {} : { budget: { ...config.budget, requestsTotal: read.requestsTotal } }),
  };
}

/** What the fence would refuse anyway (a lab off loopback, an unreadable CA, a host that is none), found beforehand. */
function problemsOfScope(
  config: Config,
  url: string | undefined,
  checked: CheckedConfig,
  file: ConfigFile | undefined,
): readonly Problem[] {
  if (checked.problems.length > 0) return [];
  try {
    createScope({ config, url });
    return [];
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error;
    return error.problems.map((text) => {
      const [, place = '', says = text] = /^([a-z][\w.[\]]*)(?: \([^)]*\))?: (.*)$/is.exec(text) ?? [];
      const line = file?.places?.lineOf.get(place);
      return { place, ...(line === undefined ? {} : { line }), says, fix: '' };
    });
  }
}

function nothingToLookAt(config: Config, url: string | undefined): readonly Problem[] {
  const { hosts, domains, repo, builds, logs, environments } = config.target;
  const anything = [hosts, domains, builds ?? [], logs ?? [], environments ?? []].some((list) => list.length > 0);
  if (url !== undefined || repo !== undefined || anything) return [];
  const fix =
    'Give an address: launch-ready audit https://app.example.com. Or --repo DIR, or a config (launch-ready init).';
  return [{ place: '', says: 'Nothing was named to look at.', fix }];
}

function nameOf({ target }: Config, host: string | undefined): string {
  const first = host ?? target.hosts[0]?.name ?? target.domains[0]?.name;
  return first ?? basename(target.repo ?? target.builds?.[0] ?? target.logs?.[0] ?? 'files');
}

function notesOf(
  config: Config,
  env: PlanInput['env'],
  prefixes: Partial<Record<AccountName, string>>,
): readonly string[] {
  const present = accountsWithCredentials(env, prefixes, passwordlessAccounts(config));
  const absent = (Object.keys(config.accounts ?? {}) as AccountName[]).filter((name) => !present.includes(name));
  return [
    ...absent.map((name) => {
      const prefix = prefixes[name] ?? `LR_${name.toUpperCase()}`;
      return `Account ${name} is in the config, but ${prefix}_USER and ${prefix}_PASSWORD are not set: what needs it stays unproven.`;
    }),
  ];
}
