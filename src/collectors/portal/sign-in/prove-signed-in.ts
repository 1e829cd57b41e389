import type { Page } from 'playwright-core';
import { exchangeText } from '../tenancy/answer-text.ts';
import { openTab } from '../open-tab.ts';
import type { Exchange } from '../recorder.ts';
import { signOutWords } from '../words.ts';
import { restingPage } from '../quiet.ts';
import { findSignInForm } from './find-form.ts';

export interface Proof {
  readonly signedIn: boolean;
  /** The account's own name stood in an answer after the sign-in. */
  readonly answered: boolean;
  readonly proof: readonly string[];
}

/**
 * Whether a context is signed in, by two independent signs: the account's own name in an answer after the sign-in, or
 * a fresh page of the same context that shows no sign-in form. A cookie or a changed address alone proves nothing.
 */
export async function proveSignedIn(
  page: Page,
  home: string,
  self: readonly string[],
  exchanges: readonly Exchange[],
): Promise<Proof> {
  const proof: string[] = [];
  const answered = exchanges.some(
    (one) =>
      one.afterSignIn &&
      one.status < 300 &&
      one.method === 'GET' &&
      self.some((name) => exchangeText(one).toLowerCase().includes(name.toLowerCase())),
  );
  if (answered) proof.push("the account's own name in an answer");
  const fresh = await openTab(page);
  try {
    const open = new Set<unknown>();
    fresh.on('request', (request) => open.add(request));
    fresh.on('requestfinished', (request) => open.delete(request));
    fresh.on('requestfailed', (request) => open.delete(request));
    await fresh.goto(home, { waitUntil: 'domcontentloaded', timeout: 15_000 });
    let form = await findSignInForm(fresh);
    // A shell that is still asking who is there shows no form yet: it counts when nothing is asked for any more.
    for (let look = 0, calm = 0; look < 20 && !form.password; look++) {
      await restingPage(fresh, 1500);
      const shown = (await fresh.evaluate(() => document.body?.innerText ?? '')).trim().toLowerCase();
      form = await findSignInForm(fresh);
      if (shown.length > 40 && self.some((name) => shown.includes(name.toLowerCase()))) break;
      calm = open.size === 0 ? calm + 1 : 0;
      if (shown.length > 40 && (calm > 1 || look > 10)) break;
      await fresh.waitForTimeout(120);
    }
    const text = (await fresh.evaluate(() => document.body?.innerText ?? '')).toLowerCase();
    const formShown = form.password !== undefined || form.firstStep || form.workspaceStep;
    // A settings form asks for an address or a password too: a control to sign out tells it from a sign-in form.
    const offersOut = await fresh.evaluate(offersSignOut, signOutWords.source).catch(() => false);
    if (formShown && !(answered && offersOut)) return { signedIn: false, answered, proof: [] };
    proof.push(formShown ? 'a fresh page offers to sign out' : 'a fresh page shows no sign-in form');
    if (self.some((name) => text.includes(name.toLowerCase()))) proof.push("a fresh page shows the account's name");
    // Ways in that are no form yet, a code to photograph and a tab for the password, are none of a signed-in page.
    const noWayIn = !form.entry && (!form.passwordWay || offersOut);
    return { signedIn: answered || proof.length > 1 || noWayIn, answered, proof };
  } catch (thrown) {
    proof.push(`a fresh page could not be opened (${String(thrown).split('\n')[0]?.slice(0, 80)})`);
    return { signedIn: answered, answered, proof };
  } finally {
    await fresh.close().catch(() => undefined);
  }
}

/** Runs inside the page. */
function offersSignOut(source: string): boolean {
  const words = new RegExp(source, 'iu');
  return [...document.querySelectorAll('a, button, [role=menuitem], [role=button], input[type=submit]')].some((one) => {
    const text = (
      (one as HTMLElement).innerText ||
      one.getAttribute('aria-label') ||
      one.getAttribute('value') ||
      ''
    ).trim();
    return text.length < 40 && words.test(text) && one.getBoundingClientRect().width > 0;
  });
}
