import { expect, it } from 'vitest';
import { shapeOfCarrier } from '../../src/collectors/portal/sessions/carriers.ts';

const now = new Date('2026-11-20T12:00:00Z');
const seconds = now.getTime() / 1000;
const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
const bearer = (claims: object) => ({
  place: 'header' as const,
  name: 'authorization',
  value: `Bearer ${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${'s'.repeat(43)}`,
});

it('a token lives from when it was made, or from when it was first seen', () => {
  expect(shapeOfCarrier(bearer({ iat: seconds - 60, exp: seconds + 840 }), now).livesSeconds).toBe(900);
  expect(shapeOfCarrier(bearer({ sub: 'u-1', exp: seconds + 600 }), now).livesSeconds).toBe(600);
  expect(shapeOfCarrier(bearer({ sub: 'u-1' }), now).livesSeconds).toBeUndefined();
});
