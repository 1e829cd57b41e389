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
