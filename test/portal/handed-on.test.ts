import { expect, it } from 'vitest';
import { isMadeToHandOn } from '../../src/collectors/portal/tenancy/handed-on.ts';

it.each([
  ['/s/4df69391fbc25c489eb68b6bf9da015a', true],
  ['/share/c71f29d4-3a41-4f01-91be-70d2c8e1f5a1', true],
  ['/share/kX9vQ2mLp7RtZ4wB', true],
  ['/orders/4df69391fbc25c489eb68b6bf9da015a', false],
  ['/s/17', false],
  ['/public/terms-and-conditions', false],
])('%s was made to be passed on: %s', (path, made) => {
  expect(isMadeToHandOn(path)).toBe(made);
});
