import { boxToolsSource, choiceBoxes } from '../boxes/open-box.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { CrawlState } from './crawl-state.ts';
import { calledBy } from './filter-fields.ts';
import type { OpenOptions } from './open-page.ts';
import { pageKey } from './page-key.ts';
import { within } from './within.ts';

const perForm = 2;

/**
 * Types a word into the fields of a form that offer what they find while one types: what they ask for is asked nowhere else. The form is
 * not sent, and what typing itself would change is held back like any other change.
 */
export async function lookUpWords(state: CrawlState, { session, clock, signal }: OpenOptions): Promise<void> {
  const { page, recorder } = session;
  const here = page.url();
  const boxes = (await within(clock, 4000, choiceBoxes(page), [])).filter(
    (one) => one.typed && (one.edits || one.inWindow) && !one.inRow && !one.ofFrame,
  );
  const onceOf = ({ words, shown }: { readonly words: string; readonly shown: string }) =>
    `${pageKey(here)} look-up ${calledBy(words, shown)}`;
  for (const box of boxes.filter((one) => !state.pressed.has(onceOf(one))).slice(0, perForm)) {
    state.pressed.add(onceOf(box));
    const word = state.word() ?? 'test';
    recorder.moment.typed = word;
    const typing = page.evaluate<boolean>(`(${boxToolsSource}).type(${box.at}, ${JSON.stringify(word)})`);
    if (await within(clock, 3000, typing, false))
      await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 350 });
    delete recorder.moment.typed;
  }
}
