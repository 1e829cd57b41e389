import { GapError, type Gap, gap } from '../../model/gap.ts';
import type { World } from '../../world/world.ts';
import type { CollectContext, Target } from '../collector.ts';
import { notSignedIn } from './not-signed-in.ts';
import { entryUrl, hostOfUrl } from './entry.ts';
import { type Session, sessionsSlot } from './session.ts';

/** The portal's host where any customer's account was given, else what is missing. */
export function portalOfCustomer(target: Target, world: World): readonly string[] | Gap {
  const url = entryUrl(target, 'a');
  if (!url) return gap('not-configured', 'No portal address was given.', 'Run the audit with its URL.', 1);
  if (!world.credentials('a') && !world.credentials('b'))
    return gap('not-configured', 'No test account was given.', 'Set LR_A_USER and LR_A_PASSWORD.', 5);
  return [hostOfUrl(url)];
}

/** The first of these customers that is signed in; throws the gap where none is. */
export function signedInCustomer(
  context: CollectContext,
  order: readonly ('a' | 'b')[] = ['a', 'b'],
): { readonly identity: 'a' | 'b'; readonly session: Session } {
  const sessions = context.live.get(sessionsSlot);
  for (const identity of order) {
    const session = sessions?.get(identity);
    if (session) return { identity, session };
  }
  throw new GapError(notSignedIn(order.find((name) => context.world.credentials(name)) ?? order[0] ?? 'a', context));
}
