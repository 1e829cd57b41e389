import { waitUntilQuiet } from '../quiet.ts';
import { cancelWords, dangerWords, readsTickedWords } from '../words.ts';
import { controlName } from './control-name.ts';
import { during, openPage, type OpenOptions } from './open-page.ts';
import { within } from './within.ts';

/**
 * Ticks the first rows of a list and presses what then reads them together: "Download selected" asks for several records in one
 * request, and no other page shows that request. What ticking itself sends is held back like any other change.
 */
export async function showTicked(options: OpenOptions): Promise<void> {
  const { session, clock, signal } = options;
  const { page, recorder } = session;
  const here = page.url();
  const quiet = () => waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 120 });
  const given = { reads: readsTickedWords.source, danger: `${dangerWords.source}|${cancelWords.source}` };
  const tick = page.evaluate<boolean>(`(${tickRows})(${controlName}, ${JSON.stringify(given)})`);
  if (!(await within(clock, 3000, tick, false))) return;
  await quiet();
  await during('reading', session, async () => {
    const press = page.evaluate<boolean>(`(${pressReading})(${controlName}, ${JSON.stringify(given)})`);
    if (await within(clock, 3000, press, false)) await quiet();
  });
  await openPage(here, options, true);
}

interface Words {
  readonly reads: string;
  readonly danger: string;
}

/**
 * Runs inside the page: ticks two rows of a list. In a form that a browser would send as a change only where a button of that form says
 * that it reads. False where there are none.
 */
function tickRows(textOf: typeof controlName, given: Words): boolean {
  const [reads, danger] = [new RegExp(given.reads, 'iu'), new RegExp(given.danger, 'iu')];
  const sent = (one: Element) => one.closest('form[method=post i]');
  const readsAll = (form: Element | null) =>
    form === null ||
    [...form.querySelectorAll('button, input[type=submit]')].some((one) => {
      const text = textOf(one) || (one as HTMLInputElement).value;
      return one.closest('tbody tr, li, [role=row]') === null && reads.test(text) && !danger.test(text);
    });
  const boxes = [...document.querySelectorAll<HTMLElement>('input[type=checkbox], [role=checkbox]')].filter((one) => {
    const row = one.closest('tbody tr, li, [role=row], [role=listitem], article');
    return (
      row !== null &&
      row.getBoundingClientRect().width > 3 &&
      !one.matches(':disabled, [aria-disabled=true], :checked, [aria-checked=true]') &&
      readsAll(sent(one))
    );
  });
  const first = boxes.find((one) => sent(one) === null) ?? boxes[0];
  for (const box of boxes.filter((one) => first && sent(one) === sent(first)).slice(0, 2)) box.click();
  return boxes.length > 0;
}

/** Runs inside the page: presses the control outside the rows that says it reads; false where none does. */
function pressReading(textOf: typeof controlName, given: Words): boolean {
  const [reads, danger] = [new RegExp(given.reads, 'iu'), new RegExp(given.danger, 'iu')];
  const rows = 'tbody tr, li, [role=row], [role=listitem], article';
  const ofTicked = (form: Element | null) =>
    form === null || [...form.querySelectorAll('input:checked')].some((one) => one.closest(rows) !== null);
  const controls = 'button, input[type=button], input[type=submit], [role=button]';
  const found = [...document.querySelectorAll<HTMLElement>(controls)].find((one) => {
    const text = textOf(one) || (one as HTMLInputElement).value || '';
    return (
      one.getBoundingClientRect().width > 3 &&
      !one.matches(':disabled, [aria-disabled=true]') &&
      ofTicked(one.closest('form[method=post i]')) &&
      one.closest(`${rows}, nav, header`) === null &&
      reads.test(text) &&
      !danger.test(text)
    );
  });
  found?.click();
  return found !== undefined;
}
