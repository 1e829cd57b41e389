// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of scripts.
import { expect, it } from 'vitest';
import { placeCalls } from '../../src/collectors/portal/crawl/place-calls.ts';
import { relationAsks, relationsAllowed } from '../../src/collectors/portal/crawl/relation-asks.ts';
import { referencesOf } from '../../src/collectors/portal/crawl/references-of.ts';
import { callsInScript } from '../../src/parse/script/calls-in-script.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { recordedJson } from './recorded.ts';

const api = 'https://x.test/api';
const order = { id: 700, title: 'Pump seals', customerId: 'c-1', tag_ids: [4], siteId: 9, site: { id: 9 } };
const asked = (text: string, seen: readonly Exchange[]) =>
  relationAsks(
    placeCalls([{ src: 'https://x.test/app.js', calls: callsInScript(text) }], seen),
    seen,
    referencesOf(seen),
  ).map((url) => url.slice(api.length));

it('asks for what the record names by an id, for what scripts write elsewhere, and for all, each alone', () => {
  const seen = [recordedJson(`${api}/orders/700?include=lines`, { data: order })];
  expect(asked('n.get(`/bills/${t}?include=payments,lines`)', seen)).toEqual(
    ['customer', 'tags', 'payments', 'all'].map((one) => `/orders/700?include=${one}`),
  );
});

it('asks so where a script puts the names together', () => {
  const seen = [recordedJson(`${api}/orders`, [order])];
  expect(asked('n.get(`/api/orders/${t}?expand=${q.join(",")}`)', seen)).toEqual(['/orders/700?expand=all']);
});

it('asks for nothing where nothing is brought along', () => {
  expect(asked('n.get("/orders")', [recordedJson(`${api}/orders?page=1`, [order])])).toEqual([]);
});

const refused = (error: string) => recordedJson(`${api}/orders?include=all`, { error }, { status: 400 });

it.each([
  ['Unknown include "all". Allowed values: lines, contact, documents', ['lines', 'contact', 'documents']],
  ["Invalid expand 'all'; must be one of [customer, notes.author]", ['customer', 'notes.author']],
  ['include darf nicht all sein (erlaubt: kunde, belege)', ['kunde', 'belege']],
  ['Not found', []],
])('and for those that a refusal lists: %s', (error, names) => {
  expect(relationsAllowed([refused(error)])).toEqual(names.map((one) => `${api}/orders?include=${one}`));
});
