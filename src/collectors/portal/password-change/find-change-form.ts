import type { ElementHandle, Page } from 'playwright-core';
import type { CollectContext } from '../../collector.ts';
import { hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { dismissOverlays } from '../sign-in/dismiss-overlays.ts';
import { isContactable } from '../sign-in/sign-in-hosts.ts';
import { dangerWords } from '../words.ts';
import { lookForChangeForm, lookForWays } from './change-form-in-page.ts';
import {
  accountPaths,
  accountWords,
  changeWords,
  confirmFieldWords,
  currentFieldWords,
  safetyWords,
} from './change-words.ts';
import { openAccountMenu, pressChange, pressEntry, pressPart } from './press-in-page.ts';

type Handle = ElementHandle<HTMLElement>;

/** A form that takes a new password from somebody who is signed in. */
export interface ChangeForm {
  readonly url: string;
  /** What was pressed on that page to have it shown; undefined where it was there. */
  readonly pressed?: string;
  readonly current?: Handle;
  readonly fresh: Handle;
  readonly confirm?: Handle;
  readonly submit?: Handle;
}

const pagesAtMost = 12;
const guesses = [
  '/settings/password',
  '/settings/security',
  '/account/password',
  '/account/security',
  '/settings/account',
  '/settings/profile',
  '/settings',
  '/account',
  '/profile',
  '/user/settings',
  '/users/edit',
  '/profile/password',
  '/password/change',
  '/change-password',
  '/accounts/password/change/',
  '/Identity/Account/Manage/ChangePassword',
];

/**
 * Walks from where a session stands to the form that changes its password: pages whose links speak of the account, its
 * settings, its security; controls that speak of the password; then, where guessing is granted, the usual paths.
 */
export async function findChangeForm(session: Session, context: CollectContext): Promise<ChangeForm | undefined> {
  const { page } = session;
  const listed = isContactable(context);
  const seen = new Set<string>();
  let guessed = context.world.scope.refuses('guess', hostOfUrl(session.home)) !== undefined;
  const queue = [session.home];
  for (let pages = 0; pages < pagesAtMost + guesses.length; pages++) {
    if (queue.length === 0 && !guessed) {
      guessed = true;
      queue.push(...guesses.map((path) => new URL(path, session.home).href));
    }
    const next = queue.shift();
    if (next === undefined) return undefined;
    if (seen.has(next) || !listed(hostOfUrl(next))) continue;
    seen.add(next);
    if (!guessed && seen.size > pagesAtMost) continue;
    const status = await visit(session, next, context);
    if (status === undefined || status >= 400) continue;
    const here = (await formOn(page)) ?? (await pressForForm(session, context));
    if (here) return here;
    for (const menu of [0, 1]) {
      const ways = await page
        .evaluate(lookForWays, {
          words: accountWords.source,
          change: changeWords.source,
          paths: accountPaths.source,
          danger: dangerWords.source,
        })
        .catch(() => []);
      for (const href of ways.toReversed()) if (!seen.has(href)) queue.unshift(href);
      if (ways.length > 0 || menu > 0 || !(await openAccountMenu(page).catch(() => false))) break;
      await quiet(session, context);
      const shown = await formOn(page);
      if (shown) return shown;
      const led = await entryLeads(session, context);
      if (led !== undefined && !seen.has(led)) queue.unshift(led);
    }
  }
  return undefined;
}

/** The same form once more, in whatever state the page is now. */
export async function reopen(
  session: Session,
  form: Pick<ChangeForm, 'url' | 'pressed'>,
  context: CollectContext,
): Promise<ChangeForm | undefined> {
  await visit(session, form.url, context);
  for (let look = 0; look < 6; look++) {
    const here =
      (await formOn(session.page)) ?? (form.pressed === undefined ? undefined : await pressForForm(session, context));
    if (here) return here;
    await context.world.clock.wait(200, context.signal);
  }
  return undefined;
}

async function visit(session: Session, url: string, context: CollectContext): Promise<number | undefined> {
  const answer = await session.page
    .goto(url, { waitUntil: 'domcontentloaded', timeout: 15_000 })
    .catch(() => undefined);
  await quiet(session, context);
  await dismissOverlays(session.page).catch(() => 0);
  // Moving within a single-page application answers nothing.
  return answer === undefined ? undefined : (answer?.status() ?? 200);
}

const quiet = ({ page, recorder }: Session, { world, signal }: CollectContext) =>
  waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2500 });

/** Presses what speaks of the password, or of safety and then of the password: a tab, a button that opens a dialog. */
async function pressForForm(session: Session, context: CollectContext): Promise<ChangeForm | undefined> {
  const { page } = session;
  const before = page.url();
  let text = await pressChange(page, changeWords).catch(() => '');
  if (text === '') {
    text = await pressPart(page, safetyWords).catch(() => '');
    await quiet(session, context);
    if (text !== '' && !(await formOn(page))) await pressChange(page, changeWords).catch(() => '');
  }
  if (text === '') return undefined;
  await quiet(session, context);
  const form = await formOn(page);
  return form && { ...form, ...(page.url() === before ? { url: before, pressed: text } : {}) };
}

/** Where an entry of the open menu led that speaks of the account and is no link; undefined where the page stayed. */
async function entryLeads(session: Session, context: CollectContext): Promise<string | undefined> {
  const { page } = session;
  const before = page.url();
  if ((await pressEntry(page, accountWords).catch(() => '')) === '') return undefined;
  await quiet(session, context);
  return page.url() === before ? undefined : page.url();
}

/** The form of this page with a field for a new password; a sign-in form has none. */
export async function formOn(page: Page): Promise<ChangeForm | undefined> {
  const found = await page
    .evaluateHandle(lookForChangeForm, { current: currentFieldWords.source, confirm: confirmFieldWords.source })
    .catch(() => undefined);
  if (!found) return undefined;
  try {
    const properties = await found.getProperties();
    const one = (name: string) => (properties.get(name)?.asElement() as Handle | null | undefined) ?? undefined;
    const fresh = one('fresh');
    if (!fresh) return undefined;
    const [current, confirm, submit] = [one('current'), one('confirm'), one('submit')];
    return {
      url: page.url(),
      fresh,
      ...(current ? { current } : {}),
      ...(confirm ? { confirm } : {}),
      ...(submit ? { submit } : {}),
    };
  } finally {
    await found.dispose().catch(() => undefined);
  }
}
