import { isLiteral } from '../../parse/host-name.ts';
import type { World } from '../../world/world.ts';

const mostAddresses = 16;
const mostAliases = 8;

/**
 * The addresses of a host that are looked at one by one; empty where there is one way only. What the system resolves counts,
 * since connections go there; with a lab, what its resolver says and its map leads to.
 */
export async function tlsAddresses(world: World, host: string, port: number): Promise<readonly string[]> {
  const known = await world.tls.addresses(host, port);
  if (known.length > 1) return known.slice(0, mostAddresses);
  if (known.length === 1 || world.scope.lab?.resolver === undefined || isLiteral(host)) return [];
  let name = host;
  for (let link = 0; link < mostAliases; link += 1) {
    const next = (await world.dns.query(name, 'CNAME')).records[0]?.toLowerCase().replace(/\.$/, '');
    if (next === undefined) break;
    name = next;
  }
  const answers = await Promise.all([world.dns.query(name, 'A'), world.dns.query(name, 'AAAA')]);
  const addresses = [...new Set(answers.flatMap(({ records }) => records))].sort();
  const mapped = addresses.filter((each) => world.scope.loopback.some((one) => one.name === each && one.port === port));
  return addresses.length > 1 && mapped.length > 0 ? mapped.slice(0, mostAddresses) : [];
}
