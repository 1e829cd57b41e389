import { expect, it } from 'vitest';
import { asksFor } from '../../src/collectors/portal/roles/hides-in-page.ts';
import { recordedJson } from './recorded.ts';

const at = (path: string, status = 200) => recordedJson(`https://desk.example.test${path}`, {}, { status });

it('what a page asks for as the customer, and is given, is the customer’s own, whatever its parameters', () => {
  const staff = at('/types/contract/configuration?role=');
  expect(asksFor([at('/init'), at('/types/contract/configuration')], staff)).toBe(true);
  expect(asksFor([at('/types/contract/configuration', 403)], staff)).toBe(false);
  expect(asksFor([at('/types/contract')], staff)).toBe(false);
});
