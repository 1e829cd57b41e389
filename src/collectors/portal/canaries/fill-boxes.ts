import type { Page } from 'playwright-core';
import { boxesWithin, chooseOption, closeBox, openBox } from '../boxes/open-box.ts';
import { dangerWords } from '../words.ts';
import { narrowest } from './audience.ts';
import { chooseDays } from './choose-days.ts';

const mostBoxes = 8;

/**
 * Chooses in each list of the form at this place that shows no value yet, as a person has to where the list is required, and a day where
 * one is asked for; where a list says who may see what is made, whoever sees least.
 */
export async function fillBoxes(page: Page, index: number): Promise<void> {
  const boxes = await boxesWithin(page, index);
  for (const { at, words } of boxes.slice(0, mostBoxes)) {
    const options = await openBox(page, at);
    const some = options.map(({ text, chosen }) => ({ words: text, value: text, chosen }));
    const [narrow] = narrowest([{ at, kind: 'select', about: words, options: some }]);
    const first = options.some(({ chosen }) => chosen)
      ? undefined
      : options.find(({ text }) => /[\p{L}\d]/u.test(text) && !dangerWords.test(text))?.text;
    const wanted = narrow?.value ?? first;
    if (wanted === undefined) await closeBox(page, at);
    else await chooseOption(page, at, wanted);
  }
  await chooseDays(page, index);
}
