import { BlockList, isIP } from 'node:net';

// IANA special-purpose registries for IPv4 (RFC 6890 and updates): none of these is a public destination.
const ipv4Special: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
// Inside 2000::/3: Teredo, ORCHID and benchmarking (2001::/23), documentation, 6to4 (2002::/16 carries an IPv4 address).
const ipv6Special: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [network, prefix] of ipv4Special) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of ipv6Special) special.addSubnet(network, prefix, 'ipv6');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address literal is a public unicast destination. Everything outside 2000::/3 is refused for IPv6, which
 * covers ::, ::1, ::ffff:a.b.c.d, 64:ff9b::, fc00::/7, fe80::/10 and ff00::/8 without naming each.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  if (family === 6 && !address.includes('%')) {
    return globalIpv6.check(address, 'ipv6') && !special.check(address, 'ipv6');
  }
  return false;
}
