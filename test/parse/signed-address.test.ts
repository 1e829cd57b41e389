import { expect, it } from 'vitest';
import { endName, endOfSigned } from '../../src/parse/signed-address.ts';

const ends = Date.UTC(2026, 10, 20, 12) / 1000;
const endOf = (query: string) => endOfSigned(new URL(`https://files.example.com/7.pdf?${query}`));

it.each([
  `expires=${ends}&sig=a1`,
  `bis=${ends}&sig=a1`,
  `gueltig_bis=${ends}&sig=a1`,
  `geldig_tot=${ends}000&hash=a1`,
  `exp=2026-11-20T12:00:00Z&hmac=a1`,
])('%s: the end', (query) => {
  expect(endOf(query)).toBe(ends * 1000);
});

it.each([
  `ts=${ends}&sig=a1`,
  `id=2021&sig=a1`,
  `von=2026-01-01&bis=2026-03-31&sig=a1`,
  `updated=${ends}&sig=a1`,
  `von=${ends - 900}&bis=${ends}&sig=a1`,
  `sig=a1`,
])('%s: no end', (query) => {
  expect(endOf(query)).toBeUndefined();
});

it('the parameter that is given a later end', () => {
  const nameOf = (query: string) => endName(new URL(`https://files.example.com/7.pdf?${query}`));
  expect(nameOf(`id=7&bis=${ends}&sig=a1`)).toBe('bis');
  expect(nameOf('id=7&bis=2026-03-31&sig=a1')).toBeUndefined();
});
