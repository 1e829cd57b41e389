import type { Page } from 'playwright-core';
import { pressAsPerson } from '../boxes/press-as-person.ts';

type Press = typeof pressAsPerson;

const run = (page: Page, what: (press: Press, ...given: never[]) => Promise<unknown>, ...given: readonly unknown[]) =>
  page.evaluate(`(${what})(${[pressAsPerson, ...given.map((one) => JSON.stringify(one))].join(', ')})`);

/** Presses a control that speaks of changing the password; what it says, or nothing. */
export const pressChange = async (page: Page, words: RegExp): Promise<string> =>
  (await run(page, pressWords, { words: words.source, among: controls })) as string;

/** Presses a tab or an entry of a menu that speaks of the account's safety: the form may stand behind it. */
export const pressPart = async (page: Page, words: RegExp): Promise<string> =>
  (await run(page, pressWords, {
    words: words.source,
    among: '[role=tab], [role=tablist] button, [class*=tab i] > button, [role=menuitem]',
  })) as string;

/** Opens the menu of the account; false where there is none. */
export const openAccountMenu = async (page: Page): Promise<boolean> => (await run(page, openMenu)) as boolean;

/** Presses an entry of an open menu that leads nowhere by itself, to the settings say; what it says, or nothing. */
export const pressEntry = async (page: Page, words: RegExp): Promise<string> =>
  (await run(page, pressWords, { words: words.source, among: '[role=menuitem]:not([href])' })) as string;

const controls = 'button, [role=button], [role=tab], [role=menuitem], summary';

/** Runs inside the page. */
async function pressWords(press: Press, given: { words: string; among: string }): Promise<string> {
  const words = new RegExp(given.words, 'iu');
  const textOf = (one: Element) => ((one as HTMLElement).innerText || one.getAttribute('aria-label') || '').trim();
  const found = [...document.querySelectorAll<HTMLElement>(given.among)].find((one) => {
    const text = textOf(one);
    const sends = (one as HTMLButtonElement).type === 'submit' && one.closest('form')?.querySelector('input') != null;
    return text.length < 50 && words.test(text) && one.getBoundingClientRect().width > 3 && !sends;
  });
  if (!found) return '';
  const text = textOf(found);
  await press(found);
  return text;
}

/** Runs inside the page. */
async function openMenu(press: Press): Promise<boolean> {
  const likely =
    /account|profile|user|avatar|menu|konto|profil|compte|cuenta|perfil|conta|utente|gebruiker|uživ|アカウント|账户|帳戶/i;
  const named = (one: Element) =>
    `${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('class') ?? ''} ${one.id} ${one.textContent ?? ''}`;
  const all = [...document.querySelectorAll<HTMLElement>('button, [role=button], summary, [aria-haspopup]')].filter(
    (one) => one.getBoundingClientRect().width > 0,
  );
  const found =
    all.find((one) => likely.test(named(one).slice(0, 300))) ??
    all.find(
      (one) =>
        one.getAttribute('aria-haspopup') === 'menu' && one.closest('header, nav, [role=banner], aside') !== null,
    );
  if (found) await press(found);
  return found !== undefined;
}
