import { type AccountName, accountNames } from '../../../model/identity.ts';
import { gap } from '../../../model/gap.ts';
import { defineCollector, type Target } from '../../collector.ts';
import type { LiveSlot } from '../../live.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { openSession } from './open-session.ts';
import { orOnceMore, PortalBroke } from './sign-in-failure.ts';

/** Sign-ins that the portal itself broke: the journey's verdict, not a gap of ours. */
export const brokenSlot: LiveSlot<
  readonly { readonly identity: string; readonly step: 'sign-in' | 'refresh'; readonly detail: string }[]
> = { name: 'portal.broken' };

const pauseMs = 4000;

/** Signs each given account in through the portal's own form, in a browser context of its own. One attempt each; one more where the server failed. */
export const signInCollector = defineCollector({
  id: 'sign-in',
  produces: ['portal.sign-in'],
  permit: 'sign-in',
  timeoutMs: 90_000,
  subjects(target, world) {
    const given = accountNames.filter((name) => name !== 'burner' && world.credentials(name) !== undefined);
    if (!entryUrl(target, 'a'))
      return gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1);
    if (given.length > 0) return given;
    return gap(
      'not-configured',
      'No test accounts were given.',
      'Create two test accounts of two different customers and set LR_A_USER, LR_A_PASSWORD, LR_B_USER, LR_B_PASSWORD.',
      5,
    );
  },
  hostOf: (subject, target) => hostOfUrl(entryUrl(target, subject as AccountName) ?? ''),
  async collect(subject, context) {
    try {
      await orOnceMore(
        () => openSession(subject as AccountName, context),
        () => context.world.clock.wait(pauseMs, context.signal),
      );
    } catch (thrown) {
      if (thrown instanceof PortalBroke)
        context.live.set(brokenSlot, [
          ...(context.live.get(brokenSlot) ?? []),
          { identity: subject, step: thrown.step, detail: thrown.gap.detail },
        ]);
      throw thrown;
    }
  },
});

export { openSession };
export type { Target };
