import { expect, test } from 'vitest';
import { formsInOrder } from '../../src/collectors/portal/canaries/forms-in-order.ts';

const at = (path: string, text = '', next?: string) => ({
  page: `https://app.example.test${path}`,
  text,
  ...(next === undefined ? {} : { next }),
});
const names = (creators: Parameters<typeof formsInOrder>[0], limit = 16) =>
  formsInOrder(creators, limit).map(({ page, text }) => `${new URL(page).pathname} ${text}`.trim());

test('a form that two controls lead to is used once, and every kind of page before a second form of any', () => {
  const creators = [
    at('/tickets', 'New ticket'),
    at('/tickets', 'New ticket'),
    at('/tickets', 'New label'),
    at('/tickets/71'),
    at('/sites', 'Add site'),
    at('/sites/5', 'Add note'),
    at('/contacts/new'),
  ];
  expect(names(creators)).toEqual([
    '/tickets New ticket',
    '/sites Add site',
    '/contacts/new',
    '/tickets New label',
    '/tickets/71',
    '/sites/5 Add note',
  ]);
  expect(names(creators, 2)).toEqual(['/tickets New ticket', '/sites Add site']);
});

test('a menu that opens two forms is two forms', () => {
  expect(formsInOrder([at('/', 'New', 'Site'), at('/', 'New', 'Contact')], 16)).toHaveLength(2);
});

test('what may reach other people or cost money is not opened', () => {
  expect(names([at('/orders', 'New order'), at('/invite', 'Invite colleague'), at('/notes', 'New note')])).toEqual([
    '/notes New note',
  ]);
});

test('a note on the page of one order orders nothing, and what is sent from there reaches people all the same', () => {
  const creators = [at('/work-orders/1042', 'Add comment'), at('/work-orders', 'New'), at('/users/12/messages')];
  expect(names([...creators, at('/orders/7', 'Order again'), at('/orders/7/checkout')])).toEqual([
    '/work-orders/1042 Add comment',
  ]);
});

test('few things are added to records that are there already', () => {
  expect(names(['a', 'b', 'c', 'd'].map((kind) => at(`/${kind}/71`)))).toEqual(['/a/71', '/b/71', '/c/71']);
});
