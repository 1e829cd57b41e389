import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import dnsPacket from 'dns-packet';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startDnsServer } from '../../range/internet/dns-server.ts';
import { openWorld } from './setting.ts';

const soa = { mname: 'ns1.zone.test', rname: 'x.zone.test', serial: 7, refresh: 1, retry: 1, expire: 1, minimum: 1 };
const zone = {
  zones: ['zone.test'],
  records: [
    { type: 'SOA', name: 'zone.test', ttl: 60, data: soa },
    { type: 'A', name: 'app.zone.test', ttl: 300, data: '192.0.2.1' },
    { type: 'TXT', name: 'big.zone.test', ttl: 60, data: Array.from({ length: 8 }, () => 'x'.repeat(200)) },
  ],
} as const;

async function worldWith(to: string) {
  return await openWorld({ config: { lab: { map: [{ name: 'ns1.zone.test', port: 53, to }] } } });
}

describe('DNS at a chosen server', () => {
  test('records with their time to live, the authority of the answer, NXDOMAIN and NODATA', async () => {
    const server = await startDnsServer({ zones: [...zone.zones], records: [...zone.records] } as never);
    onTestFinished(server.close);
    const { nameServers } = await worldWith(server.address);
    expect(await nameServers.ask('ns1.zone.test', 'App.Zone.test.', 'A')).toMatchObject({
      status: 'ok',
      authoritative: true,
      records: [{ name: 'app.zone.test', type: 'A', ttl: 300, value: '192.0.2.1' }],
    });
    expect((await nameServers.ask('ns1.zone.test', 'app.zone.test', 'AAAA')).status).toBe('nodata');
    expect((await nameServers.ask('ns1.zone.test', 'none.zone.test', 'A')).status).toBe('nxdomain');
    expect((await nameServers.ask('ns1.zone.test', 'example.com', 'A')).status).toBe('refused');
  });

  test('an answer that does not fit is asked for again over TCP', async () => {
    const server = await startDnsServer({ zones: [...zone.zones], records: [...zone.records] } as never);
    onTestFinished(server.close);
    const { nameServers } = await worldWith(server.address);
    const answer = await nameServers.ask('ns1.zone.test', 'big.zone.test', 'TXT');
    expect(answer.records[0]?.value).toHaveLength(1600);
  });

  test('a server that the lab does not map is not reached, whoever names it', async () => {
    const { nameServers } = await openWorld({ config: { lab: { map: [] } } });
    expect(await nameServers.ask('ns1.zone.test', 'app.zone.test', 'A')).toMatchObject({ status: 'not-reached' });
    expect(await nameServers.ask('127.0.0.1', 'app.zone.test', 'A')).toMatchObject({ status: 'not-reached' });
  });

  test('without a lab a name server inside the network is not asked', async () => {
    const { nameServers } = await openWorld({ lookup: async () => ['10.0.0.53'] });
    expect(await nameServers.ask('ns1.zone.test', 'app.zone.test', 'A')).toMatchObject({ status: 'not-reached' });
  });

  test('bad input: an answer with another id, or bytes that are no DNS → passed over, then no answer', async () => {
    const socket = createSocket('udp4');
    socket.on('message', (message, from) => {
      const query = dnsPacket.decode(message);
      const forged = dnsPacket.encode({
        type: 'response',
        id: ((query.id ?? 0) + 1) & 0xffff,
        questions: query.questions ?? [],
      });
      socket.send(Buffer.from('none of DNS'), from.port, from.address);
      socket.send(forged, from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    onTestFinished(() => void socket.close());
    const { nameServers } = await worldWith(`127.0.0.1:${(socket.address() as AddressInfo).port}`);
    expect((await nameServers.ask('ns1.zone.test', 'app.zone.test', 'A')).status).toBe('timeout');
  });
});
