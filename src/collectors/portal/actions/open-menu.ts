import type { Page } from 'playwright-core';
import { pressAsPerson } from '../boxes/press-as-person.ts';

/** Put on what was pressed to open a menu: what the menu holds belongs to the record around it. */
export const openedMark = 'data-lr-opened';

/** Opens the menu that a record's row has ("…"), or the one of a page that is all about it: what may be done to it often stands there alone. */
export const openMenuOf = (page: Page, proof: string): Promise<boolean> =>
  page.evaluate<boolean>(`(${openMenu})(${pressAsPerson}, ${JSON.stringify({ proof, mark: openedMark })})`);

/** Runs inside the page: false where there is no such menu, or more than one. */
async function openMenu(
  press: typeof pressAsPerson,
  { proof, mark }: { proof: string; mark: string },
): Promise<boolean> {
  const isShown = (one: Element) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 3 && height > 3 && getComputedStyle(one).visibility !== 'hidden';
  };
  const holder = [...document.querySelectorAll('body *')].find(
    (one) =>
      !one.matches('script, style, template, noscript, option, title') &&
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.includes(proof)) &&
      isShown(one),
  );
  const part =
    holder?.closest('tr, li, [role=row], [role=listitem]') ?? (holder && document.querySelector('main, [role=main]'));
  const dots = /^(\.{2,3}|[…⋯⋮︙•]{1,3})$/;
  const called =
    /(?<!\p{L})(more|actions?|options?|menu|mehr|aktionen|plus|más|acciones|altro|azioni|mais|ações|meer|acties|więcej|akcje)(?!\p{L})|操作|メニュー|その他|更多|选项/iu;
  const opens = (one: HTMLElement) => {
    if (!isShown(one) || one.matches(':disabled, [aria-disabled=true], [role=combobox]') || one.closest('nav, header'))
      return false;
    if (one.matches('[aria-haspopup=menu], [aria-haspopup=true]')) return true;
    const text = one.innerText.trim();
    const label = one.getAttribute('aria-label') ?? one.getAttribute('title') ?? '';
    return dots.test(text) || (text === '' && called.test(label));
  };
  const [opener, more] = [
    ...(part?.querySelectorAll<HTMLElement>('button, [role=button], [aria-haspopup]') ?? []),
  ].filter(opens);
  if (!opener || more) return false;
  const items = () => [...document.querySelectorAll('[role=menu] [role=menuitem]')].filter(isShown);
  if (items().length > 0) return false;
  await press(opener);
  for (let waited = 0; waited < 600 && items().length === 0; waited += 25)
    await new Promise((done) => setTimeout(done, 25));
  if (items().length > 0) opener.setAttribute(mark, '');
  return items().length > 0;
}
