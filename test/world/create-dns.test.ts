import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import dnsPacket from 'dns-packet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { followCname } from '../../src/world/follow-cname.ts';
import type { DnsAnswer, DnsClient, DnsType } from '../../src/world/world.ts';
import { gapOf, openWorld } from './setting.ts';

type Reply = { readonly rcode?: number; readonly answers?: dnsPacket.Answer[] } | 'silence';

/** A resolver on loopback that answers by a function; `asked` lists the questions. */
async function resolver(answer: (name: string, type: string) => Reply | Promise<Reply>) {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', async (message, from) => {
    const query = dnsPacket.decode(message);
    const question = query.questions?.[0];
    if (!question) return;
    asked.push(`${question.name} ${question.type}`);
    const reply = await answer(question.name, question.type);
    if (reply === 'silence') return;
    const flags = dnsPacket.AUTHORITATIVE_ANSWER | dnsPacket.RECURSION_AVAILABLE | (reply.rcode ?? 0);
    const { id, questions } = query;
    socket.send(
      dnsPacket.encode({ type: 'response', id, flags, questions, answers: reply.answers ?? [] }),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${(socket.address() as AddressInfo).port}`, asked };
}

const worldWith = (address: string, signal?: AbortSignal) =>
  openWorld({ config: { lab: { resolver: address } }, ...(signal ? { signal } : {}) });

describe('DNS', () => {
  const records: Readonly<
    Record<DnsType, readonly [dnsPacket.Answer['data' & keyof dnsPacket.Answer], readonly string[]]>
  > = {
    A: ['192.0.2.1', ['192.0.2.1']],
    AAAA: ['2001:db8::1', ['2001:db8::1']],
    CNAME: ['target.example.test', ['target.example.test']],
    NS: ['ns1.example.test', ['ns1.example.test']],
    MX: [{ preference: 10, exchange: 'mail.example.test' }, ['10 mail.example.test']],
    TXT: [['v=spf1 ', '-all'], ['v=spf1 -all']],
    CAA: [{ flags: 128, tag: 'issue', value: 'ca.example.test' }, ['128 issue ca.example.test']],
    SOA: [
      { mname: 'ns1.example.test', rname: 'host.example.test', serial: 7, refresh: 1, retry: 2, expire: 3, minimum: 4 },
      ['ns1.example.test host.example.test 7 1 2 3 4'],
    ],
  } as never;

  it.each(Object.entries(records))('reads %s records', async (type, [data, expected]) => {
    const { address } = await resolver((name) => ({ answers: [{ name, type, ttl: 60, data } as dnsPacket.Answer] }));
    const world = await worldWith(address);
    expect(await world.dns.query('Example.TEST.', type as DnsType)).toEqual({
      name: 'example.test',
      type,
      status: 'ok',
      records: expected,
    });
  });

  it('bad input: NXDOMAIN, no such record, SERVFAIL, REFUSED → four statuses, never mixed', async () => {
    const codes = { nxdomain: 3, nodata: 0, servfail: 2, refused: 5 };
    for (const [status, rcode] of Object.entries(codes)) {
      const { address } = await resolver(() => ({ rcode }));
      const world = await worldWith(address);
      for (const type of ['A', 'TXT', 'MX', 'CAA'] as const) {
        expect(await world.dns.query('example.test', type)).toMatchObject({ status, records: [] });
      }
    }
  });

  it('bad input: a resolver that never answers → timeout after four tries', async () => {
    const { address, asked } = await resolver(() => 'silence');
    expect(await (await worldWith(address)).dns.query('example.test', 'A')).toMatchObject({ status: 'timeout' });
    expect(asked.length).toBe(4);
  }, 20_000);

  it('bad input: names that are no names → error, never a throw', async () => {
    const { address } = await resolver(() => ({ rcode: 3 }));
    const world = await worldWith(address);
    for (const name of ['a..b', `${'a'.repeat(64)}.test`, 'x'.repeat(300), '']) {
      const { status } = await world.dns.query(name, 'A');
      expect(['error', 'nxdomain', 'nodata']).toContain(status);
    }
  });

  it('asks once for what it knows and again for what went wrong', async () => {
    const { address, asked } = await resolver((name) => ({ rcode: name.startsWith('gone') ? 3 : 2 }));
    const { dns } = await worldWith(address);
    await dns.query('gone.test', 'A');
    await dns.query('GONE.test.', 'A');
    expect(asked).toEqual(['gone.test A']);
    await dns.query('broken.test', 'A');
    const before = asked.length;
    await dns.query('broken.test', 'A');
    expect(asked.length).toBeGreaterThan(before);
  });

  it('keeps at most a hundred queries in flight and loses none', async () => {
    const gate = Promise.withResolvers<void>();
    const marker = Promise.withResolvers<number>();
    const names = new Set<string>();
    const server = await resolver(async (name) => {
      // A query of another client comes after everything that the first one sends at once.
      if (name === 'marker.test') marker.resolve(names.size);
      else names.add(name);
      await gate.promise;
      return { answers: [{ name, type: 'A', ttl: 1, data: '192.0.2.1' }] };
    });
    const { dns } = await worldWith(server.address);
    const answers = Promise.all(Array.from({ length: 500 }, (_, index) => dns.query(`h${index}.test`, 'A')));
    const other = await worldWith(server.address);
    const marked = other.dns.query('marker.test', 'A');
    expect(await marker.promise).toBe(100);
    gate.resolve();
    expect((await answers).filter((each) => each.status === 'ok')).toHaveLength(500);
    expect((await marked).status).toBe('ok');
  });

  it('ends every query with the run', async () => {
    const { address } = await resolver(() => 'silence');
    const run = new AbortController();
    const { dns } = await worldWith(address, run.signal);
    const queries = Array.from({ length: 150 }, (_, index) => gapOf(dns.query(`h${index}.test`, 'A')));
    run.abort();
    expect(new Set(await Promise.all(queries))).toEqual(new Set([expect.stringMatching(/^interrupted: /)]));
  });

  it('lets a forged resolver of a lab decide nothing but evidence', async () => {
    const { address } = await resolver((name) => ({ answers: [{ name, type: 'A', ttl: 1, data: '127.0.0.1' }] }));
    const world = await openWorld({
      config: { target: { hosts: [{ name: 'app.example.com' }] }, lab: { resolver: address } },
    });
    expect(await world.dns.query('app.example.com', 'A')).toMatchObject({ records: ['127.0.0.1'] });
    const look = world.http.request({ url: 'http://app.example.com/', permit: 'look' });
    expect(await gapOf(look)).toMatch(/^refused: .*not listed in lab.map/);
    expect(world.scope.isOwned('app.example.com')).toBe(false);
  });
});

describe('following CNAME records', () => {
  const zone = (links: Readonly<Record<string, string>>, gone: readonly string[] = []): DnsClient => ({
    query: async (name, type): Promise<DnsAnswer> => {
      const target = links[name];
      if (target) return { name, type, status: 'ok', records: [target] };
      return { name, type, status: gone.includes(name) ? 'nxdomain' : 'nodata', records: [] };
    },
  });

  it('lists the names in order', async () => {
    const dns = zone({ 'www.test': 'edge.test.', 'edge.test': 'Pop.Test' });
    expect(await followCname(dns, 'WWW.test.')).toEqual({
      names: ['www.test', 'edge.test', 'pop.test'],
      outcome: 'end',
    });
  });

  it('bad input: a CNAME to a name that does not exist → gone', async () => {
    expect(await followCname(zone({ 'www.test': 'old.test' }, ['old.test']), 'www.test')).toMatchObject({
      outcome: 'gone',
    });
  });

  it('bad input: a CNAME loop → loop, after one round', async () => {
    const chain = await followCname(zone({ 'a.test': 'b.test', 'b.test': 'a.test' }), 'a.test');
    expect(chain).toEqual({ names: ['a.test', 'b.test', 'a.test'], outcome: 'loop' });
  });

  it('bad input: an endless CNAME chain → too-long', async () => {
    const asked: string[] = [];
    const endless: DnsClient = {
      query: async (name, type) => {
        asked.push(name);
        return { name, type, status: 'ok', records: [`n${asked.length}.test`] };
      },
    };
    expect((await followCname(endless, 'n0.test')).outcome).toBe('too-long');
    expect(asked.length).toBeLessThan(20);
  });
});
