import type { Page } from 'playwright-core';
import type { CollectContext } from '../../collector.ts';
import { pressAsPerson } from '../boxes/press-as-person.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { findSignInForm } from '../sign-in/find-form.ts';
import { nextWords, signInWords, signOutWords } from '../words.ts';
import {
  accountPage,
  accountPlace,
  isAsked,
  isBare,
  openBarMenu,
  openMenu,
  type Press,
  pressSignOut,
  pressYes,
} from './sign-out-in-page.ts';

/**
 * Presses the portal's own sign-out: on the home page, in a menu that opens by a click or below the pointer, or on the page of the
 * account. Says whether it was found, and what the browser shows then. `beforePress` is called before each try.
 */
export async function signOutInBrowser(
  session: Session,
  context: CollectContext,
  beforePress: () => Promise<void> = async () => undefined,
): Promise<{ readonly pressed: boolean; readonly browserIsOut: boolean }> {
  const { page, recorder } = session;
  const { world, signal } = context;
  const quiet = (limitMs: number) => waitUntilQuiet(page, recorder, world.clock, signal, { limitMs });
  const open = async (url: string) => {
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
    await quiet(3000);
    // Drawn late: an empty page offers no way out yet.
    for (let look = 0; look < 6 && (await page.evaluate(isBare).catch(() => true)); look++) {
      await world.clock.wait(1000, signal);
      await quiet(2000);
    }
  };
  await open(session.home);
  let pressed = false;
  const press = async (hidden: boolean) => {
    if (!pressed) await beforePress();
    return await run(page, pressSignOut, { source: signOutWords.source, hidden });
  };
  pressed = await press(false);
  for (let menu = 0; !pressed && menu < 4; menu++) {
    if (!(await run(page, openMenu, menu))) break;
    await quiet(1200);
    pressed = await press(false);
  }
  // What the menus have left open lies over the rest of the page.
  if (!pressed) await open(session.home);
  await page.bringToFront().catch(() => undefined);
  for (let part = 0; !pressed && part < 5; part++) {
    const at = await page.evaluate(accountPlace, part).catch(() => undefined);
    if (!at) break;
    await page.mouse.move(at.x, at.y);
    for (let look = 0; !pressed && look < 3; look++) {
      await quiet(600);
      pressed = await press(false);
    }
  }
  pressed ||= await press(true);
  const account = pressed ? undefined : await page.evaluate(accountPage).catch(() => undefined);
  if (account !== undefined) {
    await open(account);
    pressed = (await press(false)) || (await press(true));
  }
  // A menu that nothing names: a picture alone in the bar at the top, the last one first.
  if (!pressed) await open(session.home);
  for (let which = 0; !pressed && which < 3; which++) {
    if (!(await run(page, openBarMenu, which))) break;
    await quiet(1200);
    pressed = await press(false);
  }
  if (!pressed) return { pressed, browserIsOut: false };
  await quiet(3000);
  // Some ask whether one is sure.
  if (await page.evaluate(isAsked, signOutWords.source).catch(() => false)) {
    const confirmed = await run(page, pressYes, signOutWords.source);
    if (!confirmed) await press(false);
    await quiet(2000);
  }
  await open(session.home);
  const form = await findSignInForm(page, { signIn: signInWords, next: nextWords }).catch(() => undefined);
  return {
    pressed,
    browserIsOut: form?.password !== undefined || form?.firstStep === true || form?.entry !== undefined,
  };
}

/** Menus of component libraries open when the button goes down: a click alone does nothing. */
const run = async <T>(page: Page, what: (press: Press, given: T) => Promise<boolean>, given: T): Promise<boolean> =>
  page.evaluate<boolean>(`(${what})(${pressAsPerson}, ${JSON.stringify(given)})`).catch(() => false);
