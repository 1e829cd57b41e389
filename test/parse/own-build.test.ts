import { expect, test } from 'vitest';
import { isOwnBuild, partAddress } from '../../src/parse/own-build.ts';

test.each([
  ['https://assets.portal.io/x.js', 'app.portal.io'],
  ['https://d1abcd.cloudfront.net/_next/static/chunks/main-1a2b3c4d.js', 'portal.io'],
  ['https://storage.googleapis.com/portal-web/assets/index-DkX91a_b.js', 'portal.io'],
  ['https://cdn.example.net/app/main.8f3a1c22.chunk.js', 'portal.io'],
])('%s is a build of %s', (script, host) => {
  expect(isOwnBuild(new URL(script), host)).toBe(true);
});

test.each([
  'https://js.stripe.com/v3/',
  'https://www.googletagmanager.com/gtag/js?id=G-1',
  'https://cdn.jsdelivr.net/npm/vue@3.4.1/dist/vue.global.prod.js',
  'https://widget.intercom.io/widget/ab12cd34',
  'https://static.cloudflareinsights.com/beacon.min.js/v8c78df7c7c0f484497ecbca',
  'https://unpkg.com/react@18/umd/react.production.min.js',
])('%s is a script of others', (script) => {
  expect(isOwnBuild(new URL(script), 'app.portal.io')).toBe(false);
});

test.each([
  ['static/chunks/a-1.js', 'https://p.io/_next/static/chunks/main.js', 'https://p.io/_next/static/chunks/a-1.js'],
  ['assets/b-2.js', 'https://p.io/portal/assets/index.js', 'https://p.io/portal/assets/b-2.js'],
  ['js/c-3.js', 'https://p.io/main.js', 'https://p.io/js/c-3.js'],
  ['./d-4.js', 'https://p.io/assets/index.js', 'https://p.io/assets/d-4.js'],
  ['/e-5.js', 'https://p.io/assets/index.js', 'https://p.io/e-5.js'],
])('%s named by %s lies at %s', (named, script, address) => {
  expect(partAddress(named, script)?.href).toBe(address);
});
