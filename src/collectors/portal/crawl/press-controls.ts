import { waitUntilQuiet } from '../quiet.ts';
import { createWords, dangerWords, signInWords } from '../words.ts';
import type { CrawlState } from './crawl-state.ts';
import { openPage, type OpenOptions } from './open-page.ts';
import { type PageControl, type PageOffers, pressControl } from './page-controls.ts';
import { pageKey } from './page-key.ts';
import { within } from './within.ts';

const pressesPerPage = 10;
const rowsPerPage = 2;
const fromMenu = 3;
const manyLinks = 20;

/**
 * Presses what is no link: buttons, tabs, menus and what they open, rows that lead somewhere. Dangerous words are never
 * pressed; what led nowhere once is not pressed again.
 */
export async function pressControls(
  offers: PageOffers,
  secondVisit: boolean,
  state: CrawlState,
  options: OpenOptions & { readonly endMs: number },
): Promise<void> {
  const { session, clock, signal } = options;
  const { page, recorder } = session;
  const here = page.url();
  const known = new Set(offers.controls.map((one) => one.text));
  const rows = new Map<string, number>();
  let presses = 0;
  // The first visit ended before everything was pressed: the next page of the kind goes on.
  const goesOn = state.unpressed.delete(pageKey(here));
  const { filled } = offers;

  // Where many links wait, they go first: a link is a page for sure, a press is a guess.
  const pressMs = state.queue.length > manyLinks ? 1800 : 6000;
  const until = Math.min(options.endMs, clock.monotonicMs() + pressMs);
  const isOver = () => presses >= pressesPerPage || clock.monotonicMs() >= until;
  for (const control of offers.controls) {
    if (isOver()) {
      state.unpressed.add(pageKey(here));
      return;
    }
    if (!(await press(control))) return;
  }

  /** False where the page could not be found again. */
  async function press(control: PageControl, parent?: PageControl): Promise<boolean> {
    if ((secondVisit && !goesOn) || !isPressable(control)) return true;
    presses += 1;
    const before = recorder.exchanges.length;
    const pressed = await within(
      clock,
      4000,
      page.evaluate(pressControl, { text: control.text, at: control.at }),
      false,
    );
    if (!pressed) return true;
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 120 });
    const moved = withoutAnchor(page.url()) !== withoutAnchor(here);
    if (!moved && recorder.exchanges.length === before && control.row === undefined) state.barren.add(control.text);
    const now = await state.look(page);
    for (const link of now.links) state.offer(link, page.url());
    if (!moved && parent === undefined && now.filled > filled)
      state.editors.set(`${pageKey(here)} ${control.row ?? control.text}`, { page: here, text: control.text });
    if (moved) {
      state.offer({ href: page.url(), text: control.text, file: false }, here);
      return (await openPage(here, options)) === 'shown';
    }
    const opened = now.controls.filter((one) => !known.has(one.text) && one.text !== '');
    for (const one of opened) known.add(one.text);
    if (parent === undefined && opened.length > 0 && control.row === undefined) {
      for (const [at, one] of opened.slice(0, fromMenu).entries()) {
        if (isOver()) break;
        // A menu closes when one of its entries is chosen.
        if (at > 0)
          await within(clock, 2000, page.evaluate(pressControl, { text: control.text, at: control.at }), false);
        if (!(await press(one, control))) return false;
      }
    }
    await page.keyboard.press('Escape').catch(() => undefined);
    return true;
  }

  function isPressable(control: PageControl): boolean {
    const { text, row } = control;
    if (text === '' || control.inForm || signInWords.test(text)) return false;
    if (row === undefined && text.length > 60) return false;
    // The words of a row are a customer's own; what it is called says nothing of what pressing it does.
    if (row === undefined && dangerWords.test(text)) {
      state.guard(text);
      return false;
    }
    if (row === undefined && createWords.test(text))
      state.creators.set(`${pageKey(here)} ${text}`, { page: here, text });
    const kind = row === undefined ? text.replace(/\d+/g, '#') : `${row} ${rows.get(row) ?? 0}`;
    if (row !== undefined) {
      const seen = rows.get(row) ?? 0;
      rows.set(row, seen + 1);
      if (seen >= rowsPerPage) return false;
    }
    const once = `${pageKey(here)} ${kind}`;
    if (state.pressed.has(once) || state.barren.has(text)) return false;
    state.pressed.add(once);
    return true;
  }
}

/** An address without the anchor of a place on the page; an anchor that is a route stays. */
function withoutAnchor(url: string): string {
  return url.replace(/#(?![/!]).*$/, '');
}
