import { expect, it } from 'vitest';
import type { Operation } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { recordedJson } from './recorded.ts';
import { numberOfKind } from '../../src/collectors/portal/tenancy/number-of-kind.ts';

const operation = (template: string, place: string, name: string) =>
  ({ template, by: new Map([['b', [{ slots: [{ place, name, value: '2' }] }]]]) }) as unknown as Operation;
const page = (html: string) =>
  ({
    identity: 'b',
    status: 200,
    responseHeaders: { 'content-type': 'text/html' },
    body: Buffer.from(html),
    url: 'https://portal.test/',
  }) as unknown as Exchange;
const link = (value: string) => ({ path: '>html>body>a@href', value });
const help = operation('/help', 'path', 'id');

it('a parameter that says what it is the number of is not about a link to something else', () => {
  const names = numberOfKind('2', operation('/api/figures', 'query', 'org'), 'b', []);
  expect(names(link('/help/2'), help)).toBe(false);
  expect(names(link('/organisations/2'), help)).toBe(true);
  expect(names({ path: '$.rows[0].id', value: '2' }, help)).toBe(true);
  const bare = numberOfKind('2', operation('/api/figures', 'query', 'id'), 'b', []);
  expect(bare(link('/help/2'), help)).toBe(true);
});

it('the twelfth month in a choice is not company 12; what says that it is the company is', () => {
  const names = numberOfKind('2', operation('/api/figures', 'query', 'company'), 'b', []);
  expect(names({ path: '>html>body>form>select>option@value', value: '2' }, help)).toBe(false);
  expect(names({ path: '$.rows[0].quantity', value: '2' }, help)).toBe(false);
  expect(names({ path: '>html>body>div@data-company', value: '2' }, help)).toBe(true);
  expect(names({ path: '$.rows[0].companyId', value: '2' }, help)).toBe(true);
});

it('an address with an ending is of the kind that stands before its number', () => {
  const calendars = operation('/calendars/{id}.ics', 'path', 'id');
  const names = numberOfKind('2', calendars, 'b', [page('<a href="/calendars/2.ics?key=k">Subscribe</a>')]);
  expect(names(link('/help/2'), help)).toBe(false);
  expect(names(link('/calendars/2.ics?key=k'), help)).toBe(true);
});

it('whose something is says nothing of a record with the same number, unless the record is that', () => {
  const rows = operation('/api/inquiries', 'query', 'page');
  const names = numberOfKind('2', operation('/api/destinations/{id}', 'path', 'id'), 'b', []);
  expect(names({ path: '$.rows[0].companyId', value: '2' }, rows)).toBe(false);
  expect(names({ path: '$.rows[0].destinationId', value: '2' }, rows)).toBe(true);
  const company = numberOfKind('2', operation('/api/companies/{id}', 'path', 'id'), 'b', []);
  expect(company({ path: '$.rows[0].companyId', value: '2' }, rows)).toBe(true);
});

it('where the list of its own kind has it, the second entry of another list is another record', () => {
  const shipments = operation('/api/shipments', 'query', 'page');
  const one = operation('/api/destinations/{id}', 'path', 'id');
  const list = recordedJson('https://portal.test/api/destinations?page=1', { items: [{ id: 2 }] });
  const leaf = { path: '$.items[0].id', value: '2' };
  expect(numberOfKind('2', one, 'b', [list])(leaf, shipments)).toBe(false);
  expect(numberOfKind('2', one, 'b', [list])(leaf, operation('/api/destinations', 'query', 'page'))).toBe(true);
  // Nothing tells the two apart: it may be the same one.
  expect(numberOfKind('2', one, 'b', [])(leaf, shipments)).toBe(true);
});
