import type { Answer } from 'dns-packet';
import { besideTheEdge, movedEdge } from './edge.ts';
import { domain, hostingDomain, hostNames, pagesDomain, type Role, roles } from './names.ts';
import type { Switches } from './switches.ts';

const ttl = 300;
const loopback = '127.0.0.1';
/** Addresses of the launch besides the usual one; the lab maps each by itself. */
export const otherAddresses = { dead: '127.0.0.66', stranger: '127.0.0.67', planned: '127.0.0.68', twin: '127.0.0.69' };
const behind = '127.0.0.70';

/** Address and alias records of the hosts with the flaws and decoys that are switched on. */
export function hostRecords(switches: Switches): readonly Answer[] {
  const { flaw, decoy } = switches;
  return [
    ...roles.flatMap((role) => recordsOf(role, switches)),
    ...(flaw('host-unlisted') ? [address(`legacy.${domain}`)] : []),
    ...(flaw('zone-servers-gone')
      ? [server(hostNames.old, `ns-2019.${hostingDomain}`), server(hostNames.old, `ns-2020.${hostingDomain}`)]
      : []),
    ...(decoy('wildcard-dns') ? [address(`*.${domain}`)] : []),
    ...(decoy('alias-to-claimed-pages') || flaw('alias-unclaimed') ? [address(`northline.${pagesDomain}`)] : []),
  ];
}

function recordsOf(role: Role, { flaw, decoy, ...others }: Switches): readonly Answer[] {
  const name = hostNames[role];
  if (role === 'www') return wwwRecords(name, { flaw, decoy, ...others });
  if (role === 'old' && flaw('host-without-address'))
    return [{ type: 'TXT', name, ttl, data: ['moved to the new portal'] }];
  if (role === 'app' && others.case('edge-network-unknown')) return [address(name, movedEdge)];
  if (role === 'app') {
    const long = flaw('dns-long-ttl') ? 172_800 : ttl;
    return [
      address(name, loopback, long),
      ...(flaw('address-dead') ? [address(name, otherAddresses.dead)] : []),
      ...(decoy('two-addresses') ? [address(name, otherAddresses.twin)] : []),
    ];
  }
  if (role === 'api' && flaw('edge-absent-on-api')) return [address(name, besideTheEdge)];
  if (role === 'api' && flaw('address-of-stranger')) return [address(name), address(name, otherAddresses.stranger)];
  if (role === 'admin' && flaw('dns-differs-from-map')) return [address(name), address(name, otherAddresses.planned)];
  return [address(name)];
}

function wwwRecords(name: string, { flaw, decoy }: Switches): readonly Answer[] {
  if (flaw('host-nxdomain')) return [];
  if (flaw('host-dangling-cname')) return [alias(name, `northline-2019.${hostingDomain}`)];
  if (flaw('alias-unclaimed') || decoy('alias-to-claimed-pages')) return [alias(name, `northline.${pagesDomain}`)];
  if (decoy('cname-chain')) {
    const middle = `northline.${hostingDomain}`;
    return [alias(name, middle), alias(middle, `lb7.${hostingDomain}`), address(`lb7.${hostingDomain}`)];
  }
  return [alias(name, domain)];
}

/** The zone as the second name server has it. */
export function asSecondServer(records: readonly Answer[], { flaw }: Switches): readonly Answer[] {
  if (!flaw('dns-server-behind')) return records;
  return records.map((record) => {
    if (record.type === 'SOA' && record.name === domain)
      return { ...record, data: { ...record.data, serial: (record.data.serial ?? 1) - 1 } };
    return record.type === 'A' && record.name === hostNames.app ? address(record.name, behind) : record;
  });
}

export interface PlannedRecords {
  readonly A?: string[];
  readonly CNAME?: string[];
}

/** What the owner's list says that DNS should hold for a host. */
export function plannedRecords(role: Role, { flaw, decoy }: Switches): PlannedRecords {
  if (role === 'www') {
    if (decoy('cname-chain')) return { CNAME: [`northline.${hostingDomain}`] };
    if (decoy('alias-to-claimed-pages') || flaw('alias-unclaimed')) return { CNAME: [`northline.${pagesDomain}`] };
    return { CNAME: [decoy('dns-map-spelling') ? 'Northline.TEST.' : domain] };
  }
  if (role === 'app') {
    const twin = decoy('two-addresses') ? [otherAddresses.twin] : [];
    return { A: [...twin, loopback, ...(flaw('address-dead') ? [otherAddresses.dead] : [])] };
  }
  if (role === 'api' && flaw('address-of-stranger')) return { A: [loopback, otherAddresses.stranger] };
  return { A: [loopback] };
}

function address(name: string, data = loopback, keptFor = ttl): Answer {
  return { type: 'A', name, ttl: keptFor, data };
}

function alias(name: string, target: string): Answer {
  return { type: 'CNAME', name, ttl, data: target };
}

function server(zone: string, name: string): Answer {
  return { type: 'NS', name: zone, ttl, data: name };
}
