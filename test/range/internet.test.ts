import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
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

describe('certificates', () => {
  test.each(roles)('%s sends its leaf and the intermediate, and both verify against the root', async (role) => {
    const shown = await probe.tls(hostNames[role]);
    expect(shown).toMatchObject({ authorized: true, protocol: 'TLSv1.3' });
    const [leaf, issuer, ...more] = shown.chain;
    if (!leaf || !issuer) throw new Error('fewer than two certificates');
    expect(more).toEqual([]);
    expect(leaf.checkHost(hostNames[role])).toBe(hostNames[role]);
    expect(leaf.verify(issuer.publicKey)).toBe(true);
  });

  test('TLS 1.2 is spoken, TLS 1.1 is not', async () => {
    expect((await probe.tls(hostNames.app, { maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2');
    const older = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    await expect(probe.tls(hostNames.app, older)).rejects.toThrow(/protocol version/i);
  });
});

describe('hosts', () => {
  test.each(roles)('port 80 of %s redirects to the same place on https in one hop', async (role) => {
    const got = await probe.get(`http://${hostNames[role]}/a/b?c=d%20e`);
    expect([301, 308]).toContain(got.status);
    expect(got.headers.location).toBe(`https://${hostNames[role]}/a/b?c=d%20e`);
    expect(got.headers['strict-transport-security']).toBeUndefined();
  });

  test.each(roles)('%s sends its security headers and names the request', async (role) => {
    const { headers } = await probe.get(`https://${hostNames[role]}/`);
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('the inline script of the site carries the nonce of its policy, new each time', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { headers, text } = await probe.get('https://northline.test/');
        const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
        expect(text).toContain(`<script nonce="${nonce}">`);
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('www leads to the same place on the apex, once and for good', async () => {
    const got = await probe.get('https://www.northline.test/services?ref=mail');
    expect(got).toMatchObject({ status: 301, headers: { location: 'https://northline.test/services?ref=mail' } });
    expect((await probe.get('https://northline.test/services?ref=mail')).status).toBe(200);
  });

  test('old addresses land on a page that is there; others are gone', async () => {
    for (const path of ['/', '/services.html', '/team.html', '/client-login']) {
      const { status, headers } = await probe.get(`https://old.northline.test${path}`);
      expect(status).toBe(301);
      expect((await probe.get(String(headers.location))).status).toBe(200);
    }
    expect((await probe.get('https://old.northline.test/else')).status).toBe(404);
  });

  test('staging asks for its password', async () => {
    const url = 'https://staging.northline.test/';
    const refused = await probe.get(url);
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toMatch(/^Basic /);
    const right = `Basic ${Buffer.from('team:larch').toString('base64')}`;
    expect((await probe.get(url, { headers: { authorization: right } })).status).toBe(200);
    expect((await probe.get(url, { headers: { authorization: `${right}x` } })).status).toBe(401);
  });

  test('error pages name the request and nothing else', async () => {
    for (const [path, status] of [
      ['/no-such-page', 404],
      ['/%E0%A4%A', 400],
    ] as const) {
      const got = await probe.get(`https://northline.test${path}`);
      expect(got.status).toBe(status);
      expect(got.text).toContain(String(got.headers['x-request-id']));
      expect(got.text).not.toMatch(/\bat \/|Error:|node:|\.ts/);
    }
    expect((await probe.get('https://northline.test/', { method: 'DELETE' })).status).toBe(405);
  });

  test('a request that is not HTTP gets a plain 400', async () => {
    const entry = clean.map.find(({ name, port }) => name === 'northline.test' && port === 443);
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const options = { port: Number(entry?.to.split(':')[1]), host: '127.0.0.1', rejectUnauthorized: false };
      const socket = connectTls(options, () => socket.write('HELO\r\n\r\n'));
      socket.on('data', (chunk) => (received += String(chunk))).once('error', reject);
      socket.once('close', () => resolve(received));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nx-request-id: /);
  });

  test('security.txt is in force, robots.txt and the sitemap agree with the site', async () => {
    const { text } = await probe.get('https://app.northline.test/.well-known/security.txt');
    const expires = new Date(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
    expect(expires.getTime()).toBeGreaterThan(Date.now());
    const robots = await probe.get('https://northline.test/robots.txt');
    expect(robots.text).toContain('Sitemap: https://northline.test/sitemap.xml');
    const places = [...(await probe.get('https://northline.test/sitemap.xml')).text.matchAll(/<loc>(.+?)</g)];
    expect(places.length).toBeGreaterThan(2);
    for (const [, place] of places) expect((await probe.get(String(place))).status).toBe(200);
  });

  test('every request is written down, with the account that made it', async () => {
    await probe.get('https://api.northline.test/v1/things?x=1', { headers: { 'x-account': 'a' } });
    await probe.get('http://app.northline.test/');
    expect(clean.requests()).toContainEqual({
      scheme: 'https',
      host: 'api.northline.test',
      method: 'GET',
      path: '/v1/things?x=1',
      identity: 'a',
    });
    expect(clean.requests().at(-1)).toEqual({ scheme: 'http', host: 'app.northline.test', method: 'GET', path: '/' });
  });
});

describe('starting and closing', () => {
  test('several launches run side by side, and closing drops what is half open', async () => {
    const launches = await Promise.all([startBareLaunch(), startBareLaunch({ flaws: ['hsts-none'] })]);
    // Within a launch several names lead to one listener; no two launches share any. At port 1 nobody listens.
    const each = launches.map(
      ({ map, resolver }) => new Set([resolver, ...map.map(({ to }) => to).filter((to) => to !== '127.0.0.1:1')]),
    );
    const places = each.flatMap((own) => [...own]);
    expect(new Set(places).size).toBe(places.length);
    const half = connect(Number(places[1]?.split(':')[1]), '127.0.0.1');
    await once(half, 'connect');
    half.on('error', () => half.destroy());
    await Promise.all([once(half, 'close'), ...launches.map((launch) => launch.close())]);
    for (const place of places) await expect(reach(place)).rejects.toThrow(/ECONNREFUSED/);
  });
});

function reach(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(address.split(':')[1]), '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
