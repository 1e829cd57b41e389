import type { ElementHandle, Page } from 'playwright-core';
import type { CollectContext } from '../../collector.ts';
import { hostOfUrl } from '../entry.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { dismissOverlays } from '../sign-in/dismiss-overlays.ts';
import { isContactable } from '../sign-in/open-session.ts';
import { dangerWords } from '../words.ts';
import { accountPaths, accountWords, changeWords, confirmFieldWords, currentFieldWords } from './change-words.ts';

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
      if (ways.length > 0 || menu > 0 || !(await page.evaluate(openAccountMenu).catch(() => false))) break;
      await quiet(session, context);
      const shown = await formOn(page);
      if (shown) return shown;
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

/** Presses what speaks of the password: a tab, a button that opens a dialog. */
async function pressForForm(session: Session, context: CollectContext): Promise<ChangeForm | undefined> {
  const { page } = session;
  const text = await page.evaluate(pressChange, changeWords.source).catch(() => '');
  if (text === '') return undefined;
  const before = page.url();
  await quiet(session, context);
  const form = await formOn(page);
  return form && { ...form, ...(page.url() === before ? { url: before, pressed: text } : {}) };
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

/** Runs inside the page. */
function lookForChangeForm(given: { current: string; confirm: string }) {
  const isCurrent = new RegExp(given.current, 'iu');
  const isConfirm = new RegExp(given.confirm, 'iu');
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot | Element) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  const fields = all.filter(
    (one): one is HTMLInputElement =>
      one instanceof HTMLInputElement && one.type === 'password' && !one.disabled && !one.readOnly && visible(one),
  );
  const rootOf = (one: HTMLInputElement) =>
    one.form ?? one.closest('form, dialog, [role=dialog], section, fieldset, main, body') ?? document.body;
  const about = (one: HTMLInputElement) =>
    [
      ...(one.labels ? [...one.labels].map((label) => label.innerText) : []),
      one.placeholder,
      one.getAttribute('aria-label') ?? '',
      one.name.replace(/[_\-[\]]+/g, ' '),
      one.id.replace(/[_-]+/g, ' '),
    ].join(' ');
  const groups = new Map<Element, HTMLInputElement[]>();
  for (const one of fields) groups.set(rootOf(one), [...(groups.get(rootOf(one)) ?? []), one]);
  for (const [root, group] of groups) {
    const asksNew = group.some((one) => /new-password/.test(one.autocomplete));
    // One field alone asks who is there, unless it says that it takes a new password and nobody is asked for besides.
    const asksUser = root.querySelector('input[type=email], input[autocomplete~=username]') !== null;
    if (group.length < 2 && !(asksNew && !asksUser)) continue;
    const kindOf = (one: HTMLInputElement) =>
      /current-password/.test(one.autocomplete) ||
      (!/new-password/.test(one.autocomplete) && isCurrent.test(about(one)))
        ? 'current'
        : isConfirm.test(about(one))
          ? 'confirm'
          : 'fresh';
    const kinds = group.map(kindOf);
    const [first, second, third] = group;
    let current = group[kinds.indexOf('current')];
    const rest = group.filter((one) => one !== current);
    let confirm = rest.find((one) => kindOf(one) === 'confirm');
    let fresh = rest.find((one) => one !== confirm);
    if (group.length >= 3 && !current) [current, fresh, confirm] = [first, second, third];
    else if (group.length >= 3 && !confirm) confirm = rest.find((one) => one !== fresh);
    else if (group.length === 2 && !current && !confirm) [current, fresh] = [first, second];
    if (!fresh) [fresh, confirm] = [confirm, undefined];
    if (!fresh) continue;
    const buttons = all.filter(
      (one): one is HTMLElement =>
        (one instanceof HTMLButtonElement || (one instanceof HTMLInputElement && /^(submit|button)$/.test(one.type))) &&
        root.contains(one) &&
        visible(one),
    );
    const aside =
      /show|hide|cancel|back|generate|close|toggle|anzeigen|abbrechen|afficher|annuler|mostrar|cancelar|annulla|tonen|annuleren|pokaż|anuluj|表示|キャンセル|取消/i;
    const near = buttons.filter(
      (one) => !aside.test(one.innerText || one.getAttribute('value') || one.getAttribute('aria-label') || ''),
    );
    const submit = near.find((one) => (one as HTMLButtonElement).type === 'submit') ?? near.at(-1);
    return { current, fresh, confirm, submit };
  }
  return {};
}

/** Runs inside the page: addresses that may lead to the form, the likeliest first. */
function lookForWays(given: { words: string; change: string; paths: string; danger: string }): string[] {
  const words = new RegExp(given.words, 'iu');
  const change = new RegExp(given.change, 'iu');
  const paths = new RegExp(given.paths, 'i');
  const danger = new RegExp(given.danger, 'iu');
  const all: HTMLAnchorElement[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLAnchorElement) all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return all
    .flatMap((one) => {
      const text = (one.innerText || one.getAttribute('aria-label') || one.title || '').trim();
      if (!/^https?:/.test(one.href) || text.length > 60) return [];
      const path = new URL(one.href).pathname;
      const speaks = change.test(text);
      if (!speaks && danger.test(`${text} ${path.replace(/[/_-]+/g, ' ')}`)) return [];
      const points =
        (speaks ? 6 : 0) + (/passw/i.test(path) ? 5 : 0) + (words.test(text) ? 2 : 0) + (paths.test(path) ? 2 : 0);
      return points > 0 ? [{ href: one.href, points }] : [];
    })
    .sort((one, other) => other.points - one.points)
    .map(({ href }) => href)
    .filter((href, at, list) => list.indexOf(href) === at)
    .slice(0, 8);
}

/** Runs inside the page: presses a control that speaks of changing the password; what it says, or nothing. */
function pressChange(source: string): string {
  const words = new RegExp(source, 'iu');
  const found = [...document.querySelectorAll('button, [role=button], [role=tab], [role=menuitem], summary')].find(
    (one) => {
      const text = ((one as HTMLElement).innerText || one.getAttribute('aria-label') || '').trim();
      const box = one.getBoundingClientRect();
      const sends = (one as HTMLButtonElement).type === 'submit' && one.closest('form')?.querySelector('input') != null;
      return text.length < 50 && words.test(text) && box.width > 3 && !sends;
    },
  );
  (found as HTMLElement | undefined)?.click();
  return found ? ((found as HTMLElement).innerText || found.getAttribute('aria-label') || '').trim() : '';
}

/** Runs inside the page. */
function openAccountMenu(): boolean {
  const likely =
    /account|profile|user|avatar|menu|konto|profil|compte|cuenta|perfil|conta|utente|gebruiker|uživ|アカウント|账户|帳戶/i;
  const found = [...document.querySelectorAll('button, [role=button], summary, [aria-haspopup]')].find(
    (one) =>
      one.getBoundingClientRect().width > 0 &&
      likely.test(
        `${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('class') ?? ''} ${one.id} ${one.textContent ?? ''}`.slice(
          0,
          300,
        ),
      ),
  );
  (found as HTMLElement | undefined)?.click();
  return found !== undefined;
}
