import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { linksOf } from '../../src/collectors/portal/tenancy/refused-link.ts';

const page = (rows: string) => readAnswer(Buffer.from(`<!doctype html><h1>Orders</h1>${rows}`), 'text/html').leaves;
const data = (value: unknown) => readAnswer(Buffer.from(JSON.stringify(value)), 'application/json').leaves;

it('a line that is a link leads where it says; what stands beside one may be of another row', () => {
  const rows = page(
    '<table><tr><td>Staircase</td><td><a href="/orders/71">Open</a></td></tr><tr><td>Shop front</td><td><a href="/orders/72"><b>Print it</b></a></td></tr></table>',
  );
  expect(linksOf(rows, 'Print it')).toEqual([{ link: '/orders/72', isSure: true }]);
  expect(linksOf(rows, 'Staircase')).toEqual([{ link: '/orders/71', isSure: false }]);
  expect(linksOf(rows, 'Shop front')).toEqual([
    { link: '/orders/71', isSure: false },
    { link: '/orders/72', isSure: false },
  ]);
  expect(linksOf(rows, 'Orders')).toEqual([]);
});

it('an object in data leads where its own link says', () => {
  const hits = data({ hits: [{ title: 'Staircase', href: '/orders/71' }, { title: 'Shop front' }] });
  expect(linksOf(hits, 'Staircase')).toEqual([{ link: '/orders/71', isSure: true }]);
  expect(linksOf(hits, 'Shop front')).toEqual([]);
});
