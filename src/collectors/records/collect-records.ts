import { GapError, gap } from '../../model/gap.ts';
import { splitHost } from '../../parse/host-name.ts';
import { sameRecords } from '../../parse/dns-record.ts';
import type { World } from '../../world/world.ts';
import { defineCollector, type Target } from '../collector.ts';
import type { IntendedRecords } from '../domain-evidence.ts';

type Intended = NonNullable<Target['config']['target']['hosts'][number]['dns']>;
const types = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT'] as const;

/** The records that the config intends for a name, beside those that DNS has today. */
export const recordCollector = defineCollector({
  id: 'records',
  produces: ['net.records'],
  permit: 'look',
  timeoutMs: 60_000,
  subjects: (target) => {
    const names = intended(target).map(({ name }) => name);
    if (names.length > 0) return [...new Set(names)];
    return gap(
      'not-configured',
      'The config holds no intended DNS records.',
      'Write the intended records into target.hosts[].dns, for example dns: { CNAME: ["lb.example.net"] }.',
      10,
    );
  },
  async collect(subject, { world, signal, emit, target }) {
    const wanted = new Map<string, Set<string>>();
    for (const { dns } of intended(target).filter((each) => each.name === subject))
      for (const type of types)
        if (dns[type]) {
          const known = wanted.get(type) ?? new Set<string>();
          for (const value of dns[type]) known.add(value);
          wanted.set(type, known);
        }
    const rows: IntendedRecords['types'][number][] = [];
    for (const [type, values] of wanted) {
      const row = await compare(subject, type as Type, [...values], world);
      if (row.status === 'trouble') {
        await world.clock.wait(500, signal);
        rows.push(await compare(subject, type as Type, [...values], world));
      } else rows.push(row);
    }
    if (rows.length === 0)
      throw new GapError(gap('not-configured', `No record of ${subject} is intended.`, 'List some.'));
    emit('net.records', subject, { name: subject, types: rows });
  },
});

type Type = (typeof types)[number];

function intended({ config }: Target): { name: string; dns: Intended }[] {
  const all = [...config.target.hosts, ...config.target.domains];
  return all.flatMap(({ name, dns }) => (dns ? [{ name: splitHost(name).host, dns }] : []));
}

async function compare(name: string, type: Type, wanted: readonly string[], world: World) {
  const answer = await world.dns.query(name, type);
  const alias = type === 'CNAME' ? answer : await world.dns.query(name, 'CNAME');
  const settled = ['ok', 'nodata', 'nxdomain'].includes(answer.status);
  // A resolver answers an address question through an alias: those addresses are not the name's own records.
  const own = type !== 'CNAME' && alias.status === 'ok' ? [] : answer.records;
  const row = { type, wanted, found: own.map(String).sort(), status: settled ? answer.status : 'trouble' };
  if (type !== 'CNAME' || !settled || sameRecords('CNAME', wanted, own) || own.length > 0) return row;
  const [here, there] = await Promise.all([addressesOf(name, world), addressesOf(wanted[0] ?? '', world)]);
  const both = here.filter((address) => there.includes(address));
  return both.length > 0 ? { ...row, flattened: both } : row;
}

async function addressesOf(name: string, world: World): Promise<readonly string[]> {
  const [four, six] = await Promise.all([world.dns.query(name, 'A'), world.dns.query(name, 'AAAA')]);
  return [...four.records, ...six.records];
}
