import { GapError, gap } from '../../model/gap.ts';
import { isPlatformName } from '../../parse/host-name.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { inTurn } from '../look/in-turn.ts';
import type { RecordComparison, ServerLook } from '../domain-evidence.ts';
import { type Comparing, compareRecord, publicResolvers } from './compare-records.ts';
import { type Delegation, findZones } from './find-zones.ts';
import { lookAtServer } from './look-at-server.ts';
import { hostBelow, isBelow, listedHosts, ownDomains } from './own-domains.ts';

/** Names compared in one zone; what all of them have in common shows with these. */
const maxCompared = 40;
const atOnce = 10;

/** The zones of the launch: who should answer for them, who does, and whether they all say the same. */
export const zoneCollector = defineCollector({
  id: 'zones',
  produces: ['net.zone', 'net.pointer'],
  permit: 'look',
  after: ['names'],
  timeoutMs: 120_000,
  subjects: (target) => {
    const own = ownDomains(target);
    const platform = listedHosts(target).filter(isPlatformName);
    if (own.length + platform.length > 0) return [...own, ...platform];
    return gap('not-configured', 'No listed host has a domain of its own.', 'List the public names of the launch.', 2);
  },
  hostOf: hostBelow,
  async collect(subject, context) {
    const { emit, target } = context;
    if (isPlatformName(subject) && !ownDomains(target).includes(subject))
      return emit('net.zone', subject, { zone: subject, servers: [], records: [], notCompared: 0, platform: true });
    const names = listedHosts(target).filter((host) => isBelow(host, subject));
    const zones = await findZones(subject, names, context.world);
    if (zones.length === 0) {
      const detail = `The name servers of ${subject} could not be found out.`;
      throw new GapError(gap('unreachable', detail, `Look into the delegation of ${subject}, then run again.`, 15));
    }
    await Promise.all(zones.map((zone) => lookAtZone(zone, zones, names, context)));
  },
});

async function lookAtZone(
  { zone, servers }: Delegation,
  zones: readonly Delegation[],
  names: readonly string[],
  { world, emit, target, seen }: CollectContext,
): Promise<void> {
  const looks: readonly ServerLook[] = await Promise.all(servers.map((server) => lookAtServer(server, zone, world)));
  const inner = zones.filter((other) => other.zone !== zone && isBelow(other.zone, zone));
  const own = names.filter((name) => isBelow(name, zone) && !inner.some((other) => isBelow(name, other.zone)));
  const answering = looks.filter(({ state }) => state === 'answers').map(({ name }) => name);
  const onlySix = new Set(
    seen('net.name').flatMap(({ value }) =>
      value.addresses.length > 0 && value.addresses.every((address) => address.includes(':')) ? [value.host] : [],
    ),
  );
  const mail = target.config.target.domains.some(({ name }) => name.toLowerCase() === zone);
  const asked: Comparing[] = [
    { name: zone, type: 'NS' },
    ...(mail ? [{ name: zone, type: 'MX' } as const] : []),
    ...own.slice(0, maxCompared).map((name) => ({ name, type: onlySix.has(name) ? 'AAAA' : 'A' }) as const),
  ];
  const records: RecordComparison[] = [];
  const resolvers = world.scope.lab ? [] : publicResolvers;
  await inTurn(answering.length > 0 ? asked : [], atOnce, async (one) => {
    records.push(await compareRecord(one, answering, one.type === 'NS' ? [] : resolvers, world));
  });
  records.sort((one, other) => (`${one.name} ${one.type}` < `${other.name} ${other.type}` ? -1 : 1));
  const notCompared = Math.max(0, own.length - maxCompared);
  emit('net.zone', zone, { zone, servers: looks, records, notCompared });
  emit('net.pointer', zone, { what: 'zone', name: zone, listed: true, aliases: [], servers: looks });
}
