import { expect, it } from 'vitest';
import { createdAddress } from '../../src/collectors/portal/canaries/created-address.ts';

const url = 'https://x.test/api/shipments/7/packages';

it.each([
  ['the id below the collection', { data: { id: 'p-1' } }, `${url}/p-1`],
  [
    'what JSON:API says',
    { data: { id: 'p-1', links: { self: '/api/packages/p-1' } } },
    'https://x.test/api/packages/p-1',
  ],
  ['what HAL says', { id: 'p-1', _links: { self: { href: '/api/packages/p-1' } } }, 'https://x.test/api/packages/p-1'],
  ['no link to something else', { data: { id: 'p-1', links: { self: '/api/shipments/7' } } }, `${url}/p-1`],
  ['no other host', { data: { id: 'p-1', links: { self: 'https://y.test/p-1' } } }, `${url}/p-1`],
])('%s', (_what, body, address) => expect(createdAddress(url, JSON.stringify(body), undefined)).toBe(address));

it('a file in a store lives where it was sent to', () => {
  const sent = 'https://x.test/storage/v1/object/documents/71/quarterly%20note.pdf';
  const answer = { Id: 'f1e2', Key: 'documents/71/quarterly note.pdf' };
  expect(createdAddress(sent, JSON.stringify(answer), undefined)).toBe(sent);
  expect(createdAddress(url, JSON.stringify({ key: 'p-1', id: 'p-1' }), undefined)).toBe(`${url}/p-1`);
});

it('what a GraphQL mutation makes lives at no address below the one for everything', () => {
  const sent = JSON.stringify({ query: 'mutation($n:String!){createPatient(name:$n){id}}', variables: { n: 'x' } });
  const body = JSON.stringify({ data: { createPatient: { id: 'UGF0aWVudDo3' } } });
  expect(createdAddress('https://x.test/graphql', body, undefined, sent)).toBeUndefined();
});
