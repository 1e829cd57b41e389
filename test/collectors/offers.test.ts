import { describe, expect, test } from 'vitest';
import { tlsCollector } from '../../src/collectors/tls/collect-tls.ts';
import { suiteName } from '../../src/parse/cipher-suites.ts';
import type { HelloRequest, HelloResult } from '../../src/world/hello-types.ts';
import { broken, handshake, helloBroken, modernHello, runJob, type Setting } from './network-setting.ts';

const subject = 'app.example.com';
const rc4 = 0x0005;
const gcm = 0xc02f;
const answers = (request: HelloRequest, suite: number, more: Partial<HelloResult> = {}): HelloResult =>
  ({ answered: true, version: request.version, suite, address: '192.0.2.1', ...more }) as HelloResult;

describe('protocol versions', () => {
  type Old = (request: HelloRequest, round: number) => HelloResult;
  const versionsOf = async (old: Old, tls?: Setting['tls']) => {
    const rounds = new Map<string, number>();
    const hello: Setting['hello'] = (request) => {
      if (request.version === 'TLSv1.2' || request.version === 'TLSv1.3') return modernHello(request);
      const round = (rounds.get(request.version) ?? 0) + 1;
      rounds.set(request.version, round);
      return old(request, round);
    };
    const { value } = await runJob(tlsCollector, subject, { hello, ...(tls ? { tls } : {}) });
    return Object.fromEntries(value('net.protocols')?.versions.map(({ version, outcome }) => [version, outcome]) ?? []);
  };
  const refusesOld: Setting['tls'] = (request) =>
    request.maxVersion === undefined ? handshake() : broken('alert', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');

  test('an alert about the version is a refusal', async () => {
    expect(await versionsOf(() => helloBroken('alert', 70))).toEqual({
      'TLSv1.3': 'accepted',
      'TLSv1.2': 'accepted',
      'TLSv1.1': 'refused',
      TLSv1: 'refused',
      SSLv3: 'refused',
      SSLv2: 'refused',
    });
  });
  test('another alert is one only if a whole handshake is refused as well', async () => {
    expect((await versionsOf(() => helloBroken('alert', 40), refusesOld)).TLSv1).toBe('refused');
    expect((await versionsOf(() => helloBroken('alert', 40))).TLSv1).toBe('accepted');
    const local: Setting['tls'] = ({ maxVersion }) => (maxVersion ? broken('local') : handshake());
    expect((await versionsOf(() => helloBroken('alert', 40), local)).TLSv1).toBe('inconclusive');
  });
  test('a server that takes only suites of the second half is found', async () => {
    const seed = 0x0096;
    const old: Old = (request) => (request.suites.includes(seed) ? answers(request, seed) : helloBroken('alert', 40));
    expect((await versionsOf(old, refusesOld)).TLSv1).toBe('accepted');
  });
  test('a server that answers with an older version does not take the one that was asked for', async () => {
    const old: Old = (request) =>
      request.suites.includes(rc4) ? answers(request, rc4, { version: 'TLSv1' }) : helloBroken('alert', 40);
    expect(await versionsOf(old, refusesOld)).toMatchObject({ 'TLSv1.1': 'refused', TLSv1: 'accepted' });
  });
  test('bad input: a server that hangs up on old versions → refused, when it takes a modern handshake in between', async () => {
    expect((await versionsOf(() => helloBroken('reset'))).TLSv1).toBe('refused');
    expect((await versionsOf(() => helloBroken('closed'))).TLSv1).toBe('refused');
  });
  test('bad input: a server that hangs up once and then takes the old version → accepted', async () => {
    const once: Old = (request, round) => {
      if (round === 1) return helloBroken('reset');
      return request.suites.includes(rc4) ? answers(request, rc4) : helloBroken('alert', 40);
    };
    expect((await versionsOf(once)).TLSv1).toBe('accepted');
  });
  test('bad input: silence → inconclusive, and for SSL 2 and 3 refused', async () => {
    const versions = await versionsOf(() => helloBroken('timed-out'));
    expect(versions).toMatchObject({ TLSv1: 'inconclusive', SSLv3: 'refused', SSLv2: 'refused' });
  });
  test('bad input: a server that is down by then → inconclusive', async () => {
    let first = true;
    const dying: Setting['tls'] = () => {
      if (!first) return broken('refused');
      first = false;
      return handshake();
    };
    expect(await versionsOf(() => helloBroken('reset'), dying)).toMatchObject({
      TLSv1: 'inconclusive',
      SSLv3: 'inconclusive',
    });
  });
});

describe('cipher suites', () => {
  const offersOf = async (hello: (request: HelloRequest, round: number) => HelloResult) => {
    let round = 0;
    const { value, greeted } = await runJob(tlsCollector, subject, {
      hello: (request) => {
        if (request.version !== 'TLSv1.2') return helloBroken('alert', 70);
        round += 1;
        return hello(request, round);
      },
    });
    return { offer: value('net.ciphers')?.offers[0], greeted };
  };
  const taking =
    (...own: readonly number[]) =>
    (request: HelloRequest): HelloResult => {
      const chosen = own.find((suite) => request.suites.includes(suite));
      return chosen === undefined ? helloBroken('alert', 40) : answers(request, chosen);
    };

  test('all are found, one by one', async () => {
    const { offer } = await offersOf(taking(gcm, 0x009c, rc4));
    expect(offer).toEqual({ version: 'TLSv1.2', suites: [gcm, 0x009c, rc4].map(suiteName), complete: true });
  });
  test('the smallest prime counts', async () => {
    const { offer } = await offersOf((request) => {
      const one = taking(0x009e, 0x0033)(request);
      return one.answered ? { ...one, dhBits: one.suite === 0x0033 ? 1024 : 2048 } : one;
    });
    expect(offer?.dhBits).toBe(1024);
  });
  test('bad input: a server that always chooses the same suite → ends, perhaps more', async () => {
    const { offer, greeted } = await offersOf((request) => answers(request, gcm));
    expect(offer).toMatchObject({ suites: [suiteName(gcm)], complete: false });
    expect(greeted.length).toBeLessThan(20);
  });
  test('bad input: a server that chooses a suite that was never offered, a new one each time → ends', async () => {
    const { offer, greeted } = await offersOf((request, round) => answers(request, 0xfa00 + round));
    expect(offer?.complete).toBe(false);
    expect(greeted.length).toBeLessThan(20);
  });
  test('bad input: a server that falls silent half-way → what was found, perhaps more', async () => {
    const { offer } = await offersOf((request, round) =>
      round > 2 ? helloBroken('timed-out') : taking(gcm, 0x009c, rc4)(request),
    );
    expect(offer).toMatchObject({ complete: false });
    expect(offer?.suites).toContain(suiteName(gcm));
  });
  test('bad input: a server that hangs up when nothing fits → all found', async () => {
    const fits = taking(gcm);
    const { offer } = await offersOf((request) => {
      const one = fits(request);
      return one.answered ? one : helloBroken('reset');
    });
    expect(offer).toEqual({ version: 'TLSv1.2', suites: [suiteName(gcm)], complete: true });
  });
  test('bad input: a counting firewall that resets everything after a while → perhaps more', async () => {
    const { offer } = await offersOf((request, round) =>
      round > 2 ? helloBroken('reset') : taking(gcm, 0x009c, rc4)(request),
    );
    expect(offer?.complete).toBe(false);
  });
});

describe('several addresses', () => {
  const addresses = ['192.0.2.1', '192.0.2.2', '2001:db8::1'];
  test('each is asked, and what differs is told', async () => {
    const { value, shaken } = await runJob(tlsCollector, subject, {
      addresses,
      tls: ({ address }) =>
        address === '2001:db8::1'
          ? broken('other', 'connect: ENETUNREACH')
          : handshake({ address: address ?? '', sentChain: [], authorized: address === '192.0.2.1' }),
      hello: (request) =>
        request.address === '192.0.2.2' && request.version === 'TLSv1'
          ? request.suites.includes(rc4)
            ? answers(request, rc4)
            : helloBroken('alert', 40)
          : modernHello(request),
    });
    expect(new Set(shaken.map(({ address }) => address))).toEqual(new Set(addresses));
    const protocols = value('net.protocols');
    expect(protocols?.elsewhere?.map(({ address }) => address)).toEqual(['192.0.2.2']);
    expect(value('net.ciphers')?.elsewhere?.[0]?.offers.map(({ version }) => version)).toContain('TLSv1');
  });
  test('bad input: no address answers → gap', async () => {
    const { gap } = await runJob(tlsCollector, subject, { addresses, tls: () => broken('timed-out') });
    expect(gap('net.certificate')?.reason).toBe('timed-out');
    expect(gap('net.ciphers')?.reason).toBe('timed-out');
  });
});
