import { expect, it } from 'vitest';
import { accountPages } from '../../src/collectors/portal/writes/account-pages.ts';

const at = (path: string) => `https://portal.example.com${path}`;
const editor = (path: string) => ({ page: at(path), text: '' });
const held = (page: string, path: string, mark?: string) => ({
  method: 'PUT',
  url: at(path),
  page: at(page),
  headers: {},
  body: '{}',
  ...(mark === undefined ? {} : { mark }),
});

it('pages without a record in their address whose rehearsal sent something, the account’s own first', () => {
  const editors = ['/texts', '/orders/4711', '/profile', '/help'].map(editor);
  const sent = [
    held('/texts', '/api/texts', 'lr1'),
    held('/orders/4711', '/api/orders/4711', 'lr2'),
    held('/profile', '/api/account', 'lr3'),
    held('/help', '/api/help'),
  ];
  const pages = accountPages(editors, sent, (url) => url === at('/api/account'));
  expect(pages.map(({ page }) => page)).toEqual([at('/profile'), at('/texts')]);
});
