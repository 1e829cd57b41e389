import { expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import { requestOf } from '../../src/collectors/portal/tenancy/requests.ts';
import { searchOf } from '../../src/collectors/portal/tenancy/search-of.ts';
import { recordedJson } from './recorded.ts';

const url = 'https://portal.example/rest/v1/rpc/search_sites';

/** The request as it is sent with a word, where the recorded one had this body. */
function searched(body: unknown): unknown {
  const exchange = recordedJson(url, [{ id: 7, name: 'Mill Court' }], {
    method: 'POST',
    requestBody: JSON.stringify(body),
    requestHeaders: { 'content-type': 'application/json' },
  });
  const [operation] = mapOperations([exchange]).operations;
  const search = operation && searchOf(requestOf(exchange), operation, operation.by.get(exchange.identity) ?? []);
  return search && JSON.parse(search(requestOf(exchange), 'brew').body ?? 'null');
}

it.each([
  ['a word that was searched for', { term: 'mill' }, { term: 'brew' }],
  ['a field that nothing was typed into', { term: '', limit: 10 }, { term: 'brew', limit: 10 }],
])('%s makes room for another word', (_what, body, expected) => {
  expect(searched(body)).toEqual(expected);
});

it.each([
  ['an empty remark', { note: '', id: 7 }],
  ['no field at all', []],
])('%s is no search', (_what, body) => {
  expect(searched(body)).toBeUndefined();
});
