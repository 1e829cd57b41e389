import type { BrowserContext, Page } from 'playwright-core';
import type { Clock } from '../../../world/world.ts';
import type { SavedSignIn } from '../../../world/sign-in-store.ts';
import { findSignInForm, isForm } from './find-form.ts';

export interface RecordOptions {
  readonly browser: BrowserContext;
  readonly url: string;
  readonly clock: Clock;
  /** Aborted when the person says that they are done, or Ctrl-C. */
  readonly done: AbortSignal;
  /** Once, when the page no longer asks to sign in. */
  readonly onSignedIn: () => void;
}

export type Recorded = Pick<SavedSignIn, 'state' | 'sessionStorage'>;

const pollMs = 700;

/**
 * Lets a person sign in by hand in a window and keeps what the browser then holds, looked at again and again: when the
 * window is closed it is too late to ask. Undefined where nobody got in. Types and presses nothing itself.
 */
export async function recordSignIn(options: RecordOptions): Promise<Recorded | undefined> {
  const { browser, url, clock, done } = options;
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 30_000 }).catch(() => null);
  let kept: Recorded | undefined;
  let sawForm = false;
  let told = false;
  while (!done.aborted && browser.pages().some((one) => !one.isClosed())) {
    const look = await lookAt(browser);
    if (look) {
      sawForm ||= look.asks;
      if (!look.asks && (sawForm || look.holds)) {
        kept = look.recorded;
        if (!told) options.onSignedIn();
        told = true;
      }
    }
    await clock.wait(pollMs, done).catch(() => undefined);
  }
  const last = await lookAt(browser);
  return last && !last.asks && (sawForm || last.holds) ? last.recorded : kept;
}

async function lookAt(browser: BrowserContext) {
  try {
    const pages = browser.pages().filter((one) => !one.isClosed());
    const front = pages.at(-1);
    if (!front || !/^https?:/.test(front.url())) return undefined;
    const form = await findSignInForm(front);
    const state = await browser.storageState({ indexedDB: true });
    const sessionStorage: Record<string, Record<string, string>> = {};
    for (const page of pages) Object.assign(sessionStorage, await perTab(page));
    const holds = state.cookies.length > 0 || state.origins.length > 0 || Object.keys(sessionStorage).length > 0;
    return { asks: isForm(form) || form.code !== undefined, holds, recorded: { state, sessionStorage } };
  } catch {
    // The window went away, or the page moved on, while it was looked at.
    return undefined;
  }
}

async function perTab(page: Page): Promise<Record<string, Record<string, string>>> {
  const [origin, values] = await page
    .evaluate((): [string, Record<string, string>] => [location.origin, { ...sessionStorage }])
    .catch((): [string, Record<string, string>] => ['', {}]);
  return origin === '' || Object.keys(values).length === 0 ? {} : { [origin]: values };
}
