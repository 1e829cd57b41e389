import { expect, it } from 'vitest';
import { recordPages } from '../../src/collectors/portal/colleague/owner-pages.ts';

const at = (path: string) => `https://app.example.com${path}`;
const visited = [
  '/',
  '/lists',
  '/lists/4101',
  '/lists/4102',
  '/lists/4101/notes',
  '/team',
  '/orders/77',
  '/wishes/new',
].map(at);
const creators = (...paths: readonly string[]) => paths.map((path) => ({ page: at(path) }));

it('one page of a record is looked at for each form that makes such records', () => {
  expect(recordPages(visited, creators('/lists', '/lists', '/team'))).toEqual([at('/lists/4101')]);
  expect(recordPages([...visited, at('/wishes/9120')], creators('/wishes/new'))).toEqual([at('/wishes/9120')]);
});

it('none where nothing like it can be made, where a form stands on the first page, or elsewhere', () => {
  expect(recordPages(visited, [])).toEqual([]);
  expect(recordPages(visited, creators('/', '/documents'))).toEqual([]);
  expect(recordPages(visited, [{ page: 'https://other.example.com/lists' }])).toEqual([]);
});
