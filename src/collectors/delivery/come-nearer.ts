import type { CollectContext } from '../collector.ts';
import { waitUntilQuiet } from '../portal/quiet.ts';
import { findSignInForm } from '../portal/sign-in/find-form.ts';
import { mayTypeAt } from '../portal/sign-in/sign-in-hosts.ts';
import { submit } from '../portal/sign-in/submit.ts';
import type { Window } from './mail-run.ts';

/** Steps that were gone already: each is gone once. */
export type Gone = Set<'way in' | 'name'>;

/**
 * One step nearer to where the ways to a mail are offered: from a front page to the form for signing in, and past the name, where only
 * the page that asks for the password says what to do about a forgotten one. No password is typed. False where there is no such step.
 */
export async function comeNearer(
  { page, recorder }: Window,
  name: string | undefined,
  gone: Gone,
  context: CollectContext,
): Promise<boolean> {
  const { world, signal } = context;
  const form = await findSignInForm(page).catch(() => undefined);
  if (!form) return false;
  const isStep = form.firstStep && form.user !== undefined && !form.password;
  if (form.entry && !form.password && !isStep && !gone.has('way in')) {
    gone.add('way in');
    await form.entry.click({ timeout: 3000 }).catch(() => undefined);
  } else if (isStep && name !== undefined && !gone.has('name') && mayTypeAt(context)(hostOf(page.url()))) {
    gone.add('name');
    await form.user?.fill(name, { timeout: 5000 }).catch(() => undefined);
    const ready = await findSignInForm(page).catch(() => form);
    await submit(page, ready.user ? ready : form);
    for (let look = 0; look < 12; look++) {
      if ((await findSignInForm(page).catch(() => undefined))?.password) break;
      await world.clock.wait(150, signal);
    }
  } else return false;
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });
  return true;
}

const hostOf = (address: string) => URL.parse(address)?.hostname.toLowerCase() ?? '';
