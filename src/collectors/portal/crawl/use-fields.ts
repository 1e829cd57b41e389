import { exchangeContent } from '../tenancy/answer-text.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { dangerWords, searchWords } from '../words.ts';
import type { CrawlState } from './crawl-state.ts';
import { controlName } from './control-name.ts';
import { during, openPage, type OpenOptions } from './open-page.ts';
import { chooseFromBox, filterFields, pressSwitch } from './filter-fields.ts';
import { choose, type PageField, pageFields, sendSearch, typeInto } from './page-fields.ts';
import { pageKey } from './page-key.ts';
import { pressControl } from './press-in-page.ts';
import { within } from './within.ts';

const perPage = 4;
const perPageMs = 5000;
const choices = 3;
const lookUpMs = 600;
/** An answer of fewer values than a row has shows nothing. */
const fewestLeaves = 3;

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
  // What a record's page says over a channel is not held back: there a choice may change the record.
  const talks = recorder.channels?.some(({ sent }) => sent.length > 0) === true;
  const mayChange = talks && pageKey(here).split('?')[0]?.includes('{}') === true;
  const look = async () => [
    ...(await within(clock, 4000, page.evaluate(pageFields, searchWords.source), [])),
    ...(mayChange ? [] : await within(clock, 4000, filterFields(page), [])),
  ];
  let fields = await look();
  if (!fields.some(({ kind }) => kind === 'search') && (await openSearch(state, options))) {
    await quiet();
    fields = (await look()).filter(({ kind }) => kind === 'search');
  }
  const onceOf = ({ kind, name }: PageField) => `${kind === 'search' ? '' : pageKey(here)} field ${name}`;
  // The search in the header stands on every page: used before, it takes no filter's turn.
  const unused = fields.filter((one) => !state.pressed.has(onceOf(one) + (one.kind === 'search' ? ' again' : '')));
  for (const field of unused.slice(0, perPage)) {
    if (clock.monotonicMs() >= until) return;
    const once = onceOf(field);
    const again = `${once} again`;
    state.pressed.add(state.pressed.has(once) ? again : once);
    const asked = recorder.asked();
    if (field.kind === 'search') {
      const word = state.word() ?? 'test';
      recorder.moment.typed = word;
      await during('reading', session, async () => {
        if (!(await within(clock, 3000, page.evaluate(typeInto, { at: field.at, word }), false))) return;
        await quiet();
        if (field.looksUp) {
          // Some wait for the typing to end; what their form sends is none of theirs.
          if (recorder.asked() === asked) await clock.wait(lookUpMs, signal);
          return quiet();
        }
        if (recorder.asked() !== asked || page.url() !== here) return;
        await within(clock, 3000, page.evaluate(sendSearch, { at: field.at, danger: dangerWords.source }), false);
        await quiet();
      });
    } else if (field.kind === 'switch') {
      if (await within(clock, 3000, pressSwitch(page, field.at), false)) await quiet();
    } else {
      await chooseUntilShown(field);
    }
    delete recorder.moment.typed;
    for (const link of (await state.look(page)).links) state.offer(link, page.url());
    if (page.url() !== here && (await openPage(here, options)) !== 'shown') return;
  }

  /** A choice may as well set a record's state: what it posts goes nowhere unless its name says that it reads. Some show nothing. */
  async function chooseUntilShown({ kind, at }: PageField): Promise<void> {
    const tried: string[] = [];
    while (tried.length < choices && page.url() === here && clock.monotonicMs() < until) {
      const before = recorder.exchanges.length;
      const choosing = kind === 'box' ? chooseFromBox(page, at, tried) : page.evaluate(choose, { at, tried });
      const chosen = await within(clock, 3000, choosing, '');
      if (chosen === '') return;
      tried.push(chosen);
      await quiet();
      const answers = recorder.exchanges.slice(before);
      if (answers.length === 0 || answers.some((one) => exchangeContent(one).leaves.length >= fewestLeaves)) return;
    }
  }
}

/** A search that a button opens: it stands on every page, and shows its field when it is pressed. Twice in a walk. */
async function openSearch(state: CrawlState, { session, clock }: OpenOptions): Promise<boolean> {
  const given = { search: searchWords.source, danger: dangerWords.source };
  const text = await within(
    clock,
    3000,
    session.page.evaluate<string>(`(${searchOpener})(${controlName}, ${JSON.stringify(given)})`),
    '',
  );
  const once = `search opener ${text}`;
  if (text === '' || state.pressed.has(`${once} again`)) return false;
  state.pressed.add(state.pressed.has(once) ? `${once} again` : once);
  return during('reading', session, () => within(clock, 3000, pressControl(session.page, { text, at: 0 }), false));
}

/** Runs inside the page: what the button is called that opens a search; none where there is no such button outside of forms. */
function searchOpener(textOf: typeof controlName, given: { search: string; danger: string }): string {
  const [search, danger] = [new RegExp(given.search, 'iu'), new RegExp(given.danger, 'iu')];
  const found = [...document.querySelectorAll<HTMLElement>('button, [role=button]')].find((one) => {
    const text = textOf(one);
    return (
      one.getBoundingClientRect().width > 3 &&
      one.closest('form, tbody, dialog') === null &&
      text.length <= 40 &&
      search.test(text) &&
      !danger.test(text)
    );
  });
  return found ? textOf(found) : '';
}
