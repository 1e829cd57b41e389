import type { Page } from 'playwright-core';
import type { ChoiceBox } from '../boxes/box-tools.ts';
import { chooseOption, choiceBoxes, closeBox, openBox } from '../boxes/open-box.ts';
import { pressAsPerson } from '../boxes/press-as-person.ts';
import { dangerWords, searchWords } from '../words.ts';
import { isLanguageName } from './chooses-language.ts';
import type { PageField } from './page-fields.ts';

const mostBoxes = 3;
const mostSwitches = 2;

/** What chooses a customer, a language or looks, what is done with ticked rows, and how many rows a page has: no filters. */
const noFilter =
  /organi[sz]ation|\borg\b|tenant|workspace|\bteam\b|account|language|locale|theme|dark|time ?zone|currency|\b(bulk|action|operation|command)s?\b|sprache|langue|idioma|lingua|\btaal\b|język|言語|语言|語言/iu;
const isPageSize = ({ shown }: ChoiceBox) => /^\d{1,3}\s*(\/.*)?$/.test(shown);

/** Choices, switches and segments of component libraries that narrow or widen a list. */
export async function filterFields(page: Page): Promise<readonly PageField[]> {
  const boxes = (await choiceBoxes(page)).filter(
    (one) =>
      !one.edits &&
      !one.inRow &&
      !one.ofFrame &&
      !isPageSize(one) &&
      !noFilter.test(`${one.words} ${one.shown}`) &&
      // What finds anything anywhere is a search.
      !(one.typed && searchWords.test(`${one.words} ${one.shown}`)),
  );
  const switches = await page.evaluate(switchesIn);
  const [first, ...further] = switches
    .filter(({ name }) => !noFilter.test(name) && !dangerWords.test(name))
    .slice(0, mostSwitches)
    .map(({ at, name }): PageField => ({ kind: 'switch', at, name }));
  const chosen = boxes
    .slice(0, mostBoxes)
    .map(({ at, words, shown }): PageField => ({ kind: 'box', at, name: calledBy(words, shown) }));
  // A switch shows more, of all kinds; a choice before it would leave one.
  return [...(first ? [first] : []), ...chosen, ...further];
}

/** Ids that libraries count up are not the same on the next page. */
export const calledBy = (words: string, shown: string) => {
  const name = words
    .split(' ')
    .filter((word) => !/[:\d]/.test(word))
    .join(' ');
  return name === '' ? shown : name;
};

/** Chooses the first entry of a list that is not chosen and was not `tried`, and says it; else ''. */
export async function chooseFromBox(page: Page, at: number, tried: readonly string[]): Promise<string> {
  const options = await openBox(page, at);
  const some = options.filter(({ text }) => text !== '' && !dangerWords.test(text));
  const other = some.every(({ text }) => isLanguageName(text))
    ? undefined
    : some.find(({ text, chosen }) => !chosen && !tried.includes(text) && !isEverything(text));
  if (!other) {
    await closeBox(page, at);
    return '';
  }
  return (await chooseOption(page, at, other.text)) ? other.text : '';
}

/** The entry that takes the filter away, where another one shows more. */
const isEverything = (text: string) =>
  /^(all|any|alle|tou(s|tes)|todos|todas|tutti|tutte|wszystkie)(?!\p{L})|^(すべて|全て|全部)/iu.test(text);

/** Presses a switch or a segment, as a person does. */
export const pressSwitch = (page: Page, at: number): Promise<boolean> =>
  page.evaluate<boolean>(`(${flip})(${pressAsPerson}, ${at})`);

/** Runs inside the page: switches and radio buttons beside a list, that belong to no form which edits something. */
function switchesIn(): { at: number; name: string }[] {
  const hasList = document.querySelector(
    'table, [role=grid], [role=table], [role=list], [role=feed], main ul, main ol',
  );
  if (!hasList) return [];
  const kinds = 'input[type=checkbox], [role=switch], input[type=radio], [role=radio]';
  const away =
    'tr, li, [role=row], [role=listitem], article, dialog, [role=dialog], nav, [role=navigation], [role=banner], form[method=post i], [class*=sidebar i]';
  const groups = new Set<Element | string>();
  return [...document.querySelectorAll<HTMLElement>(kinds)].flatMap((one, at) => {
    const isRadio = one.matches('[type=radio], [role=radio]');
    const off = one.matches(
      ':disabled, [aria-disabled=true], [tabindex="-1"][aria-hidden=true], [type=radio]:checked, [role=radio]:is([aria-checked=true], [data-state=on], [data-state=checked])',
    );
    const texts = one.closest('form')?.querySelectorAll('textarea, input:is(:not([type]), [type=text], [type=email])');
    const part = one.closest('label') ?? one.parentElement ?? one;
    const { width, height } = part.getBoundingClientRect();
    if (off || one.closest(away) || (texts?.length ?? 0) > 1 || width <= 3 || height <= 3) return [];
    const group = isRadio ? (one.closest('[role=radiogroup], fieldset') ?? (one as HTMLInputElement).name) : one;
    if (groups.has(group)) return [];
    groups.add(group);
    const label = (one as HTMLInputElement).labels?.[0]?.textContent ?? one.getAttribute('aria-label');
    return [{ at, name: (label ?? part.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 80) }];
  });
}

/** Runs inside the page. */
async function flip(press: typeof pressAsPerson, at: number): Promise<boolean> {
  const kinds = 'input[type=checkbox], [role=switch], input[type=radio], [role=radio]';
  const one = document.querySelectorAll<HTMLElement>(kinds)[at];
  if (one) await press(one);
  return one !== undefined;
}
