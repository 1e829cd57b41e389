import { expect, test } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { nobodySignedIn, notSignedIn } from '../../src/collectors/portal/not-signed-in.ts';
import { brokenSlot } from '../../src/collectors/portal/sign-in/collector.ts';
import { gap } from '../../src/model/gap.ts';

const refused = gap('sign-in-failed', 'LR_B: not signed in, the page says "Wrong password".', 'Check LR_B_PASSWORD.');
const context = (given: readonly string[], looks: readonly { subject: string; gap: typeof refused }[] = []) =>
  ({
    live: createLive(),
    world: { credentials: (name: string) => (given.includes(name) ? { user: name, password: 'p' } : undefined) },
    brokenLooks: () => looks,
  }) as unknown as CollectContext;

test('what hurts for want of a session says what the sign-in itself met', () => {
  expect(notSignedIn('b', context(['a', 'b'], [{ subject: 'b', gap: refused }]))).toBe(refused);
});

test('bad input: an account that was not given → said by its variables, no sign-in is blamed', () => {
  expect(notSignedIn('b', context(['a']))).toMatchObject({
    reason: 'not-configured',
    closeBy: 'Set LR_B_USER and LR_B_PASSWORD to a test account of another customer.',
  });
});

test('a portal that broke its own sign-in is what has to be repaired', () => {
  const broke = context(['a']);
  broke.live.set(brokenSlot, [{ identity: 'a', step: 'sign-in', detail: 'the form answers 500' }]);
  expect(notSignedIn('a', broke)).toMatchObject({ detail: 'LR_A: the form answers 500', minutes: 60 });
});

test('where nobody is signed in, the first account that was given says why', () => {
  expect(nobodySignedIn(context(['b'], [{ subject: 'b', gap: refused }]))).toBe(refused);
});
