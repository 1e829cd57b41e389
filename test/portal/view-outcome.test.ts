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
it('a page that says that it may not be shown is no page of the account, whatever its status', () => {
  const says = (title: string, text: string) => outcomeOf(200, page(`<h1>${title}</h1><div>${text}</div>`), undefined);
  expect(says('Desk Error', 'No permission to display that ticket')).toBe('error-body');
  expect(says('Zugriff verweigert', 'Bitte wenden Sie sich an uns.')).toBe('error-body');
  expect(says('エラー', 'この操作を行う権限がありません')).toBe('error-body');
  expect(says('Ticket 4711', 'Customer reports: access denied at the gate')).toBe('data');
  expect(says('Error log', 'Boiler 14 leaks')).toBe('data');
});
it.each([
  [406, '{"code":"PGRST116","details":"The result contains 0 rows","message":"no single row"}', 'denied'],
  [406, '{"code":"PGRST116","details":"The result contains 3 rows","message":"no single row"}', 'client-error'],
  [400, '{"statusCode":"404","error":"not_found","message":"Object not found"}', 'denied'],
  [400, '{"code":"22P02","message":"invalid input"}', 'client-error'],
  [200, '{"code":403,"msg":"no permission","data":null}', 'error-body'],
  [200, '{"code":40301,"msg":"no permission","data":{}}', 'error-body'],
  [200, '{"code":200,"msg":"ok","data":{"sku":"a-71"}}', 'data'],
  [200, '{"code":450,"name":"Valve"}', 'data'],
] as const)('%i with %s is %s', (status, body, outcome) => {
  expect(outcomeOf(status, readAnswer(Buffer.from(body), 'application/json'), undefined)).toBe(outcome);
});
