import { readFileSync } from 'node:fs';
import { lookup as systemLookup } from 'node:dns/promises';
import { join } from 'node:path';
import type { DnsClient } from './world.ts';

/** Addresses of a name; throws with a code such as ENOTFOUND. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export const lookupBySystem: Lookup = async (host) =>
  (await systemLookup(host, { all: true, order: 'ipv4first' })).map((each) => each.address);

/**
 * Addresses by DNS, and by whatever else this machine knows names from. The system's own look-up holds one of a few threads
 * for as long as a name server keeps silent: every other name waits, and even a finished program does not end. So it is
 * asked only for names of the hosts file, and where DNS has answered that it knows none.
 */
export function createLookup(dns: DnsClient, system: Lookup = lookupBySystem, local = hostsFileNames()): Lookup {
  return async (host) => {
    if (local.has(host)) return await system(host);
    const [four, six] = await Promise.all([dns.query(host, 'A'), dns.query(host, 'AAAA')]);
    const addresses = [...four.records, ...six.records];
    if (addresses.length > 0) return addresses;
    if (four.status === 'timeout' || six.status === 'timeout')
      throw Object.assign(new Error(`no server answered for ${host}`), { code: 'ETIMEOUT' });
    return await system(host);
  };
}

function hostsFileNames(): ReadonlySet<string> {
  const windows = process.platform === 'win32' ? join(process.env.SYSTEMROOT ?? 'C:/Windows', 'System32/drivers') : '';
  try {
    const lines = readFileSync(`${windows}/etc/hosts`, 'utf8').split('\n');
    return new Set(lines.flatMap((line) => line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/).slice(1)));
  } catch (error) {
    // Machines without such a file know names from DNS alone.
    if (error instanceof Error) return new Set();
    throw error;
  }
}
