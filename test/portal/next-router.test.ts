import { expect, it } from 'vitest';
import { asNextWants, belongsToPattern } from '../../src/collectors/portal/tenancy/next-router.ts';

const url = 'https://portal.test/orders?status=open&q=a%20b';
const wants = (location: string, status = 307, method = 'GET') =>
  asNextWants({ method, url }, { status, headers: [['Location', location]] });

it('a redirect to the same address with the number that Next wants is followed', () => {
  expect(wants('/orders?status=open&q=a+b&_rsc=G3ODX')).toBe('https://portal.test/orders?status=open&q=a+b&_rsc=G3ODX');
});

it.each([
  ['/login?next=%2Forders&_rsc=G3ODX', 307, 'GET'],
  ['/orders?status=open&q=a+b', 307, 'GET'],
  ['/orders?status=all&q=a+b&_rsc=G3ODX', 307, 'GET'],
  ['https://other.test/orders?status=open&q=a+b&_rsc=G3ODX', 307, 'GET'],
  ['/orders?status=open&q=a+b&_rsc=G3ODX', 200, 'GET'],
  ['/orders?status=open&q=a+b&_rsc=G3ODX', 307, 'POST'],
  ['http://', 307, 'GET'],
])('any other answer stays as it is: %s %i %s', (location, status, method) => {
  expect(wants(location, status, method)).toBeUndefined();
});

it('the same number again is no way on', () => {
  const again = 'https://portal.test/orders?_rsc=G3ODX';
  const headers = [['location', again]] as const;
  expect(asNextWants({ method: 'GET', url: again }, { status: 307, headers })).toBeUndefined();
});

const names = ['next-router-state-tree', 'Next-Router-Prefetch', 'next-url', 'rsc', 'next-action', 'next-auth'];

it('where the client stands is left out, the question for components is not', () => {
  expect(names.filter((name) => belongsToPattern(name, 'GET', 'GET'))).toEqual(names.slice(0, 3));
});

it('a change made after a read asks for no components and calls nothing of that one', () => {
  expect(names.filter((name) => belongsToPattern(name, 'POST', 'GET'))).toEqual(names.slice(0, 5));
});

it('a call that is repeated says where the client stood', () => {
  expect(names.filter((name) => belongsToPattern(name, 'POST', 'POST'))).toEqual([]);
});
