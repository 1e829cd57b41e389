import { GapError } from '../../../model/gap.ts';
import type { World } from '../../../world/world.ts';
import type { Recorder } from '../recorder.ts';
import { signInFailed } from './sign-in-failure.ts';

/**
 * The step, and where it fails because the fence kept the page's own request away, that as the cause: a form whose script asks
 * an API on another host or port fails like a wrong password.
 */
export async function orKeptAway<T>(
  step: () => Promise<T>,
  { recorder, world, label }: { readonly recorder: Recorder; readonly world: World; readonly label: string },
): Promise<T> {
  try {
    return await step();
  } catch (thrown) {
    if (!(thrown instanceof GapError) || thrown.gap.reason !== 'sign-in-failed') throw thrown;
    for (const url of [...recorder.unanswered].reverse()) {
      const refused = await world.browser.refusal?.(url);
      if (refused?.reason !== 'refused') continue;
      const { origin, host } = new URL(url);
      throw signInFailed(
        `${label}: the sign-in page asks ${origin}, which is not listed, so nothing was sent to it and nobody could sign in.`,
        `If it is the portal's API, add "${host}" to target.hosts in the config (role: api), then run again.`,
      );
    }
    throw thrown;
  }
}
