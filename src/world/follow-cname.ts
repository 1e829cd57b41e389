import type { DnsAnswer, DnsClient } from './world.ts';

export interface CnameChain {
  /** Names in order, the asked one first. */
  readonly names: readonly string[];
  /** `end`: the last name has no CNAME; `gone`: it does not exist; `loop`, `too-long`; `trouble`: a query failed. */
  readonly outcome: 'end' | 'gone' | 'loop' | 'too-long' | 'trouble';
  readonly trouble?: DnsAnswer['status'];
}

const maxLinks = 16;

/** Follows CNAME records one by one (RFC 1034 §3.6.2); a resolver that follows them hides a dangling one. */
export async function followCname(dns: DnsClient, name: string): Promise<CnameChain> {
  const names = [name.toLowerCase().replace(/\.$/, '')];
  for (let link = 0; link < maxLinks; link += 1) {
    const last = names.at(-1) ?? name;
    const answer = await dns.query(last, 'CNAME');
    if (answer.status === 'nxdomain') return { names, outcome: 'gone' };
    if (answer.status === 'nodata') return { names, outcome: 'end' };
    if (answer.status !== 'ok') return { names, outcome: 'trouble', trouble: answer.status };
    const next = (answer.records[0] ?? '').toLowerCase().replace(/\.$/, '');
    if (names.includes(next)) return { names: [...names, next], outcome: 'loop' };
    names.push(next);
  }
  return { names, outcome: 'too-long' };
}
