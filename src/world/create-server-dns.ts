import type { Answer, DecodedPacket } from 'dns-packet';
import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { GapError } from '../model/gap.ts';
import type { Dial } from './dial.ts';
import { askServer } from './dns-exchange.ts';
import type { Fence } from './fence.ts';
import { budgetGap, interrupted, type RequestBudget } from './request-budget.ts';
import type { Scope } from './scope.ts';
import type { DnsRecord, DnsServerAnswer, DnsServerClient } from './world.ts';

export interface ServerDnsParts {
  readonly scope: Scope;
  readonly fence: Fence;
  readonly dial: Dial;
  readonly budget: Pick<RequestBudget, 'spent'>;
  readonly signal: AbortSignal;
  /** Factor on every time-out; 1 for people. */
  readonly patience?: number;
}

const maxInFlight = 100;
const timeoutMs = 2_000;
const tries = 2;
const statusOfCode: Readonly<Record<number, DnsServerAnswer['status']>> = {
  0: 'ok',
  2: 'servfail',
  3: 'nxdomain',
  5: 'refused',
};

/**
 * Questions to one chosen name server, as a resolver asks them: where the fence lets port 53 of that server be reached
 * (public addresses, or what the lab maps). Never follows a referral.
 */
export function createServerDns(parts: ServerDnsParts): DnsServerClient {
  const { scope, fence, dial, budget, signal } = parts;
  const waiting: (() => void)[] = [];
  const waitMs = timeoutMs * (parts.patience ?? 1);
  let inFlight = 0;

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (inFlight >= maxInFlight) await new Promise<void>((resolve) => waiting.push(resolve));
    else inFlight += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inFlight -= 1;
    }
  };

  return {
    async ask(server, name, type, options = {}) {
      if (signal.aborted) throw interrupted();
      if (budget.spent()) throw new GapError(budgetGap(scope.requestsTotal));
      const asked = name.toLowerCase().replace(/\.$/, '');
      const base = { server, name: asked, type, authoritative: false, records: [], authorities: [] } as const;
      const allowed = await fence.open(server, 53, 'dns');
      if (!allowed.allowed) {
        const gone = /does not resolve/.test(allowed.gap.detail);
        return { ...base, status: gone ? 'no-address' : 'not-reached', detail: allowed.gap.detail };
      }
      const addresses = [allowed.address, ...(allowed.alternatives ?? [])].filter((each) => isIP(each) !== 0);
      // IPv4 first: where this machine has no IPv6 the server is no worse for it.
      const order = [...addresses].sort((one, other) => isIP(one) - isIP(other)).slice(0, 2);
      let detail = 'no answer';
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const address = order[Math.min(attempt, order.length - 1)] ?? allowed.address;
        try {
          const id = randomInt(0x1_0000);
          const question = { name: asked, type, id, recursion: options.recursion === true };
          const packet = await inTurn(() => askServer(question, { address, port: allowed.port }, dial, waitMs));
          return { ...base, ...readPacket(packet), address };
        } catch (error) {
          if (signal.aborted) throw interrupted();
          detail = (error as NodeJS.ErrnoException).code ?? String(error);
        }
      }
      const status = detail === 'ETIMEDOUT' ? 'timeout' : detail === 'ECONNREFUSED' ? 'closed' : 'not-reached';
      return { ...base, status, detail };
    },
  };
}

function readPacket(packet: DecodedPacket): Omit<DnsServerAnswer, 'server' | 'name' | 'type'> {
  const records = (packet.answers ?? []).flatMap(present);
  const authorities = (packet.authorities ?? []).flatMap(present);
  const code = (packet as DecodedPacket & { readonly flags?: number }).flags ?? 0;
  const status = statusOfCode[code & 0xf] ?? 'error';
  const authoritative = packet.flag_aa === true;
  const referral = status === 'ok' && records.length === 0 && !authoritative && authorities.some(isDelegation);
  const empty = status === 'ok' && records.length === 0;
  return { status: referral ? 'referral' : empty ? 'nodata' : status, authoritative, records, authorities };
}

const isDelegation = ({ type }: DnsRecord) => type === 'NS';

/** Presentation format, one string a record; types that nobody here reads are left out. */
function present(record: Answer): readonly DnsRecord[] {
  const base = { name: record.name.toLowerCase(), type: record.type };
  const line = (value: string) => [{ ...base, ttl: 'ttl' in record ? (record.ttl ?? 0) : 0, value }];
  const bare = (value: string) => value.toLowerCase().replace(/\.$/, '');
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return line(record.data.toLowerCase());
    case 'CNAME':
    case 'NS':
      return line(bare(record.data));
    case 'MX':
      return line(`${record.data.preference ?? 0} ${bare(record.data.exchange) || '.'}`);
    case 'TXT':
      return line([record.data].flat().map(String).join(''));
    case 'SOA':
      return line(`${bare(record.data.mname)} ${bare(record.data.rname)} ${record.data.serial}`);
    default:
      return [];
  }
}
