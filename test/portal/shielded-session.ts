import { attachRecorder } from '../../src/collectors/portal/recorder.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import { raiseShield, type WriteGate } from '../../src/collectors/portal/shield.ts';
import { openShadowRoots } from '../../src/collectors/portal/sign-in/open-session.ts';
import type { IdentityName } from '../../src/model/identity.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { Journal } from '../../src/world/journal.ts';
import type { World } from '../../src/world/world.ts';
import type { OddPortal } from './odd-portals.ts';

/** A world that may look at this portal alone. */
export function worldOf(portal: OddPortal, signal: AbortSignal, journal?: Journal) {
  const hosts = [{ name: new URL(portal.url).host }];
  const config = configSchema.parse({ target: { hosts } });
  const scope = createScope(journal ? { config, permitFlags: ['write'] } : { config });
  return createWorld({ scope, env: process.env, signal, ...(journal ? { journal } : {}) });
}

/** Customer A (or who is named) in a browser of its own, taken for signed in, with everything that could change something held back. */
export async function shieldedSession(
  { browser, clock, scope }: World,
  home: string,
  gate: WriteGate = async () => false,
  identity: IdentityName = 'a',
): Promise<Session> {
  const context = await browser.context({ identity });
  await context.addInitScript(openShadowRoots);
  const recorder = attachRecorder(context, identity, { isListed: scope.isListed, nowMs: clock.monotonicMs });
  recorder.markSignedIn();
  await raiseShield(context, recorder, gate, () => clock.now().getTime());
  return { identity, context, page: await context.newPage(), recorder, home, self: [] };
}
