import type { World } from '../../world/world.ts';
import type { RecordComparison } from '../domain-evidence.ts';

export type ComparedType = 'A' | 'AAAA' | 'MX' | 'NS';
export interface Comparing {
  readonly name: string;
  readonly type: ComparedType;
}

type Answered = RecordComparison['answers'][number];

/** Open resolvers that many use (their operators' own pages, 2026-11); asked where this machine reaches them. */
export const publicResolvers: readonly string[] = ['1.1.1.1', '8.8.8.8', '9.9.9.9'];

/** One name and type asked of every server of its zone and of the resolvers that can be asked. */
export async function compareRecord(
  { name, type }: Comparing,
  servers: readonly string[],
  resolvers: readonly string[],
  world: World,
): Promise<RecordComparison> {
  const [answers, own, others] = await Promise.all([
    Promise.all(servers.map((server) => askOne(server, name, type, world))),
    world.dns.query(name, 'CNAME').then((alias) => (alias.status === 'ok' ? alias : world.dns.query(name, type))),
    Promise.all(resolvers.map((resolver) => askResolver(resolver, name, type, world))),
  ]);
  const differs = new Set(answers.map(keyOf)).size > 1;
  const settled = differs
    ? await Promise.all(
        answers.map(async (first): Promise<Answered> => {
          const again = await askOne(first.server, name, type, world);
          return keyOf(again) === keyOf(first) ? first : { ...again, changes: true };
        }),
      )
    : answers;
  const mine = {
    resolver: 'the resolver of this machine',
    status: own.status,
    values: clean(own.records.map((value) => ({ value }))),
  };
  return { name, type, answers: settled, resolvers: [mine, ...others.flatMap((one) => one ?? [])] };
}

const keyOf = ({ status, values }: Answered) => `${status} ${values.join(' ')}`;

async function askOne(server: string, name: string, type: ComparedType, world: World): Promise<Answered> {
  const answer = await world.nameServers.ask(server, name, type);
  const own = answer.records.filter((record) => record.name === name && ['CNAME', type].includes(record.type));
  const values = clean(own).map((value) => (own.some(({ type }) => type === 'CNAME') ? `CNAME ${value}` : value));
  const status = answer.status === 'ok' && values.length === 0 ? 'nodata' : answer.status;
  const ttl = Math.max(0, ...own.map((record) => record.ttl));
  return { server, status, values, ...(values.length > 0 ? { ttl } : {}) };
}

async function askResolver(resolver: string, name: string, type: ComparedType, world: World) {
  const answer = await world.nameServers.ask(resolver, name, type, { recursion: true });
  if (!['ok', 'nodata', 'nxdomain', 'servfail'].includes(answer.status)) return undefined;
  const own = answer.records.filter((record) => record.name === name && ['CNAME', type].includes(record.type));
  return { resolver, status: answer.status, values: clean(own) };
}

function clean(records: readonly { readonly value: string }[]): readonly string[] {
  return [...new Set(records.map(({ value }) => value.toLowerCase().replace(/\.$/, '')))].sort();
}
