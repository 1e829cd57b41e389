import { waitUntilQuiet } from '../quiet.ts';
import { cancelWords, dangerWords, fileWords } from '../words.ts';
import { controlName } from './control-name.ts';
import { during, openPage, type OpenOptions } from './open-page.ts';
import { within } from './within.ts';

/**
 * Sends the form of a page that hands out a file: boxes and lists of what goes into it, nothing to write, and a button that says it is
 * downloaded. No link leads to such a file. What the form is sent to must not be called like a change (`may-read.ts`).
 */
export async function sendExports(options: OpenOptions): Promise<void> {
  const { session, clock, signal } = options;
  const { page, recorder } = session;
  const here = page.url();
  const given = { file: fileWords.source, danger: `${dangerWords.source}|${cancelWords.source}` };
  const pressed = await during('reading', session, async () => {
    const press = page.evaluate<boolean>(`(${pressExport})(${controlName}, ${JSON.stringify(given)})`);
    const done = await within(clock, 3000, press, false);
    if (done) await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 120 });
    return done;
  });
  if (pressed) await openPage(here, options, true);
}

/** Runs inside the page. False where there is no such form. */
function pressExport(textOf: typeof controlName, given: { file: string; danger: string }): boolean {
  const [file, danger] = [new RegExp(given.file, 'iu'), new RegExp(given.danger, 'iu')];
  const chosen =
    'select, button, fieldset, output, input:is([type=hidden], [type=checkbox], [type=radio], [type=submit]';
  const days = '[type=date], [type=month], [type=number], [type=button])';
  for (const form of document.querySelectorAll<HTMLFormElement>('form[method=post i]')) {
    const fields = [...form.elements];
    const buttons = fields.filter((one) => one.matches('button:not([type=button]), input[type=submit]'));
    const [button] = buttons;
    const text = button ? textOf(button) || (button as HTMLInputElement).value : '';
    if (!(button instanceof HTMLElement) || buttons.length !== 1 || !file.test(text) || danger.test(text)) continue;
    if (form.closest('tbody, nav, header') || !fields.every((one) => one.matches(`${chosen}, ${days}`))) continue;
    // A button alone is pressed like any other; here something is chosen.
    if (!fields.some((one) => one.matches('select, input:not([type=hidden], [type=submit], [type=button])'))) continue;
    button.click();
    return true;
  }
  return false;
}
