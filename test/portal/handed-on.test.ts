import { expect, it } from 'vitest';
import { isMadeToHandOn } from '../../src/collectors/portal/tenancy/handed-on.ts';

const key = 'Zk4vQ0x9TnB2mW7sLr8e';

it.each([
  '/s/{id}',
  '/share/{id}',
  '/api/v2/public/plates/{id}',
  '/calendar/{id}.ics',
  '/quotes/{id}/shared/x',
  '/verify/{id}/',
  '/track/{id}',
  '/verificar/{id}',
  '/rapports/partage/{id}',
])('%s behind a long reference was made to be passed on', (path) => expect(isMadeToHandOn(path, [key])).toBe(true));

it('a record behind a long reference, and such a path behind a number, were not', () => {
  expect(isMadeToHandOn('/documents/{id}', [key])).toBe(false);
  expect(isMadeToHandOn('/public/reports/{id}', ['4711'])).toBe(false);
  expect(isMadeToHandOn('/public/reports', [])).toBe(false);
});
