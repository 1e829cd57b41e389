import { expect, test } from 'vitest';
import { actionLink, shapeOfLink, tokenOf } from '../../src/parse/mail/action-link.ts';
import { linksInText } from '../../src/parse/mail/links-in-text.ts';

const opens = (...urls: string[]) => ({ links: urls.map((url) => ({ url, kind: 'opens' as const })) });
const site = 'https://app.firm.test';

test.each([
  ['/reset/3f9c21d0aa77418e9b02c5d1e8f4a6b7', '3f9c21d0aa77418e9b02c5d1e8f4a6b7'],
  ['/accounts/reset/MQ/c9k2xz-0a1b2c3d4e5f60718293a4b5c6d7e8f9/', 'c9k2xz-0a1b2c3d4e5f60718293a4b5c6d7e8f9'],
  ['/users/password/edit?reset_password_token=xTz-VbW7sQ_kLmN9pRfY', 'xTz-VbW7sQ_kLmN9pRfY'],
  ['/join/0b6f2f3e-7c1d-4e7b-9a55-1f6f3a0e9b21', '0b6f2f3e-7c1d-4e7b-9a55-1f6f3a0e9b21'],
  ['/invite/kdjfhgieurytnvbx', 'kdjfhgieurytnvbx'],
  ['/r?t=a8Xk2Lq9Zp1m', 'a8Xk2Lq9Zp1m'],
  ['/verify?email=ada%40inbox.test&code=481927', '481927'],
  [
    '/L0/https:%2F%2Fapp.firm.test%2Freset%3Ft=3f9c21d0aa77418e9b02c5d1e8f4a6b7/1/01020193/abc=1',
    '3f9c21d0aa77418e9b02c5d1e8f4a6b7',
  ],
])('%s is what a message was sent for, and its token stays out of evidence', (path, token) => {
  const found = actionLink(opens(`${site}/`, `${site}/help/getting-started`, `${site}${path}`));
  expect(found?.url).toBe(`${site}${path}`);
  expect(tokenOf(`${site}${path}`)).toBe(token);
  expect(shapeOfLink(`${site}${path}`)).not.toContain(token);
});

test.each([
  '/help/getting-started-with-invoices',
  '/blog/release2026',
  '/docs/internationalization',
  '/terms-2026-11-22',
])('%s carries no token', (path) => {
  expect(actionLink(opens(`${site}${path}`))).toBeUndefined();
  expect(tokenOf(`${site}${path}`)).toBeUndefined();
});

test('a text without spaces around a link is none of it', () => {
  expect(linksInText(`请点击${site}/r?t=a8Xk2Lq9Zp1m重置密码。 「${site}/パスワード」`)).toEqual([
    `${site}/r?t=a8Xk2Lq9Zp1m`,
    `${site}/パスワード`,
  ]);
});

test('of two links that may carry a token or not neither is taken', () => {
  expect(actionLink(opens(`${site}/a/a8Xk2Lq9Zp1m`, `${site}/b/b9Yl3Mr0Aq2n`))).toBeUndefined();
});
