import type { Page } from 'playwright-core';
import { type BoxOption, boxTools, type ChoiceBox } from './box-tools.ts';
import { pressAsPerson } from './press-as-person.ts';

/** The tools as they are handed to functions that run inside a page. */
export const boxToolsSource = `(${boxTools})(${pressAsPerson})`;

/** What the planter takes for a form: it counts the same ones. */
export const formGroups = 'form, dialog, [role=dialog], [data-input-group]';

const inBox = <T>(page: Page, call: string): Promise<T> => page.evaluate<T>(`(${boxToolsSource}).${call}`);

/** The controls of a page that open a list of values and are no `<select>`. */
export const choiceBoxes = (page: Page): Promise<readonly ChoiceBox[]> => inBox(page, 'boxes()');

/** Those of the form, window or group at this place among all of them. */
export const boxesWithin = (page: Page, index: number): Promise<readonly ChoiceBox[]> =>
  inBox(page, `within(document.querySelectorAll(${JSON.stringify(formGroups)})[${index}])`);

/** Opens the list of such a control; empty where nothing came. */
export const openBox = (page: Page, at: number): Promise<readonly BoxOption[]> => inBox(page, `open(${at})`);

/** Chooses an option of the open list, and closes the list where it stays open for further ones. */
export async function chooseOption(page: Page, at: number, text: string): Promise<boolean> {
  const done = await inBox<boolean>(page, `choose(${at}, ${JSON.stringify(text)})`);
  await closeBox(page, at);
  return done;
}

/** Closes the list of such a control, where it is open: the window around it stays. */
export async function closeBox(page: Page, at: number): Promise<void> {
  for (let look = 0; look < 3 && (await inBox<boolean>(page, `isOpen(${at})`)); look++)
    if (look === 2) await page.keyboard.press('Escape').catch(() => undefined);
    else await page.waitForTimeout(60);
}
