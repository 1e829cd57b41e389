import { describe, expect, it } from 'vitest';
import { placeCalls } from '../../src/collectors/portal/crawl/place-calls.ts';
import { postAsks } from '../../src/collectors/portal/crawl/post-asks.ts';
import { referencesOf } from '../../src/collectors/portal/crawl/references-of.ts';
import { isRead } from '../../src/collectors/portal/operations/is-read.ts';
import { callsInScript } from '../../src/parse/script/calls-in-script.ts';
import { recordedJson } from './recorded.ts';

const api = 'https://x.test/api';
const walked = [
  recordedJson(`${api}/employees`, [
    { id: 4101, name: 'Lena Farrow' },
    { id: 4104, name: 'Piet Marrow' },
  ]),
  recordedJson(`${api}/orders`, [{ id: 'or-77', title: 'Pump seals' }]),
];
const asked = (text: string, exchanges = walked) =>
  postAsks(
    placeCalls([{ src: 'https://x.test/app.js', calls: callsInScript(text) }], exchanges),
    exchanges,
    referencesOf(exchanges),
  ).map(({ url, body }) => `${url.slice(api.length)} ${body}`);

const client =
  'async function post(p,b){const r=await fetch("/api"+p,{method:"POST",body:JSON.stringify(b)});return r.json()}';

describe('reads by POST that a script names', () => {
  it('with ids that a list gave, as numbers where it gave them so', () => {
    expect(asked(`${client} post("/employee-card",{employeeId:e})`)).toEqual([
      '/employee-card {"employeeId":4101}',
      '/employee-card {"employeeId":4104}',
    ]);
  });

  it('of a function that was seen to send and has any name', () => {
    const seen = [...walked, recordedJson(`${api}/orders/search`, [], { method: 'POST', requestBody: '{"q":"a"}' })];
    expect(asked('z("/orders/search",{q:e}),z("/orders/details",{id:t.id})', seen)).toEqual([
      '/orders/details {"id":"or-77"}',
    ]);
  });

  it('by what is searched for', () => {
    expect(asked(`${client} post("/employees/lookup",{term:e})`)).toEqual(['/employees/lookup {"term":"Lena"}']);
  });

  it.each([
    ['that writes', 'post("/employees/archive",{employeeId:e})'],
    ['that says in its body what it does', 'post("/employees/details",{employeeId:e,action:"delete"})'],
    ['that brings something to keep', 'post("/employee-card",{employeeId:e,note:n})'],
    ['of whose kind no id is known', 'post("/truck-overview",{truckId:e})'],
    ['that was sent by a page', 'post("/orders/list",{orderId:e})'],
    ['whose name says nothing', 'post("/orders/flag",{orderId:e})'],
  ])('none %s', (_what, call) => {
    const seen = [...walked, recordedJson(`${api}/orders/list`, [], { method: 'POST' })];
    expect(asked(`${client} ${call}`, seen)).toEqual([]);
  });
});

describe('a POST that names a record and nothing to keep', () => {
  it.each([
    ['/api/employee-card', { employeeId: 7 }, true],
    ['/api/orders/overview', { id: 'a1', lang: 'de' }, true],
    ['/api/customerOverview', { customer_id: 3 }, true],
    ['/api/riepilogo', { ordineId: 'x9' }, true],
    ['/api/gift-card', { orderId: 7 }, false],
    ['/api/orders/history', { id: 'a1', text: 'called back' }, false],
    ['/api/orders/history', {}, false],
    ['/api/orders/reset-overview', { id: 'a1' }, false],
    ['/api/orders', { customerId: 7 }, false],
  ])('%s %o', (path, body, reads) => {
    expect(isRead('POST', `https://x.test${path}`, { 'content-type': 'application/json' }, JSON.stringify(body))).toBe(
      reads,
    );
  });
});
