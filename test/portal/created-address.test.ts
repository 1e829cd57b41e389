import { expect, it } from 'vitest';
import { createdAddress } from '../../src/collectors/portal/canaries/plant.ts';

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
