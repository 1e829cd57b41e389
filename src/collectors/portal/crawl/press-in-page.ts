import type { Page } from 'playwright-core';
import { pressAsPerson } from '../boxes/press-as-person.ts';
import { controlName } from './control-name.ts';
import { tellsScript } from './tells-script.ts';

/** Presses the control with the given name, at its place or wherever it is now; false where there is none. */
export function pressControl(page: Page, order: { readonly text: string; readonly at: number }): Promise<boolean> {
  return page.evaluate(`(${pressInPage})(${controlName}, ${tellsScript}, ${pressAsPerson}, ${JSON.stringify(order)})`);
}

/** Presses what opens a form, one after another: a tab, then its button. False where one of them is not there. */
export async function pressInTurn(
  page: Page,
  { text, next }: { readonly text: string; readonly next?: string },
  quiet: () => Promise<void>,
): Promise<boolean> {
  for (const one of [text, next ?? ''].filter((each) => each !== '')) {
    if (!(await pressControl(page, { text: one, at: 0 }))) return false;
    await quiet();
  }
  return true;
}

/** Runs inside the page. */
async function pressInPage(
  textOf: typeof controlName,
  isTold: typeof tellsScript,
  press: typeof pressAsPerson,
  { text, at }: { text: string; at: number },
): Promise<boolean> {
  // What an element shows is dear to ask for: first whether it could show this at all.
  const bare = (words: string) => words.replace(/\s+/g, '').toLowerCase();
  const start = bare(text).slice(0, 12);
  const mayRead = (element: Element) =>
    element.getElementsByTagName('*').length <= 80 &&
    (text.startsWith('icon ') ||
      bare(`${element.textContent}${element.getAttribute('aria-label')}${element.getAttribute('title')}`).includes(
        start,
      ));
  const found: Element[] = [];
  const hidden: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (mayRead(element) && textOf(element) === text)
        (element.getBoundingClientRect().width > 3 ? found : hidden).push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  // A link that leads elsewhere is no control, whatever it is called: a tab may bear the name of a page in the menu.
  const leads = (one: Element) => one.closest('a[href]:not([href=""], [href^="#"], [href^="javascript:" i])') !== null;
  const [shown, closed] = [found, hidden].map((some) => some.filter((one) => !leads(one)));
  // What is shown only while a menu is pointed at.
  const all = [shown, closed, found, hidden].find((some) => some && some.length > 0) ?? [];
  const native = all.filter((one) => one.matches('button, a, summary, [role]'));
  const told = all.filter(isTold);
  const drawn = all.filter((one) => getComputedStyle(one).cursor === 'pointer');
  const pool = [native, told, drawn].find((some) => some.length > 0) ?? all;
  const target = pool[Math.min(at, pool.length - 1)] ?? pool[pool.length - 1];
  if (!(target instanceof HTMLElement)) return false;
  await press(target);
  return true;
}

/** Runs inside the page: clicks the visible link that leads to exactly this address in this window; false where there is none. */
export function clickLink(url: string): boolean {
  const link = [...document.links].find(
    (one) =>
      one instanceof HTMLAnchorElement &&
      one.href === url &&
      one.origin === location.origin &&
      (one.target === '' || one.target === '_self') &&
      !one.hasAttribute('download') &&
      one.getBoundingClientRect().width > 0,
  );
  if (!(link instanceof HTMLElement)) return false;
  link.click();
  return true;
}

/**
 * Runs inside the page: points at what may open by that: menus, entries with entries below, a table's first row. True where the
 * page changed.
 */
export function pointAt(): Promise<boolean> {
  const kinds =
    '[aria-haspopup], [onmouseover], [onmouseenter], [data-menu], [class*=menu i], [class*=dropdown i], [class*=hover i], [class*=popover i], li:has(ul), tbody > tr:first-child';
  const small = (one: Element) => {
    const box = one.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && box.height < innerHeight / 2;
  };
  const size = () => document.querySelectorAll('*').length;
  const before = size();
  for (const one of [...document.querySelectorAll(kinds)].filter(small).slice(0, 12))
    for (const type of ['over', 'enter', 'move'])
      for (const event of [
        new PointerEvent(`pointer${type}`, { bubbles: type !== 'enter' }),
        new MouseEvent(`mouse${type}`, { bubbles: type !== 'enter' }),
      ])
        one.dispatchEvent(event);
  return new Promise((done) => setTimeout(() => done(size() !== before), 40));
}
