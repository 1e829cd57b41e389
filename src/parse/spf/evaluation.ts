import { type Address, dotted, parseAddress, reverseName, sameNetwork } from './address.ts';
import type { SpfQuestion } from './check-host.ts';
import { isQueryName, type SpfAnswer, type SpfLookUp } from './look-up.ts';
import { expandMacros, fitName, type MacroString } from './macro.ts';

const mostLookUps = 10;
const mostVoid = 2;
export const mostNames = 10;

/** Ends the evaluation with an error result. */
export class Stop extends Error {
  readonly result: 'temperror' | 'permerror';
  constructor(result: 'temperror' | 'permerror', because: string) {
    super(because);
    this.result = result;
  }
}

export interface Given {
  readonly ip: Address;
  readonly local: string;
  readonly senderDomain: string;
  readonly question: SpfQuestion;
}
export interface Run {
  readonly given: Given;
  readonly lookUp: SpfLookUp;
  readonly count: { lookUps: number; voidLookUps: number };
}

/** Names of the address that point back to it (RFC 7208 §5.5), lower case. */
export async function validatedNames(run: Run, counts?: 'counts'): Promise<readonly string[]> {
  const { ip } = run.given;
  // A failed look-up of the names means that none is known, no error (§5.5).
  const { records } = await ask(run, reverseName(ip), 'PTR', counts, 'forgive');
  const names: string[] = [];
  for (const record of records.slice(0, mostNames)) {
    const { records: addresses } = await ask(run, record, ip.version === 4 ? 'A' : 'AAAA', undefined, 'forgive');
    const back = addresses.some((each) => {
      const address = parseAddress(each);
      return address !== undefined && sameNetwork(ip, address, 128);
    });
    if (back) names.push(record.toLowerCase().replace(/\.$/, ''));
  }
  return names;
}

export function countLookUp(run: Run, term: { readonly text: string }): void {
  run.count.lookUps += 1;
  if (run.count.lookUps > mostLookUps) throw new Stop('permerror', `${term.text}: more than ${mostLookUps} look-ups`);
}

export async function ask(
  run: Run,
  name: string,
  type: 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR',
  counts?: 'counts',
  trouble?: 'forgive',
): Promise<SpfAnswer> {
  const nothing: SpfAnswer = { status: 'nxdomain', records: [] };
  const answer = isQueryName(name) ? await run.lookUp(name.toLowerCase().replace(/\.$/, ''), type) : nothing;
  if (answer.status === 'trouble') {
    if (trouble === 'forgive') return nothing;
    throw new Stop('temperror', `no answer for ${type} ${name}`);
  }
  if (counts && answer.records.length === 0) {
    run.count.voidLookUps += 1;
    if (run.count.voidLookUps > mostVoid) throw new Stop('permerror', `more than ${mostVoid} look-ups found nothing`);
  }
  return answer;
}

export async function expand(run: Run, domain: MacroString | undefined, current: string): Promise<string> {
  if (domain === undefined) return current;
  return fitName(await expandMacros(domain, (letter) => macroValue(run, letter, current)));
}

export async function macroValue(run: Run, letter: string, current: string): Promise<string> {
  const { ip, local, senderDomain, question } = run.given;
  switch (letter) {
    case 's':
      return `${local}@${senderDomain}`;
    case 'l':
      return local;
    case 'o':
      return senderDomain;
    case 'd':
      return current;
    case 'i':
      return dotted(ip);
    case 'p':
      return await ownName(run, current);
    case 'v':
      return ip.version === 4 ? 'in-addr' : 'ip6';
    case 'h':
      return question.helo;
    case 'c':
      return ip.version === 4 ? dotted(ip) : question.ip.toLowerCase();
    case 'r':
      return question.receiver ?? 'unknown';
    default:
      return String(question.seconds ?? 0);
  }
}

/** The macro `p`: the domain itself if validated, else a name below it, else any, else `unknown` (RFC 7208 §7.3). */
async function ownName(run: Run, current: string): Promise<string> {
  const names = await validatedNames(run);
  const wanted = current.toLowerCase();
  return names.find((n) => n === wanted) ?? names.find((n) => n.endsWith(`.${wanted}`)) ?? names[0] ?? 'unknown';
}
