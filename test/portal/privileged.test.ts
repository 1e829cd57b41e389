import { expect, it } from 'vitest';
import { spellingsOf } from '../../src/collectors/portal/roles/path-tricks.ts';
import { kindOf } from '../../src/collectors/portal/writes/privileged.ts';

it.each([
  ['quoted_price', 'price'],
  ['unitPrice', 'price'],
  ['listPriceCents', 'price'],
  ['monthlyFee', 'price'],
  ['isAdmin', 'role'],
  ['rol', 'role'],
  ['bedrag', 'price'],
  ['coffee', undefined],
  ['prices_shown', undefined],
  ['controller', undefined],
])('%s decides: %s', (name, kind) => expect(kindOf(name)).toBe(kind));

it('a guard at the beginning of a path is asked there, and the prefix of the API is left alone', () => {
  const paths = spellingsOf('https://a.example/api/v1/staff/customers').map(({ url }) => new URL(url).pathname);
  expect(paths).toEqual(
    expect.arrayContaining([
      '/api/v1/Staff/customers',
      '/api/v1/staff;x/customers',
      '/api/v1/%73taff/customers',
      '/api/v1/staff//customers',
    ]),
  );
  expect(new Set(paths).size).toBeGreaterThan(8);
});
