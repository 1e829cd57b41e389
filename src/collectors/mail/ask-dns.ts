import type { SpfLookUp } from '../../parse/spf/look-up.ts';
import type { DnsAnswer, DnsType } from '../../world/world.ts';
import type { CollectContext } from '../collector.ts';
import type { TextLook } from '../mail-evidence.ts';

const retryMs = 500;
const mostAliases = 8;

export type Ask = (name: string, type: DnsType) => Promise<DnsAnswer>;

export function isTrouble({ status }: DnsAnswer): boolean {
  return status !== 'ok' && status !== 'nodata' && status !== 'nxdomain';
}

/** Asks once more on trouble: what passes is no verdict. */
export function askTwice({ world, signal }: Pick<CollectContext, 'world' | 'signal'>): Ask {
  return async (name, type) => {
    const answer = await world.dns.query(name, type);
    if (!isTrouble(answer)) return answer;
    await world.clock.wait(retryMs, signal);
    return await world.dns.query(name, type);
  };
}

export function spfLookUp(ask: Ask): SpfLookUp {
  return async (name, type) => {
    // Nothing that is read without a sender needs a PTR record.
    if (type === 'PTR') return { status: 'trouble', records: [] };
    // Resolvers refuse to carry such a name; nobody has one.
    if (/[^\w.*-]/.test(name)) return { status: 'nxdomain', records: [] };
    const { status, records } = await throughAliases(ask, name, type);
    return { status: status === 'ok' || status === 'nodata' || status === 'nxdomain' ? status : 'trouble', records };
  };
}

/** A resolver that hands out an alias alone leaves its target to us. */
async function throughAliases(ask: Ask, name: string, type: DnsType): Promise<DnsAnswer> {
  const answer = await ask(name, type);
  if (answer.status !== 'nodata') return answer;
  const { aliases, loop } = await aliasesOf(ask, name);
  const last = aliases.at(-1);
  return last === undefined || loop ? answer : await ask(last, type);
}

/** TXT records of a name. The resolver follows aliases; where they matter or nothing came they are followed by hand. */
export async function textAt(ask: Ask, name: string, options: { readonly aliases?: boolean } = {}): Promise<TextLook> {
  const answer = await ask(name, 'TXT');
  const found = answer.status === 'ok';
  const { aliases, loop } = found && options.aliases !== true ? noAliases : await aliasesOf(ask, name);
  const base = { name, aliases, records: answer.records };
  if (loop) return { ...base, end: 'alias-loop' };
  if (found) return { ...base, end: 'records' };
  const last = aliases.at(-1);
  // A resolver that hands out the alias alone leaves its target to us.
  const end = last === undefined || isTrouble(answer) ? answer : await ask(last, 'TXT');
  if (end.status === 'ok') return { ...base, records: end.records, end: 'records' };
  if (end.status === 'nodata') return { ...base, end: 'no-record' };
  if (end.status === 'nxdomain') return { ...base, end: 'no-such-name' };
  return { ...base, end: 'trouble', trouble: end.status };
}

const noAliases: { readonly aliases: readonly string[]; readonly loop: boolean } = { aliases: [], loop: false };

async function aliasesOf(ask: Ask, name: string): Promise<typeof noAliases> {
  const aliases: string[] = [];
  for (let at = name; aliases.length <= mostAliases; ) {
    const { status, records } = await ask(at, 'CNAME');
    const next = status === 'ok' ? records[0]?.toLowerCase().replace(/\.$/, '') : undefined;
    if (next === undefined || next === '') return { aliases, loop: false };
    if (next === name || aliases.includes(next)) return { aliases: [...aliases, next], loop: true };
    aliases.push(next);
    at = next;
  }
  return { aliases, loop: true };
}
