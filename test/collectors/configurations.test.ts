import { describe, expect, test } from 'vitest';
import { judgedSetting } from './judged-setting.ts';
import { type Answer, html, type Setting, trouble } from './network-setting.ts';

const app = 'app.example.com';
const oneAddress: Setting['dns'] = (_name, type) =>
  type === 'A' ? { status: 'ok', records: ['192.0.2.1'] } : { status: 'nodata' };
type Headers = readonly (readonly [string, string])[];
const sound: Headers = [
  ['strict-transport-security', 'max-age=31536000'],
  ['content-security-policy', "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
];
const page = (body: string, headers: Headers = sound): Answer => ({
  status: 200,
  headers: [...html, ...headers],
  body: `<!doctype html><title>Portal</title>${body}`,
});
const text = (body: string, headers: Headers = [['content-type', 'text/plain']]): Answer => ({
  status: 200,
  headers,
  body,
});
const missing: Answer = { status: 404, headers: html, body: '<title>Not found</title><h1>Not found</h1>' };
const site =
  (front: Answer, others: Readonly<Record<string, Answer>> = {}): NonNullable<Setting['http']> =>
  (url) => {
    if (url.protocol === 'http:') return { status: 301, headers: [['location', url.href.replace('http:', 'https:')]] };
    return url.pathname === '/' ? front : (others[url.pathname] ?? missing);
  };
const judged = (http: Setting['http'], more: Setting = {}) =>
  judgedSetting({ hosts: [app], dns: oneAddress, http, ...more });

describe('whoever stands in front refuses this machine', () => {
  const blockPage = (heading: string, words: string) =>
    `<html><head><title>ERROR</title></head><body><h2>${heading}</h2><p>${words}</p></body></html>`;
  const refusal = (body: string, headers: Headers = []): Setting['http'] =>
    site(
      { status: 403, headers: [...html, ...headers], body },
      new Proxy({}, { get: () => ({ status: 403, headers: html, body }) }),
    );
  test.each([
    [
      'CloudFront',
      blockPage('Request blocked.', "We can't connect to the server for this app or website at this time."),
    ],
    ['Azure', blockPage('The request is blocked.', '20261120T120000Z-17')],
    ['nobody in particular', '<h1>403 Forbidden</h1>'],
  ])('bad input: every address is refused, by %s → nothing of the portal passes or fails', async (_who, body) => {
    const { said } = await judged(refusal(body, [['server', 'awselb/2.0']]));
    for (const check of [
      'https.hsts',
      'headers.csp',
      'exposure.sensitive-paths',
      'errors.no-internals',
      'errors.clean-page',
    ])
      expect(said(check, app), check).toMatch(/^unproven /);
    expect(said('headers.banners', app)).not.toMatch(/^warn/);
  });
  test('data that an API answers to everybody is its own', async () => {
    const json: Answer = {
      status: 403,
      headers: [['content-type', 'application/json']],
      body: '{"message":"no token"}',
    };
    const { said } = await judged((url) => (url.protocol === 'http:' ? missing : json));
    expect(said('https.hsts', app)).toBe('fail absent');
    expect(said('exposure.sensitive-paths', app)).toBe('pass nothing-exposed');
  });
  test('bad input: a platform that has nothing under this name → gap', async () => {
    const { said } = await judged(
      site({ status: 404, headers: [['content-type', 'text/plain']], body: 'default backend - 404' }),
    );
    expect(said('https.hsts', app)).toMatch(/^unproven /);
    expect(said('headers.csp', app)).toMatch(/^unproven /);
  });
});

describe('pages that send browsers on by themselves', () => {
  const landing = (markup: string): Answer => ({
    status: 200,
    headers: html,
    body: `<html><head>${markup}</head></html>`,
  });
  test.each([
    ['<meta http-equiv="refresh" content="0; URL=\'/app/\'">'],
    ['<meta http-equiv="Refresh" content="1;/app/">'],
    ['<script>window.location.replace("/app/");</script>'],
    ['<script>document.location.href = "/app/"</script>'],
  ])('%s: the page behind is judged', async (markup) => {
    const { said } = await judged(site(landing(markup), { '/app/': page('<h1>Hello</h1>') }));
    expect(said('headers.csp', app)).toBe('pass strong');
    expect(said('https.hsts', app)).toBe('pass long');
    expect(said('domains.redirect-loops', app)).toBe('pass ends');
  });
  test.each([
    ['<meta http-equiv="refresh" content="900; url=/logout">'],
    ['<noscript><meta http-equiv="refresh" content="0; url=/no-script"></noscript>'],
    ['<script>if (old) { location.href = "/" + lang; }</script>'],
    ['<meta http-equiv="refresh" content="5">'],
  ])('%s: the page stays', async (markup) => {
    const { said } = await judged(site(page(`${markup}<h1>Hello</h1>`, []), { '/logout': page('<h1>Out</h1>') }));
    expect(said('headers.csp', app)).toBe('fail absent');
  });
  test('the header Refresh moves on like a page does', async () => {
    const refresh: Answer = {
      status: 200,
      headers: [
        ['refresh', '0; url=/app/'],
        ['content-type', 'text/plain'],
      ],
    };
    const { said } = await judged(site(refresh, { '/app/': page('<h1>Hello</h1>') }));
    expect(said('headers.csp', app)).toBe('pass strong');
  });
  test('bad input: two pages that send browsers to one another → loop', async () => {
    const to = (path: string) => landing(`<meta http-equiv="refresh" content="0;url=${path}">`);
    const { said } = await judged(site(to('/b'), { '/b': to('/') }));
    expect(said('domains.redirect-loops', app)).toBe('fail loop');
  });
  test('from http to https it is no redirect', async () => {
    const inClear =
      (markup: string): Setting['http'] =>
      (url, request) =>
        url.protocol === 'http:' ? landing(markup) : site(page('<h1>Hello</h1>'))(url, request);
    for (const markup of [
      `<meta http-equiv="refresh" content="0; url=https://${app}/">`,
      `<script>location.replace("https://${app}/")</script>`,
      '<script>if (location.protocol !== "https:") location.protocol = "https:";</script>',
    ])
      expect((await judged(inClear(markup))).said('https.redirect', app), markup).toBe('fail by-page');
  });
  test('nor between the names of a pair', async () => {
    const { said } = await judged(
      (url, request) =>
        url.protocol === 'https:' && url.hostname === 'example.com'
          ? landing('<meta http-equiv="refresh" content="0;url=https://www.example.com/">')
          : site(page('<h1>Hello</h1>'))(url, request),
      { hosts: ['example.com', 'www.example.com'] },
    );
    expect(said('domains.canonical', 'example.com')).toBe('fail by-page');
    expect(said('headers.csp', 'www.example.com')).toBe('pass strong');
  });
});

describe('what lies about', () => {
  const exposed = async (others: Readonly<Record<string, Answer>>, body = '<h1>Hello</h1>') =>
    (await judged(site(page(body), others))).said('exposure.sensitive-paths', app);
  test('files that the server calls text/html', async () => {
    expect(await exposed({ '/.git/HEAD': text('ref: refs/heads/main\n', html) })).toBe('fail version-control');
    expect(await exposed({ '/.env': text('DB_PASSWORD=tulip-harbour-77\n', html) })).toBe('fail environment-file');
  });
  test('a source map that a header names', async () => {
    const map = JSON.stringify({ version: 3, sources: ['src/a.ts'], sourcesContent: ['const a = 1'], mappings: 'A' });
    const script = text('1', [
      ['content-type', 'text/javascript'],
      ['SourceMap', '/maps/a.json'],
    ]);
    expect(await exposed({ '/a.js': script, '/maps/a.json': text(map) }, '<script src="/a.js"></script>')).toBe(
      'fail source-map',
    );
  });
  const apache = (names: readonly string[]) =>
    page(
      `<title>Index of /assets</title><h1>Index of /assets</h1><a href="/">Parent Directory</a>${names.map((name) => `<a href="${name}">${name}</a>`).join('')}`,
    );
  const python =
    '<title>Directory listing for /uploads/</title><h1>Directory listing for /uploads/</h1><ul><li><a href="q3.xlsx">q3.xlsx</a></ul>';
  test('lists of folders, by what is in them', async () => {
    const script = '<script src="/assets/a.js"></script>';
    expect(await exposed({ '/assets/': apache(['a.js', 'a.css']) }, script)).toBe('warn minor');
    expect(await exposed({ '/assets/': apache(['a.js', 'old.sql']) }, script)).toBe('fail folder-metadata');
    expect(await exposed({ '/uploads/': text(python, html) })).toBe('fail folder-metadata');
    expect(await exposed({ '/files/': page('<h1>Index of terms</h1><a href="/">Home</a>') })).toBe(
      'pass nothing-exposed',
    );
  });
  test('bad input: security.txt answered with 500 → unproven', async () => {
    const broken: Answer = { status: 500, headers: html, body: 'x' };
    const { said } = await judged(site(page(''), { '/.well-known/security.txt': broken }));
    expect(said('exposure.security-txt', app)).toMatch(/^unproven/);
  });
});

test('a page without a content type is one where browsers take it for one', async () => {
  const body = '<!doctype html><title>Portal</title><h1>Hello</h1>';
  expect((await judged(site({ status: 200, headers: sound, body }))).said('headers.csp', app)).toBe('pass strong');
  expect((await judged(site({ status: 200, body: 'plain words' }))).said('headers.csp', app)).toMatch(/^unproven/);
});

test('a name with letters beyond ASCII is one host in config, DNS and answers', async () => {
  const { said } = await judged(site(page('<h1>Hello</h1>')), { hosts: ['münchen.example'] });
  expect(said('headers.csp', 'xn--mnchen-3ya.example')).toBe('pass strong');
  expect(said('https.redirect', 'xn--mnchen-3ya.example')).toBe('pass one-hop');
});

test.each([
  ['Drupal 10 (https://www.drupal.org)', 'warn versions'],
  ['WordPress 6.4.2', 'warn versions'],
  ['Hugo', 'pass quiet'],
])('generator %s', async (value, expected) => {
  const { said } = await judged(site(page('', [...sound, ['x-generator', value]])));
  expect(said('headers.banners', app)).toBe(expected);
});

describe('in front of the host', () => {
  const behind =
    (addresses: readonly string[]): Setting['dns'] =>
    (name, type) =>
      type === 'A' && name === app ? { status: 'ok', records: addresses } : { status: 'nodata' };
  const vercel: Headers = [...sound, ['server', 'Vercel'], ['x-vercel-id', 'fra1::x']];
  const both = ['76.76.21.21', '198.51.100.7'];
  const present = async (setting: Setting) => (await judged(setting.http, setting)).said('edge.present', app);
  test('an address in no list counts by what it answers', async () => {
    const front = site(page('<h1>Hello</h1>', vercel));
    expect(await present({ dns: behind(both), http: front })).toBe('pass present');
    const http: Setting['http'] = (url, request) =>
      request.address === both[1] ? page('<h1>Hello</h1>') : front(url, request);
    expect(await present({ dns: behind(both), http })).toBe('fail beside-the-edge');
    const silent: Setting['http'] = (url, request) =>
      request.address === both[1] ? trouble('timed-out') : front(url, request);
    expect(await present({ dns: behind(both), http: silent })).toBe('unproven address-unclear');
  });
  test('headers of an edge that is not known are no proof that there is none', async () => {
    const told = (headers: Headers) => present({ http: site(page('<h1>Hello</h1>', [...sound, ...headers])) });
    expect(await told([['x-cdn-pop', 'fra1']])).toBe('unproven unknown-edge');
    expect(await told([['via', '1.1 edge-7.example.net']])).toBe('unproven unknown-edge');
    expect(
      await told([
        ['server', 'nginx'],
        ['x-cache', 'MISS'],
      ]),
    ).toBe('fail absent');
  });
  const script = (headers: Headers): Setting['http'] =>
    site(page('<script src="/app.4f3c2a1b9.js"></script><script src="/chunk-vendors2.js"></script>'), {
      '/app.4f3c2a1b9.js': text('1', [['content-type', 'text/javascript'], ...headers]),
      '/chunk-vendors2.js': text('2', [
        ['content-type', 'text/javascript'],
        ['cache-control', 'no-cache'],
      ]),
    });
  test('Expires alone is a lifetime; a name with a number behind it is no fingerprint', async () => {
    const date = ['date', 'Fri, 20 Nov 2026 12:00:00 GMT'] as const;
    const { said } = await judged(script([['expires', 'Sat, 20 Nov 2027 12:00:00 GMT'], date]));
    expect(said('edge.cache-static', app)).toBe('pass cached');
    expect((await judged(script([['expires', '0'], date]))).said('edge.cache-static', app)).toBe('fail not-cached');
  });
});

test('names of customers below a wildcard are not forgotten hosts; a record of its own is', async () => {
  const links = '<a href="https://acme.example.com/">a</a><a href="https://beta.example.com/">b</a>';
  const dns: Setting['dns'] = (name, type) => {
    if (type !== 'A') return { status: 'nodata' };
    return { status: 'ok', records: [name === 'beta.example.com' ? '192.0.2.9' : '192.0.2.1'] };
  };
  const inventory = async (http: Setting['http'], setting: Setting = {}) =>
    (await judged(http, setting)).card.findings.find(({ check }) => check === 'domains.inventory')?.says ?? '';
  expect(await inventory(site(page(links)))).toContain('*.example.com');
  const told = await inventory(site(page(links)), { dns });
  expect(told).toContain('beta.example.com');
  expect(told).not.toContain('acme.example.com');
});
