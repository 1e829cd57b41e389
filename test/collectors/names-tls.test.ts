import { describe, expect, test } from 'vitest';
import { nameCollector } from '../../src/collectors/dns/collect-names.ts';
import { pairCollector } from '../../src/collectors/pairs/collect-pairs.ts';
import { tlsCollector } from '../../src/collectors/tls/collect-tls.ts';
import { broken, counter, handshake, helloBroken, runJob, type Setting } from './network-setting.ts';

const subject = 'app.example.com';

describe('names', () => {
  const look = async (setting: Setting, name = subject) => {
    const job = await runJob(nameCollector, name, setting);
    return { ...job, name: job.value('net.name') };
  };
  const address: Setting['dns'] = (_name, type) =>
    type === 'A' ? { status: 'ok', records: ['192.0.2.1'] } : { status: 'nodata' };

  test('an address that answers on 443 is not asked on 80', async () => {
    const { name, shaken } = await look({ dns: address });
    expect(name).toMatchObject({ end: 'addresses', addresses: ['192.0.2.1'], https: 'answers', http: 'not-asked' });
    expect(shaken).toHaveLength(1);
  });

  test('aliases are followed to their end', async () => {
    const aliases: Readonly<Record<string, string>> = {
      [subject]: 'a.host.example',
      'a.host.example': 'B.host.example.',
    };
    const dns: Setting['dns'] = (name, type) => {
      const next = type === 'CNAME' ? aliases[name] : undefined;
      if (next) return { status: 'ok', records: [next] };
      return type === 'A' && name === 'b.host.example'
        ? { status: 'ok', records: ['192.0.2.2'] }
        : { status: 'nodata' };
    };
    expect((await look({ dns })).name).toMatchObject({
      aliases: ['a.host.example', 'b.host.example'],
      addresses: ['192.0.2.2'],
    });
  });

  test('bad input: an alias of a name that is gone → no such name behind it', async () => {
    const dns: Setting['dns'] = (name, type) =>
      name === subject && type === 'CNAME' ? { status: 'ok', records: ['gone.host.example'] } : { status: 'nxdomain' };
    expect((await look({ dns })).name).toMatchObject({ end: 'no-such-name', aliases: ['gone.host.example'] });
  });

  test('bad input: aliases in a circle → alias loop', async () => {
    const dns: Setting['dns'] = (name, type) =>
      type === 'CNAME'
        ? { status: 'ok', records: [name === subject ? 'b.example.com' : subject] }
        : { status: 'nodata' };
    expect((await look({ dns })).name?.end).toBe('alias-loop');
  });

  test('bad input: SERVFAIL once → asked again, SERVFAIL twice → unanswered', async () => {
    const next = counter();
    const flaky: Setting['dns'] = (name, type) =>
      type === 'A' && next() === 1 ? { status: 'servfail' } : address(name, type);
    expect((await look({ dns: flaky })).name?.end).toBe('addresses');
    expect((await look({ dns: () => ({ status: 'servfail' }) })).name?.end).toBe('unanswered');
    expect((await look({ dns: (_name, type) => ({ status: type === 'A' ? 'timeout' : 'nodata' }) })).name?.end).toBe(
      'unanswered',
    );
  });

  test.each([
    ['refused', 'closed'],
    ['timed-out', 'silent'],
    ['reset', 'answers'],
    ['alert', 'answers'],
    ['fence', 'unclear'],
  ] as const)('a handshake that ends with %s means: %s', async (failure, port) => {
    const { name } = await look({ dns: address, tls: () => broken(failure) });
    expect(name?.https).toBe(port);
  });

  test('bad input: no route from here → unclear, with the reason', async () => {
    const { name } = await look({ dns: address, tls: () => broken('other', 'connect: ENETUNREACH') });
    expect(name).toMatchObject({ https: 'unclear', portGap: { reason: 'unreachable' } });
  });

  test('a lab that maps a name and has no resolver settles nothing about DNS', async () => {
    const config = { target: { hosts: [{ name: subject }] }, lab: { map: [{ name: subject, port: 443, to: 1 }] } };
    expect((await look({ config })).gap('net.name')?.reason).toBe('not-configured');
  });

  test('an address is not looked up', async () => {
    const { name, queried } = await look({ hosts: ['127.0.0.1'] }, '127.0.0.1');
    expect(name?.end).toBe('literal');
    expect(queried).toEqual([]);
  });
});

describe('certificates', () => {
  test.each([
    ['timed-out', 'timed-out'],
    ['refused', 'unreachable'],
    ['reset', 'unreachable'],
    ['fence', 'refused'],
  ] as const)('bad input: every handshake ends with %s → gap %s', async (failure, reason) => {
    const { gap } = await runJob(tlsCollector, subject, {
      tls: () => broken(failure),
      hello: () => helloBroken(failure),
    });
    expect(gap('net.certificate')?.reason).toBe(reason);
    expect(gap('net.protocols')?.reason).toBe(reason);
  });
  test('bad input: bytes that are no certificate → gap unreadable, protocols judged all the same', async () => {
    const { gap, value } = await runJob(tlsCollector, subject, {
      tls: () => handshake({ sentChain: [new Uint8Array([1, 2, 3])] }),
    });
    expect(gap('net.certificate')?.reason).toBe('unreadable');
    expect(value('net.protocols')).toBeDefined();
  });
});

describe('pairs', () => {
  const exists: Setting['dns'] = (_name, type) =>
    type === 'A' ? { status: 'ok', records: ['192.0.2.1'] } : { status: 'nodata' };
  const movesOf = (host: string) => ({
    subject: host,
    value: {
      host,
      role: 'www',
      http: { start: '', hops: [], end: 'closed' },
      https: { start: '', hops: [{ url: `https://${host}/`, status: 200 }], end: 'answer' },
    },
  });

  test('both listed names are put side by side', async () => {
    const hosts = ['example.com', 'www.example.com', 'app.example.com'];
    const earlier = hosts.map(movesOf);
    const { value, asked } = await runJob(pairCollector, 'example.com', { hosts, dns: exists }, earlier);
    expect(Object.keys(value('net.pair')?.moves ?? {})).toEqual(['example.com', 'www.example.com']);
    expect(asked).toEqual([]);
  });
  test('a sibling that is not listed is looked up, not contacted', async () => {
    const { value, asked, shaken } = await runJob(
      pairCollector,
      'example.com',
      { hosts: ['example.com'], dns: exists },
      [movesOf('example.com')],
    );
    expect(value('net.pair')).toMatchObject({ listed: ['example.com'], inDns: { 'www.example.com': 'yes' } });
    expect([...asked, ...shaken]).toEqual([]);
  });
  test('bad input: one of the pair could not be seen → gap', async () => {
    const hosts = ['example.com', 'www.example.com'];
    const { gap } = await runJob(pairCollector, 'example.com', { hosts, dns: exists }, [movesOf('example.com')]);
    expect(gap('net.pair')?.reason).toBe('not-collected');
  });
});
