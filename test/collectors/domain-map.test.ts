import { describe, expect, test } from 'vitest';
import { oldUrlCollector } from '../../src/collectors/old-urls/collect-old-urls.ts';
import { pointerCollector } from '../../src/collectors/pointers/collect-pointers.ts';
import { recordCollector } from '../../src/collectors/records/collect-records.ts';
import { stagingCollector } from '../../src/collectors/staging/collect-staging.ts';
import { html, runJob, type Setting, trouble } from './network-setting.ts';

const staging = 'staging.example.com';
const stagingConfig = { target: { hosts: [{ name: staging, environment: 'staging' }] } };
const door = async (answer: ReturnType<NonNullable<Setting['http']>>, more: Setting = {}) => {
  const setting = { hosts: [staging], config: stagingConfig, http: () => answer, ...more };
  const { value } = await runJob(stagingCollector, staging, setting);
  return value('net.staging');
};

describe('staging as a stranger gets it', () => {
  const page = (body: string, status = 200) => ({ status, headers: html, body });
  test.each([
    ['Basic', { status: 401, headers: [['www-authenticate', 'Basic realm="x"']] }, 'closed'],
    ['an allow-list', page('Forbidden', 403), 'closed'],
    ['a sign-in form', page('<form><input type="password"></form>'), 'sign-in'],
    [
      'Cloudflare Access',
      { status: 302, headers: [['location', 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/x']] },
      'sign-in',
    ],
    [
      'single sign-on of its own',
      { status: 302, headers: [['location', 'https://id.acme.example/oauth2/authorize']] },
      'sign-in',
    ],
    ['a move to production', { status: 301, headers: [['location', 'https://app.example.org/']] }, 'moved'],
    ['a page for everybody', page('<title>Portal</title><h1>Portal</h1><p>Last night’s data</p>'), 'open'],
    [
      'a page that scripts make',
      page('<div id="root"></div><script src="/a.js"></script><script>1</script>'),
      'unclear',
    ],
    ['a holding page', page('<title>Portal</title><h1>Coming soon</h1><p>We are working on it.</p>'), 'unclear'],
    ['a page that says ok', page('<title>x</title>OK'), 'unclear'],
    ['one button', page('<h1>Acme portal</h1><a href="/auth/google">Sign in with Google</a>'), 'unclear'],
    [
      'a field for an address alone',
      page('<h1>Acme portal</h1><p>Hear from us once a month.</p><input type="email">'),
      'unclear',
    ],
    ['a field for an address to sign in', page('<h1>Sign in</h1><input type="email">'), 'sign-in'],
    ['data', { status: 200, headers: [['content-type', 'application/json']], body: '{"ok":true}' }, 'unclear'],
  ] as const)('%s', async (_what, answer, state) => {
    expect((await door(answer))?.state).toBe(state);
  });
  test('bad input: a firewall that asks for proof → unclear, never closed', async () => {
    const challenge = {
      status: 403,
      headers: [['cf-mitigated', 'challenge'], ...html],
      body: 'Just a moment...',
    } as const;
    expect(await door(challenge)).toMatchObject({ state: 'unclear', gap: { reason: 'refused' } });
  });
  test('bad input: silence → unclear', async () => {
    expect(await door(trouble('timed-out'))).toMatchObject({ state: 'unclear', gap: { reason: 'timed-out' } });
  });
  test('closed ports are closed', async () => {
    expect((await door(trouble('unreachable', 'ECONNREFUSED')))?.state).toBe('closed');
  });
});

describe('old addresses', () => {
  const old = 'https://old.example.com/a.html';
  const look = (http: NonNullable<Setting['http']>) =>
    runJob(oldUrlCollector, old, {
      hosts: ['old.example.com', 'www.example.com'],
      config: { target: { hosts: [{ name: 'old.example.com', oldUrls: ['/a.html'] }, { name: 'www.example.com' }] } },
      http,
    });
  test.each([
    ['relative', '../b', 'https://old.example.com/b'],
    ['with a port', 'https://www.example.com:443/b', 'https://www.example.com/b'],
    ['not in ASCII', '/tür', 'https://old.example.com/t%C3%BCr'],
    ['without a scheme', '//www.example.com/b', 'https://www.example.com/b'],
  ])('a Location that is %s', async (_what, location, lands) => {
    const { value } = await look((url) =>
      url.href === old
        ? { status: 308, headers: [['location', location]] }
        : { status: 200, headers: html, body: '<h1>Here</h1>' },
    );
    expect(value('net.old-url')?.landing).toMatchObject({ url: lands, status: 200, saysMissing: false });
  });
  test('bad input: a Location that no browser follows → the chain ends there', async () => {
    const { value } = await look(() => ({ status: 301, headers: [['location', 'javascript:void(0)']] }));
    expect(value('net.old-url')?.chain.end).toBe('bad-location');
    expect(value('net.old-url')?.chain.hops.length).toBeLessThan(12);
  });
  test('bad input: a redirect to a host that is not listed → not followed', async () => {
    const { value, asked } = await look(() => ({ status: 301, headers: [['location', 'https://elsewhere.example/']] }));
    expect(value('net.old-url')).toMatchObject({ chain: { end: 'unlisted' } });
    expect(asked.every(({ url }) => new URL(url).hostname === 'old.example.com')).toBe(true);
  });
  test('bad input: 200 and "page not found" → said', async () => {
    const { value } = await look(() => ({ status: 200, headers: html, body: '<title>Page not found</title>' }));
    expect(value('net.old-url')?.landing?.saysMissing).toBe(true);
  });
});

describe('where aliases lead', () => {
  const look = (aliases: readonly string[], end: string, http?: Setting['http'], dns?: Setting['dns']) =>
    runJob(
      pointerCollector,
      'shop.example.com',
      { hosts: ['shop.example.com'], ...(http ? { http } : {}), ...(dns ? { dns } : {}) },
      [{ subject: 'shop.example.com', value: { host: 'shop.example.com', aliases, end, addresses: [], answers: [] } }],
    );
  const nobody = { status: 404, headers: html, body: "<h1>There isn't a GitHub Pages site here.</h1>" };
  const claim = async (...args: Parameters<typeof look>) => (await look(...args)).value('net.pointer')?.claim;

  test('suffix, status and words agree', async () => {
    expect((await claim(['acme.github.io'], 'addresses', () => nobody))?.state).toBe('unclaimed');
  });
  test('the words alone, behind another suffix, are nothing', async () => {
    expect(await claim(['acme.github.io.example.net'], 'addresses', () => nobody)).toBeUndefined();
  });
  test('the words with another status are nothing', async () => {
    expect((await claim(['acme.github.io'], 'addresses', () => ({ ...nobody, status: 200 })))?.state).toBe('claimed');
  });
  test('bad input: the service is silent → not seen, with the gap', async () => {
    expect(await claim(['acme.github.io'], 'addresses', () => trouble('timed-out'))).toMatchObject({
      state: 'not-seen',
      gap: { reason: 'timed-out' },
    });
  });
  test('a target whose registered name is free', async () => {
    const { value } = await look(['lb.oldvendor.com'], 'no-such-name', undefined, () => ({ status: 'nxdomain' }));
    expect(value('net.pointer')?.unregistered).toBe('oldvendor.com');
  });
  test('bad input: SERVFAIL for the registered name → not called free', async () => {
    const { value } = await look(['lb.oldvendor.com'], 'no-such-name', undefined, () => ({ status: 'servfail' }));
    expect(value('net.pointer')?.unregistered).toBeUndefined();
  });
});

describe('the intended map', () => {
  const look = (dns: NonNullable<Setting['dns']>, intended: object) =>
    runJob(recordCollector, 'example.com', {
      hosts: ['example.com'],
      dns,
      config: { target: { hosts: [{ name: 'example.com', dns: intended }] } },
    });
  test('an ALIAS that the provider flattens is told from a missing CNAME', async () => {
    const { value } = await look(
      (_name, type) => (type === 'A' ? { status: 'ok', records: ['192.0.2.7'] } : { status: 'nodata' }),
      { CNAME: ['lb.example.net'] },
    );
    expect(value('net.records')?.types[0]?.flattened).toEqual(['192.0.2.7']);
  });
  test('addresses behind an alias are not the name’s own', async () => {
    const { value } = await look(
      (_name, type) =>
        type === 'CNAME' ? { status: 'ok', records: ['lb.example.net'] } : { status: 'ok', records: ['192.0.2.7'] },
      { A: ['192.0.2.7'] },
    );
    expect(value('net.records')?.types[0]?.found).toEqual([]);
  });
  test('bad input: SERVFAIL twice → trouble, not drift', async () => {
    const { value, queried } = await look(() => ({ status: 'servfail' }), { A: ['192.0.2.7'] });
    expect(value('net.records')?.types[0]?.status).toBe('trouble');
    expect(queried.filter((one) => one === 'A example.com')).toHaveLength(2);
  });
});
