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
