import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { outcomeOf } from '../../src/collectors/portal/tenancy/view.ts';

const page = (body: string) =>
  readAnswer(Buffer.from(`<!doctype html><html><body>${body}</body></html>`), 'text/html; charset=utf-8');
const password = '<input type="password" name="p">';

it('a form with one password, or with two and an address, asks to sign in', () => {
  expect(outcomeOf(200, page(`<form>Welcome ${password}</form>`), undefined)).toBe('sign-in');
  expect(outcomeOf(200, page(`<form><input type="email"> Join ${password}${password}</form>`), undefined)).toBe(
    'sign-in',
  );
});
it('a page of the account with a form for a new password is a page', () => {
  expect(outcomeOf(200, page(`<p>Nora, basic plan</p><form>${password}${password}${password}</form>`), undefined)).toBe(
    'data',
  );
  expect(outcomeOf(200, page(`<p>Nora</p><form>New ${password}${password}</form>`), undefined)).toBe('data');
});
