import { waitUntilQuiet } from '../quiet.ts';
import { cancelWords, createWords, dangerWords, fileWords, saveWords, showWords } from '../words.ts';
import { controlName } from './control-name.ts';
import type { CrawlState } from './crawl-state.ts';
import { during, openPage, type OpenOptions } from './open-page.ts';
import { pageKey } from './page-key.ts';
import { within } from './within.ts';

const perPage = 3;

/**
 * Presses buttons that are a form of their own, with nothing in it that a person sees ("Preview", "Show account number"), where their words
 * say that they show something; each once on a kind of page. What they are sent to must not be called like a change (`may-read.ts`).
 */
export async function pressLoneButtons(
  state: CrawlState,
  options: OpenOptions & { readonly endMs: number },
): Promise<void> {
  const { session, clock, signal } = options;
  const { page, recorder } = session;
  const here = page.url();
  const given = {
    shows: `${showWords.source}|${fileWords.source}`,
    other: [dangerWords, cancelWords, createWords, saveWords].map(({ source }) => source).join('|'),
  };
  for (let pressed = 0; pressed < perPage && clock.monotonicMs() < options.endMs; pressed++) {
    const done = [...state.pressed]
      .filter((one) => one.startsWith(mark(here)))
      .map((one) => one.slice(mark(here).length));
    const text = await during('reading', session, async () => {
      const order = JSON.stringify({ ...given, done });
      const press = page.evaluate<string>(`(${pressLoneButton})(${controlName}, ${order})`);
      const found = await within(clock, 3000, press, '');
      if (found !== '') await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 120 });
      return found;
    });
    if (text === '') return;
    state.pressed.add(`${mark(here)}${text}`);
    for (const link of (await state.look(page)).links) state.offer(link, page.url());
    if ((await openPage(here, options, true)) !== 'shown') return;
  }
}

const mark = (url: string) => `lone ${pageKey(url)} `;

/** Runs inside the page: what the button is called that was pressed; '' where there is none. */
function pressLoneButton(
  textOf: typeof controlName,
  given: { readonly shows: string; readonly other: string; readonly done: readonly string[] },
): string {
  const [shows, other] = [new RegExp(given.shows, 'iu'), new RegExp(given.other, 'iu')];
  for (const form of document.querySelectorAll<HTMLFormElement>('form[method=post i]')) {
    const fields = [...form.elements].filter((one) => !one.matches('input[type=hidden], fieldset, output'));
    const [button] = fields;
    if (fields.length !== 1 || !(button instanceof HTMLElement) || !button.matches('button, input[type=submit]'))
      continue;
    const text = (textOf(button) || (button as HTMLInputElement).value).replace(/\d+/g, '#');
    const asks = button.closest('[data-confirm], [data-turbo-confirm], [hx-confirm], [onsubmit*=confirm]');
    if (asks || given.done.includes(text) || !shows.test(text) || other.test(text)) continue;
    button.click();
    return text;
  }
  return '';
}
