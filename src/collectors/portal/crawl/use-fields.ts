import { waitUntilQuiet } from '../quiet.ts';
import { dangerWords, searchWords } from '../words.ts';
import type { CrawlState } from './crawl-state.ts';
import { during, openPage, type OpenOptions } from './open-page.ts';
import { choose, pageFields, sendSearch, typeInto } from './page-fields.ts';
import { pageKey } from './page-key.ts';
import { within } from './within.ts';

const perPage = 3;
const perPageMs = 5000;

/**
 * Uses what is typed in or chosen rather than pressed: a search that a script sends, a filter of a list. Each field of a name
 * is used once on each kind of page, a search twice in a walk: it stands on every page of many portals.
 */
export async function useFields(state: CrawlState, options: OpenOptions & { readonly endMs: number }): Promise<void> {
  const { session, clock, signal } = options;
  const { page, recorder } = session;
  const here = page.url();
  const until = Math.min(options.endMs, clock.monotonicMs() + perPageMs);
  const quiet = () => waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 350 });
  const fields = await within(clock, 4000, page.evaluate(pageFields, searchWords.source), []);
  for (const field of fields.slice(0, perPage)) {
    if (clock.monotonicMs() >= until) return;
    const once = `${field.kind === 'choice' ? pageKey(here) : ''} field ${field.name}`;
    const again = `${once} again`;
    if (state.pressed.has(field.kind === 'search' ? again : once)) continue;
    state.pressed.add(state.pressed.has(once) ? again : once);
    const asked = recorder.asked();
    if (field.kind === 'search') {
      const word = state.word() ?? 'test';
      recorder.moment.typed = word;
      await during('reading', session, async () => {
        if (!(await within(clock, 3000, page.evaluate(typeInto, { at: field.at, word }), false))) return;
        await quiet();
        if (recorder.asked() !== asked || page.url() !== here) return;
        await within(clock, 3000, page.evaluate(sendSearch, { at: field.at, danger: dangerWords.source }), false);
        await quiet();
      });
    } else {
      // A choice may as well set a record's state: what it posts goes nowhere unless its name says that it reads.
      if (!(await within(clock, 3000, page.evaluate(choose, field.at), false))) continue;
      await quiet();
    }
    delete recorder.moment.typed;
    for (const link of (await state.look(page)).links) state.offer(link, page.url());
    if (page.url() !== here && (await openPage(here, options)) !== 'shown') return;
  }
}
