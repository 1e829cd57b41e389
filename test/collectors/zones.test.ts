import { describe, expect, test } from 'vitest';
import { inventoryCollector } from '../../src/collectors/inventory/collect-inventory.ts';
import { pointerCollector } from '../../src/collectors/pointers/collect-pointers.ts';
import { zoneCollector } from '../../src/collectors/zones/collect-zones.ts';
import { runJob, type ServerAnswer, type Setting } from './network-setting.ts';

const host = 'app.example.com';
const soa = { name: 'example.com', type: 'SOA', ttl: 300, value: 'ns1.example.com admin.example.com 7 1 1 1 1' };
const ok = (...records: readonly string[]) => ({ status: 'ok' as const, records });
const delegated: NonNullable<Setting['dns']> = (name, type) => {
  if (type === 'NS' && name === 'example.com') return ok('ns1.example.com', 'ns2.example.com');
  return type === 'A' ? ok('192.0.2.1') : { status: 'nodata' };
};
const sound: ServerAnswer = (_server, name, type) => ({
  status: 'ok',
  authoritative: true,
  records: type === 'SOA' ? [soa] : [{ name, type, ttl: 300, value: '192.0.2.1' }],
});

describe('zones', () => {
  const look = async (nameServer: ServerAnswer, dns = delegated) =>
    await runJob(zoneCollector, 'example.com', { dns, nameServer });
  const states = async (nameServer: ServerAnswer, dns = delegated) =>
    (await look(nameServer, dns)).value('net.zone')?.servers.map(({ state }) => state);

  test('servers that answer with authority', async () => {
    expect(await states(sound)).toEqual(['answers', 'answers']);
  });
  test.each<[string, ReturnType<ServerAnswer>, string]>([
    ['refuses', { status: 'refused' }, 'lame'],
    ['answers SERVFAIL', { status: 'servfail' }, 'lame'],
    ['answers without authority', { status: 'ok', records: [soa] }, 'lame'],
    ['keeps silent', { status: 'timeout' }, 'silent'],
    ['sends what is no DNS', { status: 'error', detail: 'EBADRESP' }, 'unclear'],
  ])(
    'bad input: a name server of the zone that %s → told from those that answer, nothing is compared with it',
    async (_what, bad, state) => {
      const { value } = await look((server, ...rest) => (server === 'ns2.example.com' ? bad : sound(server, ...rest)));
      const zone = value('net.zone');
      expect(zone?.servers.map((one) => one.state)).toEqual(['answers', state]);
      expect(zone?.records.every(({ answers }) => answers.every(({ server }) => server === 'ns1.example.com'))).toBe(
        true,
      );
    },
  );
  test('an alias is no zone, whatever name servers a resolver gives for it', async () => {
    const servers = new Set<string>();
    await runJob(zoneCollector, 'example.com', {
      dns: (name, type) => {
        if (name === host && type === 'CNAME') return ok('d123.cdn.example');
        if (name === host && type === 'NS') return ok('ns1.cdn.example');
        return delegated(name, type);
      },
      nameServer: (server, ...rest) => {
        servers.add(server);
        return sound(server, ...rest);
      },
    });
    expect(servers).toContain('ns2.example.com');
    expect(servers).not.toContain('ns1.cdn.example');
  });
  test('bad input: a name server whose own name is gone → said, with the name that is free', async () => {
    const gone: NonNullable<Setting['dns']> = (name, type) =>
      name.endsWith('other.example')
        ? { status: 'nxdomain' }
        : type === 'NS' && name === 'example.com'
          ? ok('ns1.other.example')
          : delegated(name, type);
    const { value } = await look(() => ({ status: 'no-address' }), gone);
    expect(value('net.zone')?.servers).toMatchObject([{ state: 'no-such-name', unregistered: 'other.example' }]);
  });
  test('bad input: no resolver and no parent says who answers for the zone → gap unreachable', async () => {
    const { value, gap } = await look(
      () => ({ status: 'timeout' }),
      () => ({ status: 'servfail' }),
    );
    expect(value('net.zone')).toBeUndefined();
    expect(gap('net.zone')?.reason).toBe('unreachable');
  });
});

describe('pointers', () => {
  const name = (end: string, aliases: readonly string[]) => [
    { subject: host, value: { host, end, aliases, addresses: [], answers: [], https: 'not-asked', http: 'not-asked' } },
  ];
  test('bad input: an alias of a name that is gone, and SERVFAIL for who owns it → not called free', async () => {
    const { value } = await runJob(
      pointerCollector,
      host,
      { dns: () => ({ status: 'servfail' }) },
      name('no-such-name', ['acme.gone.example']),
    );
    expect(value('net.pointer')).toMatchObject({ end: 'no-such-name', aliases: ['acme.gone.example'] });
    expect(value('net.pointer')).not.toHaveProperty('unregistered');
  });
  test('bad input: DNS of the host was not seen → the gap of that look, no pointer', async () => {
    const { value, gap } = await runJob(pointerCollector, host, {});
    expect(value('net.pointer')).toBeUndefined();
    expect(gap('net.pointer')?.reason).toBe('not-collected');
  });
});

describe('inventory', () => {
  test('bad input: neither certificates nor pages came → gap unreachable, no list that looks complete', async () => {
    const { value, gap } = await runJob(inventoryCollector, host, {});
    expect(value('net.inventory')).toBeUndefined();
    expect(gap('net.inventory')?.reason).toBe('unreachable');
  });
});
