import type { CollectContext } from '../../collector.ts';
import type { SessionLogout } from '../../session-evidence.ts';
import { isSecretLike } from '../tokens/find-tokens.ts';
import type { Carried } from './carriers.ts';
import { openSpare, type OwnSession } from './own-session.ts';
import { signOutInBrowser } from './sign-out.ts';
import type { Credential } from './who-am-i.ts';

/**
 * What the box for staying signed in leaves in the browser beside the session: signs in once more with it ticked, signs out, and asks
 * with that alone. Asked once and not before: such a cookie is often good for one time. undefined: there is no box, or it adds nothing.
 */
export async function lookAtRemembered(
  session: OwnSession,
  carried: readonly Carried[],
  context: CollectContext,
): Promise<SessionLogout['remembered']> {
  const probes = carried.map(({ probe }) => probe).filter(({ names }) => names);
  if (!session.offersToRemember || probes.length === 0) return undefined;
  const known = new Set((await session.context.cookies()).map(({ name }) => name));
  const carriers = new Set(carried.flatMap((one) => one.carriers).map(({ name }) => name));
  context.progress('signing in as a with the box for staying signed in, to see what a sign-out leaves of it');
  const second = await openSpare('a', context, { remember: true });
  if (!second) return undefined;
  try {
    const kept: Credential[] = [];
    for (const probe of probes)
      for (const { name, value } of await second.context.cookies(probe.url))
        if (!known.has(name) && !carriers.has(name) && isSecretLike(value) && !kept.some((one) => one.name === name))
          kept.push({ place: 'cookie', name, value });
    if (kept.length === 0) return undefined;
    const { pressed, browserIsOut } = await signOutInBrowser(second, context);
    if (!pressed || !browserIsOut) return undefined;
    for (const probe of probes)
      for (const one of kept) if ((await probe.ask([one])) === 'in') return { cookie: one.name, standing: 'in' };
    return { cookie: kept.map(({ name }) => name).join(', '), standing: 'out' };
  } finally {
    await second.context.close().catch(() => undefined);
  }
}
