import { expect, it } from 'vitest';
import { comparable, harmlessness } from '../../src/collectors/portal/writes/text-field.ts';

it.each([
  ['accessNotes', 0],
  ['AccessNotes', 0],
  ['delivery_notes', 0],
  ['JobDescription', 1],
  ['bankDetails', undefined],
  ['paymentComment', undefined],
  ['lastName', undefined],
  ['contactEmail', undefined],
])('%s is a text to change: %s', (name, rank) => {
  expect(harmlessness(name)).toBe(rank);
});

it('an address that is signed anew is the same file; other addresses and texts are compared as they are', () => {
  const signed = (ends: number) => comparable(`/rest/labels/7?expires=${ends}&signature=ab${ends}`);
  expect(signed(1)).toBe(signed(2));
  expect(comparable('/orders?page=1')).not.toBe(comparable('/orders?page=2'));
  expect(comparable('/files/7?expires=1&sig=a')).not.toBe(comparable('/files/8?expires=1&sig=a'));
  expect(comparable('Is it signed? Yes')).not.toBe(comparable('Is it signed? No'));
});
