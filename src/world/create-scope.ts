import { readFileSync } from 'node:fs';
import type { Config, HostConfig } from '../model/config.ts';
import { hostSchema } from '../model/config.ts';
import { gap } from '../model/gap.ts';
import type { Permit } from '../model/permit.ts';
import { permitsByName, permitsByOwnership } from '../model/permit.ts';
import { isLiteralLoopback, normaliseHost, parseHostAndPort } from './host-name.ts';
import { labEntries, literalEntry } from './loopback-entries.ts';
import { mailNames } from './mail-names.ts';
import { permitGap } from './permit-gap.ts';
import type { LabScope, LoopbackEntry, Scope } from './scope.ts';
import { parseTargetUrl } from './target-url.ts';

/** A host whose owner has shown a token (see ownership.ts); it covers the listed hosts at and below it. */
export interface OwnershipProof {
  readonly host: string;
  readonly by: 'dns' | 'file';
}

/** The config or URL cannot become a scope; `problems` lists every reason at once. */
export class ScopeError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ScopeError';
    this.problems = problems;
  }
}

export interface ScopeInput {
  readonly config: Config;
  /** The URL that was asked for; its host and port are listed by that. */
  readonly url?: string;
  /** Permits named with `--permit`. */
  readonly permitFlags?: readonly Permit[];
  readonly ownership?: readonly OwnershipProof[];
  /** Nothing but `look`, whoever owns what: for a passive run. */
  readonly passive?: boolean;
}

const defaultPerSecond = 8;
const defaultPerSecondOnLoopback = 200;
const defaultTotal = 20_000;
/** Work is per host, so is what it may cost. */
const defaultPerHost = 500;

/** What this run may touch (CONTRACT.md, Permits and consent). Throws ScopeError with every problem found. */
export function createScope(input: ScopeInput): Scope {
  const { config } = input;
  const problems: string[] = [];
  const hosts = new Map<string, HostConfig>();
  const ports = new Map<string, Set<number>>();
  const lab = labEntries(config.lab);
  problems.push(...lab.problems);
  const loopback = [...lab.entries];

  const list = (written: string, port: number | undefined, host: HostConfig) => {
    const name = host.name;
    if (!hosts.has(name)) hosts.set(name, host);
    const named = ports.get(name) ?? new Set<number>();
    ports.set(name, named);
    if (port !== undefined) named.add(port);
    for (const each of port === undefined ? [80, 443] : [port]) {
      const entry = literalEntry(written, each);
      if (entry && !find(loopback, entry.name, each)) loopback.push(entry);
    }
  };
  for (const [index, host] of config.target.hosts.entries()) {
    const parsed = parseHostAndPort(host.name);
    if (!parsed) problems.push(`target.hosts[${index}].name: "${host.name}" is not a hostname.`);
    else list(host.name.replace(/(?<=[^:]|\]):\d+$/, ''), parsed.port, { ...host, name: parsed.name });
  }
  if (input.url !== undefined) {
    const url = parseTargetUrl(input.url);
    if ('problem' in url) problems.push(url.problem);
    else list(url.writtenHost, url.port, hostSchema.parse({ name: url.host }));
  }
  const labScope = readLab(config.lab, problems);
  if (problems.length > 0) throw new ScopeError(problems);

  const mapped = new Set(loopback.map((entry) => entry.name));
  const owned = (input.ownership ?? []).flatMap((proof) => normaliseHost(proof.host) ?? []);
  const flags = new Set(input.permitFlags ?? []);
  const signInHosts = signInHostsOf(config);
  const isListed = (host: string) => hosts.has(normaliseHost(host) ?? '');
  const isOwned = (host: string) => {
    const name = normaliseHost(host) ?? '';
    if (mapped.has(name)) return true;
    return hosts.has(name) && owned.some((proven) => name === proven || name.endsWith(`.${proven}`));
  };
  const mail = mailNames(config, hosts.keys());
  const perSecond = config.budget?.requestsPerSecond;
  const readable = readPermits(config);
  const anyOwned = [...hosts.keys()].some(isOwned);
  const granted: readonly Permit[] = input.passive
    ? ['look']
    : [
        'look',
        ...(anyOwned ? permitsByOwnership : []),
        'sign-in',
        ...permitsByName.filter((permit) => anyOwned && flags.has(permit)),
        ...readable,
      ];

  return {
    hosts: [...hosts.values()],
    loopback,
    granted,
    requestsPerSecond: perSecond ?? defaultPerSecond,
    requestsTotal: config.budget?.requestsTotal ?? Math.max(defaultTotal, hosts.size * defaultPerHost),
    rateFor: (host) =>
      perSecond ?? (mapped.has(normaliseHost(host) ?? '') ? defaultPerSecondOnLoopback : defaultPerSecond),
    ports: (host) => [...(ports.get(normaliseHost(host) ?? '') ?? [])],
    signInHosts,
    inboxes: input.passive ? [] : (config.inboxes ?? []),
    ...(labScope ? { lab: labScope } : {}),
    isListed,
    isPolicyHost: (host) => mail.isPolicyHost(normaliseHost(host) ?? ''),
    isOwned,
    isOrigin: (host, origin) => {
      const name = normaliseHost(origin) ?? '';
      const declared = hosts.get(normaliseHost(host) ?? '')?.origins ?? [];
      if (declared.some((each) => parseHostAndPort(each)?.name === name)) return true;
      return mapped.has(name) || owned.some((proven) => name === proven || name.endsWith(`.${proven}`));
    },
    refuses: (permit, host) => {
      if (input.passive && permit !== 'look')
        return gap(
          'no-consent',
          'A quick look asks for nothing that a visitor would not.',
          'Run launch-ready audit.',
          2,
        );
      if (permit.startsWith('read-')) {
        return readable.includes(permit)
          ? undefined
          : gap('not-configured', `No ${permit.slice(5)} was given.`, `Name it in the config (target).`, 2);
      }
      if (permit === 'sign-in' && signInHosts.includes(normaliseHost(host) ?? '')) return undefined;
      const name = normaliseHost(host) ?? '';
      if (permit === 'look' && (mail.isMailDomain(name) || mail.isPolicyHost(name))) return undefined;
      return permitGap(permit, host, { listed: isListed(host), owned: isOwned(host), named: flags.has(permit) });
    },
  };
}

function find(entries: readonly LoopbackEntry[], name: string, port: number): LoopbackEntry | undefined {
  return entries.find((entry) => entry.name === name && entry.port === port);
}

function readLab(lab: Config['lab'], problems: string[]): LabScope | undefined {
  if (!lab) return undefined;
  if (lab.ca === undefined) return { resolver: lab.resolver };
  if (lab.ca.includes('-----BEGIN CERTIFICATE-----')) return { resolver: lab.resolver, ca: lab.ca };
  try {
    return { resolver: lab.resolver, ca: readFileSync(lab.ca, 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    problems.push(`lab.ca: ${lab.ca} cannot be read (${code}). Give a PEM file or PEM text.`);
    return undefined;
  }
}

function signInHostsOf(config: Config): readonly string[] {
  const origins = Object.values(config.accounts ?? {}).flatMap((account) => account?.signIn?.origins ?? []);
  return [...new Set(origins.flatMap((origin) => normaliseHost(URL.parse(origin)?.hostname ?? origin) ?? []))].filter(
    (host) => !isLiteralLoopback(host),
  );
}

function readPermits(config: Config): readonly Permit[] {
  const { target } = config;
  const permits: Permit[] = [];
  if (target.repo !== undefined || target.builds?.length) permits.push('read-repo');
  if (target.environments?.length) permits.push('read-env');
  if (target.logs?.length) permits.push('read-logs');
  return permits;
}
