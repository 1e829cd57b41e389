import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningLaunch } from '../../range/internet/launch.ts';
import { hostNames, roles } from '../../range/internet/names.ts';
import { startBareLaunch } from './bare-launch.ts';
import { type Probe, probeOf } from './probe.ts';

let clean: RunningLaunch;
let probe: Probe;
beforeAll(async () => {
  clean = await startBareLaunch();
  probe = probeOf(clean);
});
afterAll(() => clean.close());

describe('names', () => {
  test('every host resolves to loopback, over UDP and over TCP', async () => {
    for (const role of roles) {
      for (const answer of [
        (await probe.dns([hostNames[role], 'A']))[0],
        await probe.dnsOverTcp(hostNames[role], 'A'),
      ]) {
        expect(answer?.rcode).toBe('NOERROR');
        expect(answer?.answers?.at(-1)).toMatchObject({ type: 'A', data: '127.0.0.1' });
        expect(answer?.flag_aa).toBe(true);
      }
    }
  });

  test('a missing name is NXDOMAIN and a missing type NODATA, both with the SOA; strangers are refused', async () => {
    const [missing, noType, between, stranger] = await probe.dns(
      ['nothing.northline.test', 'A'],
      ['app.northline.test', 'AAAA'],
      ['_domainkey.northline.test', 'TXT'],
      ['example.com', 'A'],
    );
    expect([missing?.rcode, noType?.rcode, between?.rcode, stranger?.rcode]).toEqual([
      'NXDOMAIN',
      'NOERROR',
      'NOERROR',
      'REFUSED',
    ]);
    for (const answer of [missing, noType]) expect(answer?.authorities?.[0]).toMatchObject({ type: 'SOA' });
    expect(noType?.answers).toEqual([]);
  });

  test('names are compared without regard to case', async () => {
    const [answer] = await probe.dns(['APP.Northline.TEST', 'A']);
    expect(answer?.answers).toHaveLength(1);
  });

  test('mail, policy and issuer records are there', async () => {
    const resolver = new Resolver();
    resolver.setServers([clean.resolver]);
    expect(await resolver.resolveMx('northline.test')).toMatchObject([
      { priority: 10, exchange: 'mail.northline.test' },
    ]);
    expect((await resolver.resolveTxt('northline.test')).flat()).toEqual(['v=spf1 a:mail.northline.test -all']);
    expect((await resolver.resolveTxt('_dmarc.northline.test')).flat()[0]).toMatch(/^v=DMARC1; p=reject/);
    expect(await resolver.resolveCaa('northline.test')).toMatchObject([{ issue: 'loopback-trust.test' }, {}]);
    const [key] = await resolver.resolveTxt('line1._domainkey.northline.test');
    expect(key?.join('')).toMatch(/^v=DKIM1; k=rsa; p=MII/);
    expect(await resolver.resolveNs('northline.test')).toHaveLength(2);
  });

  test('a packet that is not a query is dropped and the server goes on', async () => {
    const [host = '', port = ''] = clean.resolver.split(':');
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), host, () => socket.end(Buffer.from([0, 3, 1, 2, 3])));
      socket.resume().once('close', () => resolve());
    });
    expect((await probe.dns(['app.northline.test', 'A']))[0]?.rcode).toBe('NOERROR');
  });
});
