import { tokenOf } from '../../parse/mail/action-link.ts';
import type { CollectContext } from '../collector.ts';
import { hostOfUrl } from '../portal/entry.ts';
import { isContactable } from '../portal/sign-in/sign-in-hosts.ts';
import { exchangeText } from '../portal/tenancy/answer-text.ts';
import { proveSignedIn } from '../portal/sign-in/prove-signed-in.ts';
import { findFields } from './find-way.ts';
import { confirmWords, refusedWords } from './mail-words.ts';
import { openWindow, visit, type Window } from './mail-run.ts';
import { fillFields, type Sent, sendForm, type Typed } from './send-form.ts';

export interface Opened {
  readonly window: Window;
  readonly status: number | undefined;
  /** What can be done there: a password to choose, one button to press, or nothing. */
  readonly offers: 'password' | 'button' | 'nothing';
  /** The page says that the link is no good. */
  readonly refused: boolean;
  readonly text: string;
}

/** Whether a browser of ours may open it: listed hosts and listed sign-in origins. */
export function mayOpen(url: string, context: CollectContext): boolean {
  const host = hostOfUrl(url);
  return isContactable(context)(host) || (context.world.scope.signInHosts ?? []).includes(host);
}

/** Opens a link from a mail in a browser without history. Close its window. */
export async function openLink(url: string, context: CollectContext): Promise<Opened> {
  const window = await openWindow(context);
  window.recorder.markSignedIn();
  const status = await visit(window, url, context);
  const shown = () => window.page.evaluate(() => document.body?.innerText ?? '').catch(() => '');
  let text = await shown();
  let offers = await offersOf(window);
  for (let look = 0; look < 8 && offers === 'nothing' && !refusedWords.test(text); look++) {
    await context.world.clock.wait(200, context.signal);
    text = await shown();
    offers = await offersOf(window);
  }
  const refused = (status ?? 599) >= 400 || (offers !== 'password' && refusedWords.test(text.slice(0, 3000)));
  return { window, status, offers, refused, text };
}

async function offersOf({ page }: Window): Promise<Opened['offers']> {
  const form = await findFields(page, 'password').catch(() => undefined);
  if (form) return 'password';
  const button = await findFields(page, 'button').catch(() => undefined);
  const says =
    (await button?.submit?.evaluate((one) => one.innerText || one.getAttribute('value') || '').catch(() => '')) ?? '';
  return confirmWords.test(says) ? 'button' : 'nothing';
}

/** Does what the page of a link asks for: chooses the password, or presses its one button. */
export async function completeLink(opened: Opened, typed: Typed, context: CollectContext): Promise<Sent> {
  const { window, offers } = opened;
  if (offers === 'nothing')
    return {
      ok: opened.refused ? false : null,
      said: opened.refused ? 'the page says that the link is no good' : 'the page asks for nothing',
    };
  const fields = await findFields(window.page, offers);
  if (!fields) return { ok: null, said: 'the form went away' };
  if (offers === 'password') await fillFields(fields, typed);
  return await sendForm(window.page, window.recorder, fields, context);
}

/** Whether opening a link alone signs its reader in: asked of a fresh page of the same browser. */
export async function opensSignedIn(
  { window }: Opened,
  home: string,
  self: readonly string[],
): Promise<boolean | null> {
  const cookies = await window.page
    .context()
    .cookies()
    .catch(() => []);
  const stored = await window.page.evaluate(() => localStorage.length + sessionStorage.length).catch(() => 0);
  // Nothing that could carry a session is nothing signed in.
  if (cookies.length === 0 && stored === 0) return false;
  // What the page of the link itself says of the account proves nothing: only what the fresh page gets counts.
  const before = window.recorder.exchanges.length;
  const proof = await proveSignedIn(window.page, home, self, []).catch(() => undefined);
  if (!proof) return null;
  await window.recorder.settled();
  const answered = window.recorder.exchanges
    .slice(before)
    .some((one) => one.status < 300 && self.some((name) => exchangeText(one).toLowerCase().includes(name)));
  const named = answered || proof.proof.some((one) => one.includes('shows the account'));
  return proof.signedIn ? (named ? true : null) : false;
}

/** The same link with a token that nobody issued. undefined where no part of it looks like one. */
export function madeUp(url: string): string | undefined {
  const token = tokenOf(url);
  if (!token) return undefined;
  const turned = [...token]
    .map((one) =>
      /[a-y]/.test(one)
        ? String.fromCharCode(one.charCodeAt(0) + 1)
        : /[0-8]/.test(one)
          ? String(Number(one) + 1)
          : one,
    )
    .join('');
  return url.includes(token)
    ? url.replace(token, turned)
    : url.replace(encodeURIComponent(token), encodeURIComponent(turned));
}

/**
 * Uses a link that was used before, in a browser without history, as it was used the first time. Accepted counts only
 * where a made-up link is not: a portal that takes everything proves nothing.
 */
export async function useAgain(
  url: string,
  typed: Typed,
  first: Sent,
  context: CollectContext,
): Promise<{ readonly state: 'refused' | 'accepted' | 'unclear'; readonly detail: string }> {
  const again = await useOnce(url, typed, context);
  if (again.ok === false) return { state: 'refused', detail: `refused (${again.said})` };
  if (again.ok === null) return { state: 'unclear', detail: `not settled (${again.said})` };
  const wrong = madeUp(url);
  if (!wrong) return { state: 'unclear', detail: 'no made-up link to compare with' };
  const control = await useOnce(wrong, typed, context);
  if (control.ok !== false) return { state: 'unclear', detail: `a made-up link is answered alike (${control.said})` };
  const alike = again.status === first.status;
  return alike
    ? {
        state: 'accepted',
        detail: `taken like the first time (${again.said}); a made-up link is refused (${control.said})`,
      }
    : { state: 'unclear', detail: `answered otherwise than the first time (${again.said}, ${first.said})` };
}

/** Opens a link and does what its page asks for, once. */
export async function useOnce(url: string, typed: Typed, context: CollectContext): Promise<Sent> {
  const opened = await openLink(url, context);
  try {
    if (opened.refused && opened.offers === 'nothing')
      return { ok: false, said: `the page says so${opened.status ? `, HTTP ${opened.status}` : ''}` };
    return await completeLink(opened, typed, context);
  } finally {
    await opened.window.close();
  }
}
