import type { World } from '../../world/world.ts';
import { namesUpTo } from './own-domains.ts';

export interface Delegation {
  readonly zone: string;
  /** Names of the servers, as the zone itself or its parent lists them. */
  readonly servers: readonly string[];
}

const maxSubzones = 40;

/**
 * The zones that answer for `names`: the registered domain and every name above a listed one that has name servers of its
 * own. Where a zone does not answer at all, its parent's servers are asked who should: a resolver says SERVFAIL and no more.
 */
export async function findZones(
  domain: string,
  names: readonly string[],
  world: World,
): Promise<readonly Delegation[]> {
  const candidates = [...new Set([domain, ...names.flatMap((name) => namesUpTo(name, domain))])];
  const ordered = candidates.sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
  const zones: Delegation[] = [];
  const answers = await Promise.all(
    ordered.map(async (name) => {
      // Asked for name servers of an alias a resolver gives those of the place that it leads to, which owe it no answer: an
      // alias has no other records (RFC 2181 §10.1), so it is no zone.
      const alias = name === domain ? undefined : await world.dns.query(name, 'CNAME');
      return {
        name,
        answer: alias?.status === 'ok' ? { ...alias, status: 'nodata' } : await world.dns.query(name, 'NS'),
      };
    }),
  );
  let asked = 0;
  for (const { name, answer } of answers) {
    if (answer.status === 'ok') zones.push({ zone: name, servers: clean(answer.records) });
    else if (answer.status !== 'nodata' && answer.status !== 'nxdomain' && asked < maxSubzones) {
      asked += 1;
      const servers = await fromParent(name, zones, world);
      if (servers.length > 0) zones.push({ zone: name, servers });
    }
  }
  return zones;
}

/** Who should answer for the name, by the servers of the nearest zone above it. */
async function fromParent(name: string, known: readonly Delegation[], world: World): Promise<readonly string[]> {
  const above = [...known].reverse().find(({ zone }) => name.endsWith(`.${zone}`));
  const servers = above?.servers ?? clean(await parentServers(name, world));
  for (const server of servers.slice(0, 2)) {
    const answer = await world.nameServers.ask(server, name, 'NS');
    const listed = [...answer.records, ...answer.authorities].filter(
      (each) => each.type === 'NS' && each.name === name,
    );
    if (listed.length > 0) return clean(listed.map(({ value }) => value));
    if (answer.status === 'nxdomain') return [];
  }
  return [];
}

async function parentServers(name: string, world: World): Promise<readonly string[]> {
  const parent = name.slice(name.indexOf('.') + 1);
  if (parent === '' || parent === name) return [];
  const answer = await world.dns.query(parent, 'NS');
  return answer.status === 'ok' ? answer.records : [];
}

function clean(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase().replace(/\.$/, '')))].filter((name) => name !== '').sort();
}
