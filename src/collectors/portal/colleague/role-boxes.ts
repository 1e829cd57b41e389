import type { Page } from 'playwright-core';
import { choiceBoxes, closeBox, openBox } from '../boxes/open-box.ts';
import type { Offer } from './page-offers.ts';
import { roleWords } from './role-words.ts';

const boxLimit = 2;

/**
 * The roles of the colleague that lists of component libraries offer: these are no `<select>`, and what they hold is drawn when they are
 * opened. `colleague`: its address, in small letters.
 */
export async function roleBoxes(page: Page, colleague: string): Promise<readonly Offer[]> {
  const rows = colleague === '' ? [] : await page.evaluate(rowsOfBoxes, colleague);
  if (rows.length === 0) return [];
  const boxes = await choiceBoxes(page);
  const offers: Offer[] = [];
  for (const { at, row } of rows.slice(0, boxLimit)) {
    const box = boxes.find((one) => one.at === at && !one.ofFrame);
    if (!box) continue;
    const options = await openBox(page, at);
    await closeBox(page, at);
    if (options.length < 2 || !options.some(({ text }) => roleWords.test(text))) continue;
    const now = options.find(({ chosen }) => chosen)?.text ?? box.shown;
    const field = box.name !== '' ? box.name : 'role';
    offers.push({
      kind: 'role',
      key: 'role',
      at,
      box: true,
      field,
      value: now,
      options: texts(options),
      row,
      area: false,
    });
  }
  return offers;
}

const texts = (options: readonly { readonly text: string }[]) => options.map(({ text }) => text);

/**
 * Runs inside the page: the lists whose row names this address and no other, with what the row says besides.
 * Must not refer to anything outside itself.
 */
function rowsOfBoxes(colleague: string): { at: number; row: string }[] {
  const kinds = '[role=combobox], [aria-haspopup=listbox]';
  const addresses = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
  return [...document.querySelectorAll<HTMLElement>(kinds)].flatMap((one, at) => {
    let part = one.parentElement;
    for (let up = 0; part && part !== document.body && up < 8; up++, part = part.parentElement) {
      const found = new Set(part.innerText.toLowerCase().match(addresses) ?? []);
      if (found.size === 0) continue;
      if (found.size > 1 || !found.has(colleague)) return [];
      const bare = part.cloneNode(true) as HTMLElement;
      for (const control of bare.querySelectorAll(`${kinds}, button, select`)) control.remove();
      return [{ at, row: bare.textContent ?? '' }];
    }
    return [];
  });
}
