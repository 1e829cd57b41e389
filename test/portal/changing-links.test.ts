import { expect, it } from 'vitest';
import {
  changingLinkWords,
  changingPath,
  dangerWords,
  deleteWords,
  signInWords,
  signOutWords,
} from '../../src/collectors/portal/words.ts';
import { createCrawlState } from '../../src/collectors/portal/crawl/crawl-state.ts';
import { spellingsOf } from '../../src/collectors/portal/roles/path-tricks.ts';

it('links that change what they name are told from pages', () => {
  for (const path of [
    '/auftraege/73/erledigt/',
    '/tasks/9/toggle',
    '/index.php?action=toggle&id=3',
    '/tickets/a77/close',
  ])
    expect(changingPath.test(path), path).toBe(true);
  for (const path of [
    '/orders/12',
    '/orders/12/edit',
    '/projects/12/open',
    '/v1/stop',
    '/orders/closed',
    '/help/2024/read',
  ])
    expect(changingPath.test(path), path).toBe(false);
  for (const text of ['Als erledigt markieren', 'Mark as done', 'Toggle', 'Marquer comme lu'])
    expect(changingLinkWords.test(text), text).toBe(true);
  for (const text of ['Complete profile', 'Markets', 'Accepted offers', 'Duplicates', 'Settings'])
    expect(changingLinkWords.test(text), text).toBe(false);
});

it('a function of staff is asked for as if from the server itself as well', () => {
  const ways = spellingsOf('https://portal.example.test/staff/users');
  expect(ways.find(({ extra }) => extra?.some(([name]) => name === 'x-forwarded-for'))?.url).toBe(
    'https://portal.example.test/staff/users',
  );
});

it('a control that signs out leads to no sign-in, whatever word is in it', () => {
  for (const out of ['Déconnexion (Hugo Tessier)', '退出登录', '注销登录', 'Abmelden', 'Terminar sessão']) {
    expect(signOutWords.test(out), out).toBe(true);
    expect(signInWords.test(out), out).toBe(false);
  }
  for (const way of ['Connexion', 'Se connecter', '登录', 'Entrar', 'Accedi'])
    expect(signInWords.test(way), way).toBe(true);
});

it('what goes to a bin goes away, in every language', () => {
  for (const text of [
    'Trash',
    'Move to trash',
    'In den Papierkorb',
    'Mettre à la corbeille',
    'Mover a la papelera',
    'Sposta nel cestino',
    'Mover para a lixeira',
    'Naar prullenbak',
    'Przenieś do kosza',
    'ゴミ箱へ移動',
    '移至回收站',
  ]) {
    expect(dangerWords.test(text), text).toBe(true);
    expect(deleteWords.test(text), text).toBe(true);
  }
  for (const text of ['Unapprove', 'Spam', 'Install now', 'Desinstalar'])
    expect(dangerWords.test(text), text).toBe(true);
  for (const text of ['Installations', 'Koszyk', 'Trashcan models']) expect(dangerWords.test(text), text).toBe(false);
});

it('a link with a token against forged requests is not followed, and that is said', () => {
  const clock = { monotonicMs: () => 0, now: () => new Date(0), wait: async () => undefined };
  const state = createCrawlState(clock as never, [], () => true);
  const base = 'https://desk.example.test';
  const link = (path: string) => ({ href: `${base}${path}`, text: 'Row', file: false, menu: false });
  state.offer(link('/comment.php?c=1&_wpnonce=ad92c29e44'), `${base}/`);
  state.offer(link('/comment.php?c=1'), `${base}/`);
  expect(state.queue).toEqual([`${base}/comment.php?c=1`]);
  expect([...state.guarded].join(' ')).toMatch(/token against forged requests/);
});

it('papers and lists that have a word of doing in their name are places to go to', () => {
  for (const name of [
    'Purchase orders',
    'purchase orders 4711',
    'Pay slips',
    'Pay statements',
    'Merge requests',
    'Refund requests',
    'Buste paga',
    'Busta paga',
    'Cuentas por pagar',
    'Contas a pagar',
    'Factures à payer',
    '注文一覧',
    '支払い履歴',
    '购买记录',
    '付款記錄',
  ])
    expect(dangerWords.test(name), name).toBe(false);
  for (const deed of [
    'Purchase',
    'Purchase now',
    'Pay',
    'Pay invoices',
    'Refund order',
    'Merge',
    'Paga ora',
    'Ir a pagar',
    'Payer',
    '注文',
    '注文する',
    '支払い',
    '购买',
  ])
    expect(dangerWords.test(deed), deed).toBe(true);
});

it('the search around all pages is followed once, a search of a page on each', async () => {
  const clock = { monotonicMs: () => 0, now: () => new Date(0), wait: () => new Promise<void>(() => undefined) };
  const state = createCrawlState(clock as never, [], () => true);
  const base = 'https://desk.example.test';
  const linksAt = async (path: string, search: object) => {
    const offers = { links: [], controls: [], forms: [], blank: [], asking: [], scripts: [], ticks: 0, read: '' };
    const searches = [{ href: `${base}${path}?`, name: 'q', ...search }];
    const page = { evaluate: async () => ({ ...offers, searches, word: 'boiler' }) };
    return (await state.look(page as never)).links.map(({ href }) => href);
  };
  expect(await linksAt('/orders', { ofFrame: true })).toEqual([`${base}/orders?q=boiler`]);
  expect(await linksAt('/orders/17', { ofFrame: true })).toEqual([]);
  expect(await linksAt('/orders', { ofFrame: true })).toEqual([`${base}/orders?q=boiler`]);
  expect(await linksAt('/orders/17', {})).toEqual([`${base}/orders/17?q=boiler`]);
});
