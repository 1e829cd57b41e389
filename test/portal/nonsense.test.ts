import { expect, it } from 'vitest';
import { nonsenseBelow } from '../../src/collectors/portal/tenancy/setting.ts';

it.each([
  ['https://portal.test/', 'https://portal.test/215396944229'],
  ['https://portal.test/?tab=open', 'https://portal.test/215396944229'],
  ['https://portal.test/help/41?x=1#top', 'https://portal.test/help/215396944229'],
  ['https://portal.test:8443//other.test/x', 'https://portal.test:8443/215396944229'],
])('an address that nobody has, beside %s, stays on its host: %s', (url, expected) => {
  expect(nonsenseBelow(new URL(url), '215396944229')).toBe(expected);
});
