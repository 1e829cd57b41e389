import type { Answer } from 'dns-packet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DnsServer, startDnsServer } from '../../range/internet/dns-server.ts';
import { lookUp, type ZoneData } from '../../range/internet/zone.ts';
import { type Probe, probeOf } from './probe.ts';

const ttl = 60;
const start: Answer = {
  type: 'SOA',
  name: 'one.test',
  ttl,
  data: { mname: 'ns.one.test', rname: 'me.one.test', serial: 1, refresh: 1, retry: 1, expire: 1, minimum: 1 },
};
const zone: ZoneData = {
  zones: ['one.test'],
  records: [
    start,
    { type: 'TXT', name: 'long.one.test', ttl, data: ['a'.repeat(250), 'b'.repeat(250), 'c'.repeat(250)] },
    { type: 'CNAME', name: 'round.one.test', ttl, data: 'about.one.test' },
    { type: 'CNAME', name: 'about.one.test', ttl, data: 'round.one.test' },
    { type: 'CNAME', name: 'away.one.test', ttl, data: 'else.example' },
    { type: 'CNAME', name: 'nowhere.one.test', ttl, data: 'gone.one.test' },
  ],
};

let server: DnsServer;
let probe: Probe;
beforeAll(async () => {
  server = await startDnsServer(zone, new Map([['broken.one.test', 'servfail']]));
  probe = probeOf({ map: [], rootPem: '', resolver: server.address });
});
afterAll(() => server.close());

test('an answer too long for a plain datagram is cut off there and whole over TCP', async () => {
  const [short] = await probe.dns(['long.one.test', 'TXT']);
  expect(short?.flag_tc).toBe(true);
  expect(short?.answers).toEqual([]);
  const whole = await probe.dnsOverTcp('long.one.test', 'TXT');
  expect(whole.flag_tc).toBe(false);
  expect(whole.answers).toHaveLength(1);
});

test('a switched-on failure concerns its own name only', async () => {
  const [broken, fine] = await probe.dns(['Broken.one.test', 'A'], ['one.test', 'SOA']);
  expect([broken?.rcode, fine?.rcode]).toEqual(['SERVFAIL', 'NOERROR']);
  expect((await probe.dnsOverTcp('broken.one.test', 'A')).rcode).toBe('SERVFAIL');
});

test('aliases: followed inside the zones, ended at their edge, bounded in a circle', () => {
  expect(lookUp(zone, 'away.one.test', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [{ data: 'else.example' }] });
  expect(lookUp(zone, 'nowhere.one.test', 'A')).toMatchObject({ rcode: 'NXDOMAIN', answers: [{ type: 'CNAME' }] });
  expect(lookUp(zone, 'nowhere.one.test', 'CNAME')).toMatchObject({ rcode: 'NOERROR', authorities: [] });
  expect(lookUp(zone, 'round.one.test', 'A').answers.length).toBeLessThan(12);
});
