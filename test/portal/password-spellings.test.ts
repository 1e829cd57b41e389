import { expect, it } from 'vitest';
import { spellingsOf } from '../../src/collectors/portal/sign-in/watch-answers.ts';

it('a password is known again however a page sends it', () => {
  const password = 'Str0ng pass-(7713)!"';
  for (const body of [
    `user=a&password=${password}`,
    new URLSearchParams({ user: 'a', password }).toString(),
    `password=${encodeURIComponent(password)}`,
    JSON.stringify({ user: 'a', password }),
  ])
    expect(
      spellingsOf(password).some((one) => body.includes(one)),
      body,
    ).toBe(true);
  expect(spellingsOf(password).some((one) => 'user=a'.includes(one))).toBe(false);
});
