import { expect, it } from 'vitest';
import { orOnceMore, PortalBroke, signInFailed } from '../../src/collectors/portal/sign-in/sign-in-failure.ts';

/** Signs in, unless these answers come first. */
async function triesOf(...failures: readonly Error[]): Promise<{ readonly tries: number; readonly error?: unknown }> {
  let tries = 0;
  const signIn = async () => {
    const failure = failures[tries];
    tries += 1;
    if (failure) throw failure;
  };
  try {
    await orOnceMore(signIn, async () => undefined);
    return { tries };
  } catch (error) {
    return { tries, error };
  }
}

it('bad input: sign-in answers 500 for a moment → signed in at the second try', async () => {
  expect(await triesOf(new PortalBroke('sign-in', 'HTTP 500', true))).toEqual({ tries: 2 });
});

it('a server that fails twice is broken, and a password that was refused is never sent again', async () => {
  const broken = new PortalBroke('sign-in', 'HTTP 500', true);
  expect(await triesOf(broken, broken)).toEqual({ tries: 2, error: broken });
  const refused = signInFailed('refused', 'look');
  expect(await triesOf(refused)).toEqual({ tries: 1, error: refused });
  const forgetful = new PortalBroke('refresh', 'the session is not kept');
  expect(await triesOf(forgetful)).toEqual({ tries: 1, error: forgetful });
});
