import { isIP } from 'node:net';
import { GapError, gap } from '../model/gap.ts';
import { hostInUrl, normaliseHost } from './host-name.ts';
import { type Lookup, lookupBySystem } from './look-up-address.ts';
import { literalEntry } from './loopback-entries.ts';
import { unlistedGap } from './permit-gap.ts';
import { isPublicAddress } from './public-address.ts';
import type { FenceAnswer, Scope } from './scope.ts';
import type { Clock } from './world.ts';

export interface Fence {
  /**
   * Where a connection to host:port goes, or why it does not. `direct`: our own requests, listed hosts only; `page`: what
   * the portal's pages load, which may be public third parties; `dns`: name servers, port 53 only. The answer is the
   * address to connect to: nobody looks the name up again, so a second, different answer (DNS rebinding) changes nothing.
   */
  open(
    host: string,
    port: number,
    purpose: 'direct' | 'page' | 'sign-in' | 'dns' | 'inbox' | 'origin',
  ): Promise<FenceAnswer>;
}

const rememberMs = 60_000;
const lookupTimeoutMs = 5_000;

/** Decides by scope alone; no other code opens a connection on its own judgement. */
export function createFence(scope: Scope, clock: Clock, lookup: Lookup = lookupBySystem): Fence {
  const answers = new Map<string, { readonly until: number; readonly answer: Promise<FenceAnswer> }>();

  const resolvePublic = async (name: string, port: number): Promise<FenceAnswer> => {
    let addresses: readonly string[];
    try {
      addresses = isIP(name) ? [name] : await withTimeout(lookup(name), clock);
    } catch (error) {
      if (error instanceof GapError) return { allowed: false, gap: error.gap };
      return { allowed: false, gap: unresolvedGap(name, (error as NodeJS.ErrnoException).code ?? 'error') };
    }
    const [address, ...alternatives] = addresses;
    if (address === undefined) return { allowed: false, gap: unresolvedGap(name, 'ENODATA') };
    const inward = addresses.find((each) => !isPublicAddress(each));
    if (inward !== undefined) return { allowed: false, gap: inwardGap(name, port, inward) };
    return { allowed: true, address, port, family: isIP(address) === 6 ? 6 : 4, alternatives };
  };

  return {
    async open(host, port, purpose) {
      const name = normaliseHost(host);
      if (!name)
        return { allowed: false, gap: gap('refused', `"${host}" is not a hostname.`, 'Correct the address.', 1) };
      const entry =
        scope.loopback.find((each) => each.name === name && each.port === port) ??
        (purpose === 'inbox' && isInboxServer(scope, name, port) ? literalEntry(name, port) : undefined) ??
        (purpose === 'origin' && !scope.lab ? literalEntry(name, port) : undefined);
      if (entry) {
        const family = isIP(entry.address) === 6 ? 6 : 4;
        return {
          allowed: true,
          address: entry.address,
          port: entry.toPort,
          family,
          alternatives: entry.alternatives ?? [],
          entry,
        };
      }
      if (purpose === 'inbox') {
        if (!isInboxServer(scope, name, port)) return { allowed: false, gap: unlistedGap(name) };
        return scope.lab ? { allowed: false, gap: notMappedGap(name, port) } : await resolvePublic(name, port);
      }
      // Who may be asked behind an edge is settled before (open-origin.ts).
      if (purpose === 'origin')
        return scope.lab ? { allowed: false, gap: notMappedGap(name, port) } : await resolvePublic(name, port);
      const signIn = purpose !== 'direct' && scope.signInHosts?.includes(name);
      const policy = purpose === 'direct' && port === 443 && scope.isPolicyHost?.(name);
      const listed = scope.isListed(name) || signIn || policy;
      const nameServer = purpose === 'dns' && port === 53;
      if (!listed && purpose !== 'page' && !nameServer) return { allowed: false, gap: unlistedGap(name) };
      if (scope.lab) return { allowed: false, gap: notMappedGap(name, port) };
      const named = listed ? (scope.ports?.(name) ?? []) : [];
      if (port !== 80 && port !== 443 && !nameServer && !named.includes(port))
        return { allowed: false, gap: portGap(name, port) };
      const key = `${name}:${port}`;
      const known = answers.get(key);
      if (known && known.until > clock.monotonicMs()) return known.answer;
      const answer = resolvePublic(name, port);
      answers.set(key, { until: clock.monotonicMs() + rememberMs, answer });
      const result = await answer;
      // A resolver that fails now may answer in a moment.
      if (!result.allowed && result.gap.reason === 'unreachable') answers.delete(key);
      return result;
    },
  };
}

function isInboxServer(scope: Scope, name: string, port: number): boolean {
  return (scope.inboxes ?? []).some(
    (inbox) => inbox.kind === 'imap' && normaliseHost(inbox.host) === name && inbox.port === port,
  );
}

async function withTimeout<T>(work: Promise<T>, clock: Clock): Promise<T> {
  const stop = new AbortController();
  const late = clock.wait(lookupTimeoutMs, stop.signal).then(() => {
    throw Object.assign(new Error('the resolver did not answer'), { code: 'ETIMEOUT' });
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}

function unresolvedGap(name: string, code: string) {
  const gone = code === 'ENOTFOUND' || code === 'ENODATA';
  return gap(
    'unreachable',
    gone ? `${name} does not resolve to an address.` : `The resolver gave no answer for ${name} (${code}).`,
    gone ? `Check the spelling of ${name} and its DNS records.` : 'Try again when DNS works on this machine.',
    gone ? 5 : 2,
  );
}

function inwardGap(name: string, port: number, address: string) {
  return gap(
    'refused',
    `${name} resolves to ${address}, which is not a public address, so nothing was sent there.`,
    `If it runs on this machine, audit http://127.0.0.1:${port} or map it in lab.map; else correct its DNS records.`,
    5,
  );
}

function notMappedGap(name: string, port: number) {
  return gap(
    'refused',
    `${hostInUrl(name)}:${port} is not listed in lab.map, and with a lab nothing else is contacted.`,
    `Add { "name": "${name}", "port": ${port}, "to": … } to lab.map, or leave lab out.`,
    2,
  );
}

function portGap(name: string, port: number) {
  return gap(
    'refused',
    `Port ${port} of ${name} was not named, so nothing was sent to it.`,
    `Add "${hostInUrl(name)}:${port}" to target.hosts if it belongs to the launch.`,
    1,
  );
}
