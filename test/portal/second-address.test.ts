import { expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { isSecondAddress } from '../../src/collectors/portal/tenancy/second-address.ts';
import { recorded } from './recorded.ts';

const key = 'r7Kq2xWmZp4LbT9sVh3NcY';
const values = ['Rotterdam – Lyon, 14 pallets', '5,640.00 EUR'];
const answer = (path: string, body: string, contentType = 'text/html'): Exchange =>
  recorded(`https://portal.example${path}`, body, { identity: 'a', responseHeaders: { 'content-type': contentType } });
const page = (path: string, ...links: readonly string[]) =>
  answer(
    path,
    `<html><body>${values.map((value) => `<p>${value}</p>`).join('')}${links.map((link) => `<a href="/q/${link}">Link for your buyer</a>`).join('')}</body></html>`,
  );
const isSecond = (...exchanges: readonly Exchange[]) =>
  isSecondAddress(exchanges, 'a', `https://portal.example/q/${key}`, values);

it('an address that the page of the same record names, filed under another reference, was made to be handed on', () => {
  expect(isSecond(page('/quotes/2631', key))).toBe(true);
  const json = JSON.stringify({ id: 2631, lane: values[0], price: values[1], share: key });
  expect(isSecond(answer('/api/quotes/2631', json, 'application/json'))).toBe(true);
});

it('what a record is filed under is no second address: a list names it, the record itself, a page of other values', () => {
  expect(isSecond(page('/quotes', key))).toBe(false);
  expect(isSecond(page(`/quotes/${key}/edit`, key))).toBe(false);
  expect(isSecond(page('/projects/41', key, 'Qw8eRt5yUi2oPa7sDf4gHj'))).toBe(false);
  expect(isSecond(answer('/quotes/2632', `<a href="/q/${key}">Other</a>`))).toBe(false);
});

it('a number, a UUID and a hash can be what records are filed under: never a second address', () => {
  for (const id of ['2631', '4b8f0127-c894-450c-9746-45f09296ec0f', 'd41d8cd98f00b204e9800998ecf8427e']) {
    const exchanges = [page('/quotes/2631', id)];
    expect(isSecondAddress(exchanges, 'a', `https://portal.example/q/${id}`, values)).toBe(false);
  }
});

it('a further key of a record that has an id, under the name of what is handed on, is a second address however it is written', () => {
  const uuid = '4b8f0127-c894-450c-9746-45f09296ec0f';
  const hex = 'd41d8cd98f00b204e9800998ecf8427e';
  const isAt = (part: string, rows: readonly object[]) =>
    isSecondAddress(
      [answer('/api/reports', JSON.stringify({ rows }), 'application/json')],
      'a',
      `https://portal.example/check/${part}`,
      values,
    );
  expect(
    isAt(hex, [
      { id: 7, verification: hex },
      { id: 8, verification: 'other' },
    ]),
  ).toBe(true);
  expect(isAt(uuid, [{ id: 7, shareUrl: `https://portal.example/check/${uuid}` }])).toBe(true);
  // A record's own id, and the id of what it belongs to, are what records are filed under.
  expect(isAt(uuid, [{ id: uuid, verification: 'x' }])).toBe(false);
  expect(isAt(uuid, [{ id: 7, organizationId: uuid }])).toBe(false);
  expect(isAt(uuid, [{ id: 7, organization: uuid }])).toBe(false);
});
