import { expect, it } from 'vitest';
import { namesThatTell } from '../../src/collectors/portal/tenancy/telling-headers.ts';

const key = (letter: string) => `${letter.repeat(8)}4adead57b1a8a004`;
const shared = { apikey: 'eyJhbGciOiJIUzI1NiJ9.public.00000001', 'x-app': 'desk' };
const account = (...keys: readonly string[]) => {
  const latest = { ...shared, accept: '*/*' };
  return { latest, all: [latest, ...keys.map((one, at) => ({ ...latest, 'x-api-key': one, 'x-page': `${at}` }))] };
};

it('a key of one of several wallets tells who asks, though the latest requests have none', () => {
  expect([...namesThatTell([account(key('a'), key('c')), account(key('b'))])]).toEqual(['x-api-key']);
});

it('a key that all pages have is nobody’s, and so is one that both accounts use', () => {
  expect([...namesThatTell([account(key('a')), account(key('a'), key('b'))])]).toEqual([]);
  expect([...namesThatTell([account(), account()])]).toEqual([]);
});

it('how a framework asks for a part of a page tells nobody apart, even where one asked so last and the other did not', () => {
  const partial = {
    ...shared,
    accept: 'text/html',
    rsc: '1',
    'next-url': '/orders/7',
    'x-inertia': 'true',
    'hx-current-url': 'https://p.test/orders/4711-a',
  };
  const plain = { latest: shared, all: [shared] };
  expect([...namesThatTell([{ latest: partial, all: [partial] }, plain])]).toEqual([]);
  const named = { ...shared, 'x-workspace': 'acme' };
  expect([...namesThatTell([{ latest: named, all: [named] }, plain])]).toEqual(['x-workspace']);
});
