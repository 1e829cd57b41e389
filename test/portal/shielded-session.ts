import { attachRecorder } from '../../src/collectors/portal/recorder.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import { raiseShield, type WriteGate } from '../../src/collectors/portal/shield.ts';
import { openShadowRoots } from '../../src/collectors/portal/sign-in/open-session.ts';
import type { World } from '../../src/world/world.ts';

/** Customer A in a browser of its own, taken for signed in, with everything that could change something held back. */
export async function shieldedSession(
  { browser, clock, scope }: World,
  home: string,
  gate: WriteGate = async () => false,
): Promise<Session> {
  const context = await browser.context({ identity: 'a' });
  await context.addInitScript(openShadowRoots);
  const recorder = attachRecorder(context, 'a', { isListed: scope.isListed, nowMs: clock.monotonicMs });
  recorder.markSignedIn();
  await raiseShield(context, recorder, gate, () => clock.now().getTime());
  return { identity: 'a', context, page: await context.newPage(), recorder, home, self: [] };
}
