import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lookUpName } from '../../src/collectors/dns/look-up-name.ts';
import { dialFirst, dialTcp } from '../../src/world/dial.ts';
import { askServer } from '../../src/world/dns-exchange.ts';
import { createLookup } from '../../src/world/look-up-address.ts';
import type { DnsAnswer, DnsClient, World } from '../../src/world/world.ts';

type Zone = Readonly<Record<string, readonly string[] | DnsAnswer['status']>>;

/** Answers by `TYPE name`; what is not there does not exist. */
function dnsOf(zone: Zone): DnsClient {
  return {
    async query(name, type) {
      const found = zone[`${type} ${name}`] ?? zone[name] ?? 'nxdomain';
      return typeof found === 'string'
        ? { name, type, status: found, records: [] }
        : { name, type, status: 'ok', records: found };
    },
  };
}

describe('where a name leads', () => {
  const system = async (host: string) => [`system ${host}`];

  it('is asked of DNS, IPv4 first', async () => {
    const lookup = createLookup(
      dnsOf({ 'A a.test': ['192.0.2.1'], 'AAAA a.test': ['2001:db8::1'] }),
      system,
      new Set(),
    );
    expect(await lookup('a.test')).toEqual(['192.0.2.1', '2001:db8::1']);
  });
  it('is asked of the system for names of the hosts file and for names that DNS does not know', async () => {
    const lookup = createLookup(dnsOf({ 'A a.test': ['192.0.2.1'] }), system, new Set(['a.test']));
    expect(await lookup('a.test')).toEqual(['system a.test']);
    expect(await lookup('printer.local')).toEqual(['system printer.local']);
  });
  it('bad input: a silent name → a time-out, and the system is not held up with it', async () => {
    const lookup = createLookup(dnsOf({ 'silent.test': 'timeout', 'A a.test': ['192.0.2.1'] }), system, new Set());
    await expect(lookup('silent.test')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });
  it('bad input: a silent address beside a good one → the good one, as in browsers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const dial: typeof dialTcp = (address, ...rest) =>
      address === '192.0.2.1' ? new Promise(() => undefined) : dialTcp(address, ...rest);
    const dialled = await dialFirst(dial, { address: '192.0.2.1', alternatives: ['127.0.0.1'], port }, 5_000);
    dialled.socket.destroy();
    expect(dialled.address).toBe('127.0.0.1');
  });
  it('bad input: a name server without a route → an error, no crash', async () => {
    const question = { name: 'a.test', type: 'A', id: 1, recursion: false } as const;
    const place = { address: '255.255.255.255', port: 53 };
    await expect(askServer(question, place, dialTcp, 500)).rejects.toHaveProperty('code');
  });
});

describe('a name, its aliases followed', () => {
  const { signal } = new AbortController();
  const look = async (zone: Zone, name: string) => {
    const world = { dns: dnsOf(zone), clock: { wait: async () => undefined } } as unknown as World;
    return (await lookUpName(name, world, signal)).look.end;
  };
  const chain = (links: number): Zone => ({
    ...Object.fromEntries(Array.from({ length: links }, (_, at) => [`CNAME c${at}.test`, [`c${at + 1}.test`]])),
    [`A c${links}.test`]: ['192.0.2.1'],
    [`c${links}.test`]: 'nodata',
  });

  it.each([
    ['ten aliases are no circle', chain(10), 'c0.test', 'addresses'],
    ['a circle', { 'CNAME a.test': ['b.test'], 'CNAME b.test': ['a.test'] }, 'a.test', 'alias-loop'],
    ['more aliases than resolvers follow', chain(30), 'c0.test', 'unanswered'],
    ['IPv6 denied with the whole name', { 'CNAME a.test': 'nodata', 'A a.test': 'nodata' }, 'a.test', 'no-address'],
    ['trouble with IPv4, IPv6 denied', { 'CNAME a.test': 'nodata', 'A a.test': 'servfail' }, 'a.test', 'unanswered'],
    ['no such name', { 'AAAA a.test': 'servfail' }, 'a.test', 'no-such-name'],
  ] as const)('%s', async (_what, zone, name, end) => {
    expect(await look(zone as Zone, name)).toBe(end);
  });
});
