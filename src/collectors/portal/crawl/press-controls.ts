import type { Moment } from '../operations/may-read.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { commentWords, createWords, dangerWords, dismissWords, saveWords, showWords, signInWords } from '../words.ts';
import { isLanguageName } from './chooses-language.ts';
import type { CrawlState } from './crawl-state.ts';
import { during, openPage, type OpenOptions } from './open-page.ts';
import type { PageControl, PageOffers } from './page-offers.ts';
import { lookUpWords } from './look-up-words.ts';
import { noteBlankForms } from './note-blank-forms.ts';
import { pressControl } from './press-in-page.ts';
import { pageKey } from './page-key.ts';
import { within } from './within.ts';

const pressesPerPage = 10;
const rowsPerPage = 2;
const fromMenu = 3;
/** As many as a slow portal or machine is given time for, and as many as another record's page gets for what the first one lacked. */
const fewestPresses = 4;
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

  // Where many links wait, they go first: a link is a page for sure, a press is a guess.
  const pressMs = state.queue.length > manyLinks ? 1800 : 6000;
  const until = Math.min(options.endMs, clock.monotonicMs() + pressMs);
  const anew = secondVisit && !goesOn;
  const most = anew ? fewestPresses : pressesPerPage;
  const fewest = state.queue.length > manyLinks ? 0 : fewestPresses;
  const isOver = () =>
    presses >= most || clock.monotonicMs() >= options.endMs || (presses >= fewest && clock.monotonicMs() >= until);
  // Where menus lead was seen on the first page: what this page alone has goes before the rest of them.
  const inFront = offers.controls.filter((one) => one.window);
  const behind = offers.controls.filter((one) => !one.window && !one.sorts);
  // Another order of the same rows shows the least.
  const sorting = offers.controls.filter((one) => !one.window && one.sorts);
  const ofPage = behind.filter(({ menu }) => menu === undefined);
  const rest = state.ways.size === 0 ? behind : [...ofPage, ...behind.filter(({ menu }) => menu)];
  const inTurn = [...inFront, ...rest, ...sorting];
  let strayed = false;
  for (const control of inTurn) {
    if (isOver()) {
      if (!anew) state.unpressed.add(pageKey(here));
      break;
    }
    if (!(await press(control))) return;
  }
  if (strayed) await openPage(here, options);

  /** False where the page could not be found again. */
  async function press(control: PageControl, parent?: PageControl): Promise<boolean> {
    // Another record of the kind may be in a state that offers what the first one did not.
    if (anew && (control.row !== undefined || control.menu !== undefined || /\d/.test(control.text))) return true;
    return !isPressable(control, parent) || pressNow(control, offers, parent);
  }

  /** `at`: what the page offered where the control was found. */
  async function pressNow(control: PageControl, at: PageOffers, parent?: PageControl): Promise<boolean> {
    // A menu stands on the next page too: its entries are pressed one after another, without coming back between them.
    if (strayed && control.menu === undefined && !(await comeBack())) return false;
    presses += 1;
    const from = page.url();
    const before = recorder.exchanges.length;
    recorder.windows?.splice(0);
    const pressed = await during(momentOf(control), session, async () => {
      const order = { text: control.text, at: control.at };
      if (!(await within(clock, 4000, pressControl(page, order), false))) return false;
      await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 120 });
      return true;
    });
    if (!pressed) return true;
    const moved = withoutAnchor(page.url()) !== withoutAnchor(from);
    // What unfolds is looked at on the page that it was found on.
    if (!moved && strayed) return (await comeBack()) && pressNow(control, at, parent);
    const led = moved || (recorder.windows ?? []).length > 0 || recorder.exchanges.length > before;
    if (!led && control.row === undefined) state.barren.add(control.text);
    const now = await state.look(page);
    for (const link of now.links) state.offer(link, page.url());
    // A window of its own is where a link would have led.
    for (const href of recorder.windows?.splice(0) ?? [])
      state.offer({ href, text: control.row === undefined ? control.text : '', file: false, menu: false }, here);
    // Behind another tab stand other texts, as many as here or fewer.
    const other = now.filled.filter((one) => !at.filled.includes(one)).length;
    const way = parent ? { page: here, text: parent.text, next: control.text } : { page: here, text: control.text };
    const called = parent ? `${parent.row ?? parent.text} ${control.text}` : (control.row ?? control.text);
    if (!moved && (now.filled.length > at.filled.length || (control.tab && other > 0)))
      state.editors.set(`${pageKey(here)} ${called}`, way);
    if (!moved && control.row === undefined) noteBlankForms(state, now.blank, way, at.blank);
    if (!moved && now.choices > at.choices) state.choosers.set(`${here} ${called}`, way);
    if (!moved && parent === undefined && now.takesFiles && !at.takesFiles && control.row === undefined)
      state.uploaders.set(pageKey(here), way);
    if (moved) {
      state.offer({ href: page.url(), text: control.text, file: false, menu: false }, here);
      if (control.menu !== undefined && parent === undefined) {
        if (isOfNoRecord(page.url())) state.ways.add(wayOf(control));
        strayed = now.controls.some(({ menu }) => menu === control.menu);
        if (strayed) return true;
      }
      return (await openPage(here, options)) === 'shown';
    }
    const opened = now.controls.filter((one) => !known.has(one.text) && one.text !== '');
    for (const one of opened) known.add(one.text);
    if (parent === undefined && now.lookUps > at.lookUps) await lookUpWords(state, options);
    if (parent === undefined) {
      const most = presses + fromMenu;
      // Of a row, what it opens over the page is of the record; the rest of the page was there before.
      for (const one of opened.filter(({ window }) => control.row === undefined || window)) {
        if (isOver() || presses >= most) break;
        if (!isPressable(one, control)) continue;
        // A menu closes when one of its entries is chosen; a window stays.
        const again = { text: control.text, at: control.at };
        if (presses > most - fromMenu && !one.window) await within(clock, 2000, pressControl(page, again), false);
        if (!(await pressNow(one, now, control))) return false;
      }
    }
    // The window that the control stands in is not what its press opened.
    if (control.window && now.over <= at.over) return true;
    await page.keyboard.press('Escape').catch(() => undefined);
    return withoutAnchor(page.url()) === withoutAnchor(from) || (await openPage(here, options)) === 'shown';
  }

  async function comeBack(): Promise<boolean> {
    strayed = false;
    return (await openPage(here, options)) === 'shown';
  }

  function momentOf({ text, row, tab, link }: PageControl): Moment {
    if (row !== undefined) return 'record';
    if (text.startsWith('icon ')) return showingIcon.test(text) ? 'reading' : 'icon';
    if (saveWords.test(text) || createWords.test(text)) return undefined;
    if (tab || showWords.test(text) || (link && pageNumber.test(text))) return 'reading';
    if (link) return 'link';
    const ownWord = text.length >= 4 && recorder.exchanges.slice(-200).some((one) => names(one, text));
    return ownWord ? 'record' : undefined;
  }

  function isPressable(control: PageControl, parent?: PageControl): boolean {
    const { text, row } = control;
    // The form for a new object may stand open beside the list.
    if (control.inForm && row === undefined && createWords.test(text) && !dangerWords.test(text))
      state.creators.set(`${pageKey(here)} ${text}`, { page: here, text: parent?.text ?? '', button: text });
    if (control.inForm && row === undefined && (commentWords.test(text) || control.says) && !dangerWords.test(text))
      state.creators.set(`${pageKey(here)} ${text}`, { page: here, text: parent?.text ?? '', button: text });
    if (text === '' || control.inForm || signInWords.test(text)) return false;
    // What closes a window shows nothing, and takes the rest of it away.
    if (control.window && dismissWords.test(text)) return false;
    if (row === undefined && text.length > 60) return false;
    // The words of a row are a customer's own; what it is called says nothing of what pressing it does.
    if (row === undefined && dangerWords.test(text)) {
      state.guard(text);
      return false;
    }
    if (isLanguageName(text)) {
      state.guarded.add('a choice of language');
      return false;
    }
    if (row === undefined && harmfulIcon.test(text)) {
      state.guarded.add('a picture');
      return false;
    }
    if (row === undefined && createWords.test(text))
      state.creators.set(
        `${pageKey(here)} ${text}`,
        parent ? { page: here, text: parent.text, next: text } : { page: here, text },
      );
    const once = onceOf(control, parent);
    const kind = row ?? control.inRow;
    // The same control of several rows may be called after each of them.
    if (row !== undefined || (kind !== undefined && !state.pressed.has(once))) {
      const seen = rows.get(kind ?? '') ?? 0;
      rows.set(kind ?? '', seen + 1);
      if (seen >= rowsPerPage) return false;
    }
    if (control.menu !== undefined && state.ways.has(wayOf(control))) return false;
    if (state.pressed.has(once) || state.barren.has(text)) return false;
    state.pressed.add(once);
    return true;
  }

  /** What keeps a control from being pressed twice. The same menu stands on each page of a part of the portal. */
  function onceOf({ menu, row, text }: PageControl, parent?: PageControl): string {
    const kind = row === undefined ? text.replace(/\d+/g, '#') : `${row} ${rows.get(row) ?? 0}`;
    return menu !== undefined && !parent ? `menu ${partOf(here)} ${kind}` : `${pageKey(here)} ${kind}`;
  }
}

/** Pictures that stand for deleting, sending and leaving, and those that stand for showing: by the names that sets of icons use. */
const harmfulIcon =
  /^icon .*(trash|bin\b|times|xmark|cross|remove|delete|ban\b|power|exit|sign-?out|log-?out|paper-?plane|check|thumb|lock|archive|refund|cart|toggle|switch|star|heart|bell|flag|pin\b|play|pause|stop)/i;
const showingIcon =
  /^icon .*(eye|view|info|detail|expand|chevron|caret|arrow|search|zoom|magnif|preview|more|ellipsis|dots)/i;

/** What pagers are labelled with. */
const pageNumber = /^(\d{1,4}|[«»‹›<>.…|]{1,3})$/;

const names = (exchange: Exchange, text: string) =>
  exchangeContent(exchange).leaves.some((leaf) => leaf.value === text);

const wayOf = ({ menu, text }: PageControl) => `${menu ?? ''} > ${text}`;

const isOfNoRecord = (url: string) => /^[^{}]*\?$/.test(pageKey(url));

/** The part of a portal that an address belongs to, whatever record it is of. */
const partOf = (url: string): string => pageKey(url).split(/[?#]/)[0]?.split('/').slice(0, 3).join('/') ?? '';

/** An address without the anchor of a place on the page; an anchor that is a route stays. */
function withoutAnchor(url: string): string {
  return url.replace(/#(?![/!]).*$/, '');
}
