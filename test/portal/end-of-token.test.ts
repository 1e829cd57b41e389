import { expect, it } from 'vitest';
import { shapeOfCarrier } from '../../src/collectors/portal/sessions/carriers.ts';
import { endOfToken } from '../../src/collectors/portal/tokens/end-of-token.ts';

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
const jwt = (claims: object) => `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${'s'.repeat(43)}`;

it('a token names its end in the registered claim, or in the words of the portal', () => {
  const end = 1_795_500_000;
  for (const claims of [
    { exp: end },
    { username: 'ben', expires: end },
    { expiresAt: end * 1000 },
    { valid_until: new Date(end * 1000).toISOString() },
    { exp: end, expires: end + 9 },
  ])
    expect(endOfToken(jwt(claims)), JSON.stringify(claims)).toBe(end);
  for (const claims of [{ sub: 'u' }, { expires: 3600 }, { expires: 'never' }, { expires: null }, { experience: end }])
    expect(endOfToken(jwt(claims)), JSON.stringify(claims)).toBeUndefined();
});

it('what carries the session lives as long as it says', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const value = jwt({ username: 'ben', expires: now.getTime() / 1000 + 600 });
  expect(shapeOfCarrier({ place: 'header', name: 'authtoken', value }, now).livesSeconds).toBe(600);
});
