import type { Page } from 'playwright-core';
import { pressAsPerson } from '../boxes/press-as-person.ts';
import { formGroups } from '../boxes/open-box.ts';

const mostDays = 3;

/** Chooses a day in each field of the form at this place that opens a calendar and holds none yet. */
export async function chooseDays(page: Page, index: number): Promise<void> {
  const given = JSON.stringify({ groups: formGroups, index });
  for (let turn = 0; turn < mostDays; turn++)
    if (!(await page.evaluate<boolean>(`(${chooseDay})(${pressAsPerson}, ${given})`))) return;
}

/** Runs inside the page: false where the form has no further field for a day. */
async function chooseDay(
  press: typeof pressAsPerson,
  { groups, index }: { groups: string; index: number },
): Promise<boolean> {
  const group = document.querySelectorAll(groups)[index];
  // As date fields say how a date is written there: TT.MM.JJJJ, jj/mm/aaaa, yyyy-mm-dd.
  const mask = /^[dtjgmyar]{1,4}([./ -]{1,3})[dtjgmyar]{1,4}\1[dtjgmyar]{1,4}\.?$/i;
  const said =
    /(?<!\p{L})(dates?|day|due|deadline|datum|tag|fällig|frist|dag|jour|échéance|fecha|día|vencimiento|data|giorno|scadenza|dia|prazo|vervaldatum|dzień|termin)(?!\p{L})|date ?picker|calendar|日付|期日|日期/iu;
  const drawn = '[class*=picker i], [class*=date i], [class*=calendar i]';
  const calendar = '[aria-haspopup=dialog], [aria-haspopup=grid], [data-dates-input]';
  const isShown = (one: Element) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 3 && height > 3 && getComputedStyle(one).visibility !== 'hidden';
  };
  const words = (one: HTMLElement) =>
    [
      one.innerText,
      one.getAttribute('aria-label'),
      one.getAttribute('placeholder'),
      one.getAttribute('name'),
      one.id,
      ...[...((one as HTMLInputElement).labels ?? [])].map((label) => label.textContent),
      one.closest(drawn)?.getAttribute('class'),
    ]
      .join(' ')
      .replace(/[_-]+/g, ' ');
  const isDay = (one: HTMLElement) => {
    if (one.matches(':disabled, [role=combobox]:not(input), [type=date], [data-lr-day]') || !isShown(one)) return false;
    if (one instanceof HTMLInputElement)
      return (
        one.type === 'text' &&
        (mask.test(one.placeholder) ||
          ((one.readOnly || one.matches(calendar) || one.closest(drawn) !== null) && said.test(words(one))))
      );
    return one.matches(calendar) && said.test(words(one));
  };
  const field = [...(group?.querySelectorAll<HTMLElement>(`input, button:is(${calendar})`) ?? [])].find(isDay);
  if (!field) return false;
  field.setAttribute('data-lr-day', '');
  // A day has a number in it: a text that was filled in is none.
  if (field instanceof HTMLInputElement && /\d/.test(field.value)) return true;
  const cells = () =>
    [
      ...document.querySelectorAll<HTMLElement>(
        '[role=gridcell], [role=grid] td, table td, [class*=calendar i] button, [class*=date-picker i] button',
      ),
    ]
      .filter((one) => isShown(one) && /^\d{1,2}$/.test(one.innerText.trim()))
      .filter(
        (one) =>
          one.closest('tbody [role=row], tr') === null ||
          (one.closest('table, [role=grid]')?.querySelectorAll('td, [role=gridcell]').length ?? 0) >= 28,
      )
      .filter(
        (one) =>
          !one.matches(':disabled, [aria-disabled=true], [class*=disabled i]') &&
          !one.querySelector(':disabled, [aria-disabled=true]'),
      );
  const until = async (ms: number, is: () => boolean) => {
    for (let waited = 0; waited < ms && !is(); waited += 25) await new Promise((done) => setTimeout(done, 25));
    return is();
  };
  const stood = new Set(cells());
  const days = () => cells().filter((one) => !stood.has(one));
  await press(field);
  if (!(await until(500, () => days().length > 0))) {
    // Beside a field that takes what is typed a button opens the calendar.
    let part = field.parentElement;
    for (let up = 0; part && up < 3 && part.querySelectorAll('button').length === 0; up++) part = part.parentElement;
    const [button, more] = part?.querySelectorAll('button') ?? [];
    if (button && !more && button !== field) {
      await press(button);
      await until(500, () => days().length > 0);
    }
  }
  // Every month has a 28th, and of those that are drawn at its edges none follows it.
  const found = days();
  const day = found.findLast((one) => one.innerText.trim() === '28') ?? found.at(-1);
  if (day) {
    await press(
      day.querySelector<HTMLElement>('button') ??
        (day.firstElementChild instanceof HTMLElement ? day.firstElementChild : day),
    );
    await until(300, () => days().length === 0);
  }
  return true;
}
