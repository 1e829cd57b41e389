import type { CaaRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { GapError } from '../model/gap.ts';
import type { RequestBudget } from './request-budget.ts';
import { budgetGap, interrupted } from './request-budget.ts';
import type { Scope } from './scope.ts';
import type { DnsAnswer, DnsClient, DnsType } from './world.ts';

export interface ClosableDnsClient extends DnsClient {
  close(): void;
}

// Above some 300 parallel queries UDP answers get lost.
const maxInFlight = 100;
// The library waits a multiple of what the resolver's answers usually take, whatever is asked of it here; a name that is in
// no cache takes longer than all others, so it is waited for again, twice as long each time.
const timeoutMs = 500;
const maxTimeoutMs = 2_000;
const tries = 4;

const statusOfCode: Readonly<Record<string, DnsAnswer['status']>> = {
  ENOTFOUND: 'nxdomain',
  ENODATA: 'nodata',
  ESERVFAIL: 'servfail',
  EREFUSED: 'refused',
  ETIMEOUT: 'timeout',
};

/** Queries for evidence, to the lab's resolver if there is one, else the system's. Follows no CNAME by itself. */
export function createDns(
  scope: Scope,
  budget: Pick<RequestBudget, 'spent'>,
  signal: AbortSignal,
  patience = 1,
): ClosableDnsClient {
  const resolver = new Resolver({
    timeout: Math.round(timeoutMs * patience),
    maxTimeout: Math.round(maxTimeoutMs * patience),
    tries,
  });
  if (scope.lab?.resolver) resolver.setServers([scope.lab.resolver]);
  const known = new Map<string, Promise<DnsAnswer>>();
  // Names that no server answered for, not even when asked twice: whoever asks for another type of them need not wait.
  const silent = new Set<string>();
  const spoken = new Set<string>();
  const waiting: (() => void)[] = [];
  let inFlight = 0;

  const ask = async (name: string, type: DnsType): Promise<DnsAnswer> => {
    // A place that becomes free is handed over, so the count stays with whoever waits.
    if (inFlight >= maxInFlight) await new Promise<void>((resolve) => waiting.push(resolve));
    else inFlight += 1;
    try {
      if (signal.aborted) throw interrupted();
      const records = await lookUp(resolver, name, type);
      return { name, type, status: records.length > 0 ? 'ok' : 'nodata', records };
    } catch (error) {
      if (error instanceof GapError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (code === 'ECANCELLED' && signal.aborted) throw interrupted();
      return { name, type, status: statusOfCode[code] ?? 'error', records: [] };
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inFlight -= 1;
    }
  };

  const stop = () => {
    resolver.cancel();
    for (const resume of waiting.splice(0)) resume();
  };
  signal.addEventListener('abort', stop, { once: true });

  return {
    async query(name, type) {
      if (signal.aborted) throw interrupted();
      if (budget.spent()) throw new GapError(budgetGap(scope.requestsTotal));
      const asked = name.toLowerCase().replace(/\.$/, '');
      const key = `${type} ${asked}`;
      if (silent.has(asked)) return { name: asked, type, status: 'timeout', records: [] };
      const answer = known.get(key) ?? ask(asked, type);
      known.set(key, answer);
      const result = await answer;
      if (result.status !== 'timeout') spoken.add(asked);
      else if (!spoken.has(asked)) silent.add(asked);
      // Other trouble may pass; only answers are kept for the run.
      if (result.status !== 'ok' && result.status !== 'nxdomain' && result.status !== 'nodata') known.delete(key);
      return result;
    },
    close() {
      signal.removeEventListener('abort', stop);
      stop();
    },
  };
}

async function lookUp(resolver: Resolver, name: string, type: DnsType): Promise<readonly string[]> {
  switch (type) {
    case 'A':
      return await resolver.resolve4(name);
    case 'AAAA':
      return await resolver.resolve6(name);
    case 'CNAME':
      return await resolver.resolveCname(name);
    case 'NS':
      return await resolver.resolveNs(name);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((chunks) => chunks.join(''));
    case 'MX':
      return (await resolver.resolveMx(name)).map((each) => `${each.priority} ${each.exchange || '.'}`);
    case 'SOA': {
      const soa = await resolver.resolveSoa(name);
      return [
        [soa.nsname, soa.hostmaster, soa.serial, soa.refresh, soa.retry, soa.expire, soa.minttl].map(String).join(' '),
      ];
    }
    case 'CAA':
      return (await resolver.resolveCaa(name)).flatMap(presentCaa);
  }
}

/** `0 issue ca.example` (RFC 8659 §4.1); Node keys the value by its tag and adds a `type` of its own. */
function presentCaa(record: CaaRecord): readonly string[] {
  return Object.entries(record)
    .filter(([tag]) => tag !== 'critical' && tag !== 'type')
    .map(([tag, value]) => `${record.critical} ${tag} ${String(value)}`);
}
