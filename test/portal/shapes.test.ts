import { describe, expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { rowsOfAll } from '../../bench/tenancy/shapes/bland.ts';
import { behindOpenList } from '../../bench/tenancy/shapes/open-lists.ts';
import { openCatalogue } from '../../bench/tenancy/shapes/tables.ts';
import { fineShapes, shapes } from '../../bench/tenancy/shapes.ts';

/** Each shape of portal with its flaw and without: the flaw is found by one of its checks, and nothing else ever fails. */
describe.each(shapes)('$id', (shape) => {
  it('with the flaw: proven', async () => {
    const { told } = await proveShape(shape, true);
    const failed = new Set(told.filter((one) => one.is === 'fail').map((one) => one.check));
    expect([...failed].filter((check) => shape.finds.includes(check))).not.toEqual([]);
    expect([...failed].filter((check) => !shape.finds.includes(check))).toEqual([]);
  });
  it('without it: silent', async () => {
    const { told } = await proveShape(shape, false);
    expect(told.filter((one) => one.is === 'fail')).toEqual([]);
  });
});

describe.each(fineShapes)('$id', (shape) => {
  it('looks wrong and is fine: silent', async () => {
    const { told } = await proveShape(shape, false);
    expect(told.filter((one) => one.is === 'fail')).toEqual([]);
  });
});

it('what a search names is still its owner’s alone where the record’s own page refuses it, in whatever manner', async () => {
  const shape = shapes.find(({ id }) => id === 'form-of-a-record-that-is-softly-refused');
  const { told } = await proveShape(shape ?? expect.fail('no such shape'), true);
  const leaks = told.filter(({ check, is }) => check === 'authz.read' && is === 'fail');
  expect(leaks.map(({ subject }) => subject)).toContain('GET /orders/{id}/edit');
});

it('pages for everybody that greet the customer and name a basket: the list is public', async () => {
  const shape = fineShapes.find(({ id }) => id === 'public-help-pages');
  const { told } = await proveShape(shape ?? expect.fail('no such shape'), false);
  expect(told.filter(({ check }) => check === 'authz.list').map(({ subject, code }) => [subject, code])).toContainEqual(
    ['GET /help', 'public'],
  );
});

it('a shop window of one customer that everybody may open is a question, and so are its calendar and a page behind a key', async () => {
  const shape = fineShapes.find(({ id }) => id === 'shop-windows-of-each-customer');
  const { told } = await proveShape(shape ?? expect.fail('no such shape'), false);
  const open = told.filter(({ check, subject }) => check === 'auth.anonymous' && subject.includes('/shop/'));
  expect(new Set(open.map(({ code }) => code))).toEqual(new Set(['outside']));
  for (const kind of [/\/shop\/\{id\}$/, /feed$/, /order/])
    expect(open.filter(({ subject }) => kind.test(subject)).length).toBeGreaterThan(0);
});

it('a page that says the account and the time, and nothing else of its owner, was refused to nobody', async () => {
  const shape = fineShapes.find(({ id }) => id === 'pages-that-say-the-account-and-the-time');
  const { told } = await proveShape(shape ?? expect.fail('no such shape'), false);
  const notes = told.filter(({ check, subject }) => check === 'authz.read' && subject.includes('/note'));
  expect(notes.length).toBeGreaterThan(0);
  expect(notes.filter(({ is }) => is === 'pass')).toEqual([]);
});

it('rows of another customer among the props of a page are said, whatever the page shows', async () => {
  const codes = async (flawed: boolean) =>
    (await proveShape(rowsOfAll(), flawed)).told.filter(({ check }) => check === 'authz.list').map(({ code }) => code);
  expect(await codes(true)).toContain('names-other-tenant');
  expect(await codes(false)).not.toContain('names-other-tenant');
});

it('rows below a record that the asker is given too are not taken for a secret', async () => {
  const { told } = await proveShape(openCatalogue, false);
  expect(told.map(({ subject }) => subject)).not.toContain('GET /rest/v1/chamado_comentarios');
});

it('records behind an open list: what the list gives away hides no further leak', async () => {
  const { told } = await proveShape(behindOpenList(true), true);
  const failed = new Set(told.filter((one) => one.is === 'fail').map((one) => one.check));
  expect([...failed].sort()).toEqual(['authz.list', 'authz.read']);
});
