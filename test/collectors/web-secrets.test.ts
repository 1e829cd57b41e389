import { expect, test } from 'vitest';
import { webSecretsCollector } from '../../src/collectors/secrets/collect-web.ts';
import { drawn } from '../secrets/planted.ts';
import { html, runJob } from './network-setting.ts';

const script = [['content-type', 'text/javascript']] as const;
const home = (...sources: readonly string[]) =>
  `<!doctype html><title>Portal</title>${sources.map((src) => `<script src="${src}"></script>`).join('')}`;

test('parts that a script names are read below the folder that the script lies in, and so is its map', async () => {
  const files: Readonly<Record<string, string>> = {
    '/': home('/_next/static/chunks/main-1a2b3c.js'),
    '/_next/static/chunks/main-1a2b3c.js': 'load(["static/chunks/pay-9f8e7d.js"])',
    '/_next/static/chunks/pay-9f8e7d.js': `pay("${drawn('sk_live_51{A97}')}")\n//# sourceMappingURL=pay.map`,
  };
  const { value, asked } = await runJob(webSecretsCollector, 'app.example.com', {
    http: ({ pathname }) => ({
      status: files[pathname] === undefined ? 404 : 200,
      headers: pathname === '/' ? html : script,
      body: files[pathname] ?? '',
    }),
  });
  expect(value('secrets.web')?.secrets).toMatchObject([{ rule: 'stripe-secret-key', weight: 'critical' }]);
  expect(asked.map(({ url }) => new URL(url).pathname)).toContain('/_next/static/chunks/pay.map');
});

test('parts that webpack’s runtime names by their numbers are read', async () => {
  const files: Readonly<Record<string, string>> = {
    '/': home('/static/js/main.1a2b3c.js'),
    '/static/js/main.1a2b3c.js': 'o.u=e=>"static/js/"+e+"."+{7:"9f8e7d"}[e]+".chunk.js";o.e(7).then(o.bind(o,7))',
    '/static/js/7.9f8e7d.chunk.js': `pay("${drawn('sk_live_51{A97}')}")`,
  };
  const { value } = await runJob(webSecretsCollector, 'app.example.com', {
    http: ({ pathname }) => ({
      status: files[pathname] === undefined ? 404 : 200,
      headers: pathname === '/' ? html : script,
      body: files[pathname] ?? '',
    }),
  });
  expect(value('secrets.web')?.secrets).toMatchObject([{ rule: 'stripe-secret-key' }]);
});

test('a build on another host is read where that host is listed, said to be unread where it is not, and scripts of others are left', async () => {
  const look = async (hosts: readonly string[]) => {
    const { value } = await runJob(webSecretsCollector, 'app.example.com', {
      hosts,
      http: ({ hostname }) =>
        hostname === 'app.example.com'
          ? { status: 200, headers: html, body: home('https://assets.example.com/a.js', 'https://js.stripe.com/v3/') }
          : { status: 200, headers: script, body: `const k = "${drawn('sk_live_51{A97}')}"` },
    });
    return value('secrets.web');
  };
  const alone = await look(['app.example.com']);
  expect(alone?.secrets).toEqual([]);
  expect(alone?.unread).toEqual([
    { url: 'https://assets.example.com/a.js', why: 'assets.example.com is not in target.hosts' },
  ]);
  const both = await look(['app.example.com', 'assets.example.com']);
  expect(both?.unread).toEqual([]);
  expect(both?.secrets).toMatchObject([{ rule: 'stripe-secret-key' }]);
});

test('bad input: the front page sends everybody on to a host that is not listed → gap not-collected; to a listed one, nothing to find', async () => {
  const look = async (hosts: readonly string[]) =>
    await runJob(webSecretsCollector, 'app.example.com', {
      hosts,
      http: () => ({ status: 302, headers: [['location', 'https://login.example.net/authorize']] }),
    });
  const away = await look(['app.example.com']);
  expect(away.gap('secrets.web')).toMatchObject({ reason: 'not-collected' });
  const home = await look(['app.example.com', 'login.example.net']);
  expect(home.value('secrets.web')?.secrets).toEqual([]);
});

test('a map is read where a header or a comment names it, on a listed host and written out too, and said where it is not', async () => {
  const map = (path: string) =>
    JSON.stringify({
      version: 3,
      sections: [
        {
          offset: { line: 0, column: 0 },
          map: { version: 3, sources: [path], sourcesContent: [`pay("${drawn('sk_live_51{A97}')}")`], mappings: '' },
        },
      ],
    });
  const files: Readonly<Record<string, string>> = {
    '/': home('/a.js', '/b.js', '/c.js', '/d.js'),
    '/a.js': 'a()',
    '/a.map': map('src/header.ts'),
    '/b.js': 'b()\n//# sourceMappingURL=https://maps.example.com/b.js.map',
    '/b.js.map': map('src/listed.ts'),
    '/c.js': `c()\n//# sourceMappingURL=data:application/json;charset=utf-8,${encodeURIComponent(map('src/written.ts'))}`,
    '/d.js': 'd()\n//# sourceMappingURL=d.js.map',
  };
  const look = async (hosts: readonly string[]) => {
    const { value } = await runJob(webSecretsCollector, 'app.example.com', {
      hosts,
      http: ({ pathname }) => ({
        status: files[pathname] === undefined ? (pathname === '/d.js.map' ? 503 : 404) : 200,
        headers: pathname === '/' ? html : pathname === '/a.js' ? [...script, ['sourcemap', '/a.map']] : script,
        body: files[pathname] ?? '',
      }),
    });
    return value('secrets.web');
  };
  const both = await look(['app.example.com', 'maps.example.com']);
  const originals = (secrets: readonly { readonly original?: string }[] = []) =>
    secrets.flatMap(({ original }) => original ?? []).sort();
  expect(originals(both?.secrets)).toEqual(['src/header.ts', 'src/listed.ts', 'src/written.ts']);
  expect(both?.unread).toEqual([
    { url: 'https://app.example.com/d.js.map', why: 'a gateway answered 503 in place of the portal' },
  ]);
  const alone = await look(['app.example.com']);
  expect(originals(alone?.secrets)).toEqual(['src/header.ts', 'src/written.ts']);
  expect(alone?.unread.map(({ why }) => why).sort()).toEqual([
    'a gateway answered 503 in place of the portal',
    'maps.example.com is not in target.hosts',
  ]);
});
