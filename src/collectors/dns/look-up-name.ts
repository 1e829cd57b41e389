import type { DnsAnswer, DnsType, World } from '../../world/world.ts';
import type { NameLook } from '../network-evidence.ts';

/** Resolvers follow some eleven to sixteen; a longer chain is none that visitors get to the end of for certain. */
const maxAliases = 16;
const retryMs = 500;

export type LookedUp = Pick<NameLook, 'host' | 'aliases' | 'addresses' | 'answers' | 'end'>;

/** A name in DNS, its aliases followed one by one; every question is repeated once on trouble. Asks DNS and nobody else. */
export async function lookUpName(
  host: string,
  world: World,
  signal: AbortSignal,
): Promise<{ readonly look: LookedUp }> {
  const asked: { question: string; status: DnsAnswer['status'] }[] = [];
  const query = async (name: string, type: DnsType) => {
    let answer = await world.dns.query(name, type);
    if (isTrouble(answer)) {
      await world.clock.wait(retryMs, signal);
      answer = await world.dns.query(name, type);
    }
    asked.push({ question: `${type} ${name}`, status: answer.status });
    return answer;
  };
  const base = { host, aliases: [] as string[], addresses: [] as string[], answers: asked };
  const aliases: string[] = [];
  let name = host;
  for (;;) {
    const alias = await query(name, 'CNAME');
    const next = alias.status === 'ok' ? alias.records[0]?.toLowerCase().replace(/\.$/, '') : undefined;
    if (next === undefined || next === '') break;
    if (next === host || aliases.includes(next))
      return { look: { ...base, aliases: [...aliases, next], end: 'alias-loop' } };
    if (aliases.length >= maxAliases) return { look: { ...base, aliases, end: 'unanswered' } };
    aliases.push(next);
    name = next;
  }
  const [four, six] = await Promise.all([query(name, 'A'), query(name, 'AAAA')]);
  const addresses = [...four.records, ...six.records];
  const found = { ...base, aliases, addresses };
  if (addresses.length > 0) return { look: { ...found, end: 'addresses' } };
  // Some servers say of a name that it does not exist when they have no IPv6 address for it (RFC 4074 §4.2).
  const gone = four.status === 'nxdomain' && six.status !== 'nodata';
  if (!gone && (isTrouble(four) || isTrouble(six))) return { look: { ...found, end: 'unanswered' } };
  return { look: { ...found, end: gone ? 'no-such-name' : 'no-address' } };
}

function isTrouble({ status }: DnsAnswer): boolean {
  return status !== 'ok' && status !== 'nodata' && status !== 'nxdomain';
}
