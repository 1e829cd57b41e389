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
  if (!(await within(clock, 3000, page.evaluate(tickRows), false))) return;
  await quiet();
  const given = { reads: readsTickedWords.source, danger: `${dangerWords.source}|${cancelWords.source}` };
  await during('reading', session, async () => {
    const press = page.evaluate<boolean>(`(${pressReading})(${controlName}, ${JSON.stringify(given)})`);
    if (await within(clock, 3000, press, false)) await quiet();
  });
  await openPage(here, options, true);
}

/** Runs inside the page: ticks two rows of a list, in no form that a browser would send as a change. False where there are none. */
export function tickRows(): boolean {
  const boxes = [...document.querySelectorAll<HTMLElement>('input[type=checkbox], [role=checkbox]')].filter((one) => {
    const row = one.closest('tbody tr, li, [role=row], [role=listitem], article');
    return (
      row !== null &&
      row.getBoundingClientRect().width > 3 &&
      !one.matches(':disabled, [aria-disabled=true], form[method=post i] *, :checked, [aria-checked=true]')
    );
  });
  for (const box of boxes.slice(0, 2)) box.click();
  return boxes.length > 0;
}

/** Runs inside the page: presses the control outside the rows that says it reads; false where none does. */
function pressReading(textOf: typeof controlName, given: { reads: string; danger: string }): boolean {
  const [reads, danger] = [new RegExp(given.reads, 'iu'), new RegExp(given.danger, 'iu')];
  const found = [...document.querySelectorAll<HTMLElement>('button, input[type=button], [role=button]')].find(
    (one) =>
      one.getBoundingClientRect().width > 3 &&
      !one.matches(':disabled, [aria-disabled=true], form[method=post i] *') &&
      one.closest('tbody tr, li, [role=row], [role=listitem], article, nav, header') === null &&
      reads.test(textOf(one)) &&
      !danger.test(textOf(one)),
  );
  found?.click();
  return found !== undefined;
}
