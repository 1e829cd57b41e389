import { Resolver } from 'node:dns/promises';
import { getDomain } from 'tldts';
import { configSchema } from '../model/config.ts';
import { createHttp } from './create-http.ts';
import { createScope, type OwnershipProof } from './create-scope.ts';
import { createVault } from './create-vault.ts';
import { type Dial, dialTcp } from './dial.ts';
import { createFence } from './fence.ts';
import { type Lookup, lookupBySystem } from './look-up-address.ts';
import { hostInUrl, isLiteralLoopback, normaliseHost } from './host-name.ts';
import type { ProjectKey } from './project-key.ts';
import { createRequestBudget } from './request-budget.ts';
import { createSilence } from './silence.ts';
import { systemClock } from './system-clock.ts';
import { createTrust, type Trust } from './trust.ts';
import type { Clock } from './world.ts';

/** What an owner publishes, in either place, to show that a host is theirs. */
export interface OwnershipChallenge {
  readonly host: string;
  readonly token: string;
  readonly dnsName: string;
  readonly fileUrl: string;
}

export interface OwnershipResult {
  readonly proofs: readonly OwnershipProof[];
  /** Per host without a proof, what was looked at and seen. */
  readonly missing: readonly { readonly challenge: OwnershipChallenge; readonly dns: string; readonly file: string }[];
}

export interface OwnershipOptions {
  readonly hosts: readonly string[];
  readonly key: ProjectKey;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Seams for tests. Nothing of a lab may ever be passed here. */
  readonly resolveTxt?: (name: string) => Promise<readonly (readonly string[])[]>;
  readonly lookup?: Lookup;
  readonly dial?: Dial;
  readonly trust?: Trust;
}

/** The token is bound to the host, so that a token seen on one host proves nothing about another. */
export function ownershipChallenge(key: ProjectKey, host: string): OwnershipChallenge {
  const name = normaliseHost(host) ?? host;
  return {
    host: name,
    token: `launch-ready-${key.sign('consent', name).slice(0, 40)}`,
    dnsName: `_launch-ready.${name}`,
    fileUrl: `https://${hostInUrl(name)}/.well-known/launch-ready.txt`,
  };
}

/**
 * Looks for tokens by the system's resolver and public certificates only: a forged resolver or authority in a config's
 * `lab` is not known to this code. A DNS proof may stand at the host or at any parent up to the registrable domain.
 */
export async function proveOwnership(options: OwnershipOptions): Promise<OwnershipResult> {
  const names = [...new Set(options.hosts.flatMap((host) => normaliseHost(host) ?? []))];
  const hosts = names.filter((host) => !isLiteralLoopback(host));
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const resolveTxt = options.resolveTxt ?? ((name: string) => resolver.resolveTxt(name));
  const http = publicHttp(hosts, options);
  const dnsAnswers = new Map<string, Promise<string | true>>();
  const inDns = (challenge: OwnershipChallenge) => {
    const known = dnsAnswers.get(challenge.host) ?? lookInDns(challenge, resolveTxt);
    dnsAnswers.set(challenge.host, known);
    return known;
  };
  const proofs: OwnershipProof[] = [];
  const missing: OwnershipResult['missing'][number][] = [];
  try {
    const proveOne = async (host: string) => {
      const places = upToRegistrable(host).map((each) => ownershipChallenge(options.key, each));
      const answers = await Promise.all(places.map(inDns));
      const proven = places.find((_, index) => answers[index] === true);
      const challenge = ownershipChallenge(options.key, host);
      if (proven) {
        proofs.push({ host: proven.host, by: 'dns' });
        return;
      }
      const file = await lookInFile(challenge, http);
      if (file === true) proofs.push({ host, by: 'file' });
      else missing.push({ challenge, dns: String(answers[0]), file });
    };
    // Hundreds of hosts are normal; sixteen at a time keeps a resolver and a time-out bearable.
    for (let from = 0; from < hosts.length && !options.signal.aborted; from += 16) {
      await Promise.all(hosts.slice(from, from + 16).map(proveOne));
    }
  } finally {
    await http.close();
    resolver.cancel();
  }
  const covered = (host: string) => proofs.some((proof) => host === proof.host || host.endsWith(`.${proof.host}`));
  const unique = new Map(proofs.map((proof) => [`${proof.by} ${proof.host}`, proof]));
  const order = (host: string) => hosts.findIndex((each) => each === host || each.endsWith(`.${host}`));
  return {
    proofs: [...unique.values()].sort((a, b) => order(a.host) - order(b.host)),
    missing: missing
      .filter((each) => !covered(each.challenge.host))
      .sort((a, b) => order(a.challenge.host) - order(b.challenge.host)),
  };
}

function upToRegistrable(host: string): readonly string[] {
  const top = getDomain(host, { allowPrivateDomains: true });
  if (!top || !host.endsWith(top)) return [host];
  const above = host.slice(0, -top.length).split('.').filter(Boolean);
  return above.map((_, index) => `${above.slice(index).join('.')}.${top}`).concat(top);
}

async function lookInDns(
  challenge: OwnershipChallenge,
  resolveTxt: NonNullable<OwnershipOptions['resolveTxt']>,
): Promise<string | true> {
  try {
    const records = await resolveTxt(challenge.dnsName);
    if (records.some((chunks) => chunks.join('').trim() === challenge.token)) return true;
    return `${challenge.dnsName} has ${records.length} TXT record(s), none with this project's token`;
  } catch (error) {
    return `${challenge.dnsName} has no TXT record (${(error as NodeJS.ErrnoException).code ?? 'error'})`;
  }
}

async function lookInFile(challenge: OwnershipChallenge, http: ReturnType<typeof createHttp>): Promise<string | true> {
  try {
    const response = await http.request({ url: challenge.fileUrl, permit: 'look', maxBodyBytes: 64 * 1024 });
    if (response.status !== 200) return `${challenge.fileUrl} answers ${response.status}`;
    const lines = new TextDecoder().decode(response.body).split(/\r?\n/);
    if (lines.some((line) => line.trim() === challenge.token)) return true;
    return `${challenge.fileUrl} does not hold this project's token`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function publicHttp(hosts: readonly string[], options: OwnershipOptions) {
  const config = configSchema.parse({ target: { hosts: hosts.map((name) => ({ name: hostInUrl(name) })) } });
  const scope = createScope({ config });
  const clock = options.clock ?? systemClock;
  return createHttp({
    scope,
    clock,
    fence: createFence(scope, clock, options.lookup ?? lookupBySystem),
    trust: options.trust ?? createTrust(scope),
    dial: options.dial ?? dialTcp,
    budget: createRequestBudget(scope, clock, options.signal),
    vault: createVault(),
    signal: options.signal,
    userAgent: 'Mozilla/5.0 (compatible; launch-ready; ownership)',
    silence: createSilence(),
    patience: 1,
  });
}
