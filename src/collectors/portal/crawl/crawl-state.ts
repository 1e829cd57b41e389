import type { Page } from 'playwright-core';
import type { Clock } from '../../../world/world.ts';
import { actionWords, neverActs } from '../actions/action-words.ts';
import { cancelWords, changingLinkWords, changingPath, createWords, dangerWords } from '../words.ts';
import { isGuardedLink } from '../../../parse/guarded-link.ts';
import { choosesLanguage } from './chooses-language.ts';
import { pageOffers } from './page-controls.ts';
import type { PageControl, PageOffers } from './page-offers.ts';
import { pageKey } from './page-key.ts';
import { within } from './within.ts';

type Link = PageOffers['links'][number];

/** What a walk knows so far: where to go, what was left alone and why. */
export interface CrawlState {
  readonly queue: string[];
  readonly seenKeys: Map<string, number>;
  readonly guarded: Set<string>;
  /** Controls that move a record into another state for good. */
  readonly acting: Set<string>;
  readonly foundHosts: Set<string>;
  /** Where a new object is made: the page, what is pressed there first (a tab, a menu), and what is pressed then. */
  readonly creators: Map<string, { page: string; text: string; next?: string; button?: string }>;
  /** Pages whose script lets people change a text, and the control that opens it; empty where it stands open. */
  readonly editors: Map<string, { page: string; text: string; next?: string }>;
  /** The same for a choice, a date or a number. */
  readonly choosers: Map<string, { page: string; text: string; next?: string }>;
  /** Pages that take a file, and the control that shows where; empty where that stands open. */
  readonly uploaders: Map<string, { page: string; text: string }>;
  /** Blank forms by button and fields: the page where each was met first. */
  readonly blank: Map<string, string>;
  /** Forms that send something, by method and page key. */
  readonly forms: Map<string, { method: string; url: string }>;
  readonly files: Set<string>;
  readonly scripts: Set<string>;
  readonly pressed: Set<string>;
  /** Kinds of page with controls that there was no time to press. */
  readonly unpressed: Set<string>;
  /** Controls that once asked for nothing and led nowhere: the same label on the next page is not pressed again. */
  readonly barren: Set<string>;
  /** Entries of menus that led to a page of no record: the same entry of the same menu leads there from everywhere. */
  readonly ways: Set<string>;
  /** What a person could read at each look, in memory only. */
  readonly shown: string[];
  offer(link: Link, from: string): void;
  guard(text: string): void;
  look(page: Page): Promise<PageOffers>;
  /** A word of the portal's own records, to search for. */
  word(): string | undefined;
  /** The page that an address was first seen linked on. */
  linkedFrom(url: string): string | undefined;
}

const nothing: PageOffers = {
  links: [],
  controls: [],
  forms: [],
  blank: [],
  scripts: [],
  searches: [],
  filled: [],
  choices: 0,
  lookUps: 0,
  asking: [],
  over: 0,
  ticks: 0,
  read: '',
};
const queueLimit = 4000;
const shownLimit = 500;

export function createCrawlState(
  clock: Clock,
  start: readonly string[],
  isListed: (host: string) => boolean,
): CrawlState {
  const queued = new Set(start);
  const perKey = new Map<string, number>();
  const origins = new Map<string, string>();
  // The search around the pages, by its field: with no address of its own it would make a second page of each.
  const searchedAt = new Map<string, string>();
  let word: string | undefined;
  const state: CrawlState = {
    queue: [...start],
    seenKeys: new Map(),
    guarded: new Set(),
    acting: new Set(),
    foundHosts: new Set(),
    creators: new Map(),
    editors: new Map(),
    choosers: new Map(),
    uploaders: new Map(),
    blank: new Map(),
    forms: new Map(),
    files: new Set(),
    scripts: new Set(),
    pressed: new Set(),
    unpressed: new Set(),
    barren: new Set(),
    ways: new Set(),
    shown: [],
    offer(link, from) {
      if (!URL.canParse(link.href)) return;
      const url = new URL(link.href);
      if (!/^https?:$/.test(url.protocol)) return;
      const host = url.hostname.toLowerCase();
      if (!isListed(host)) {
        if (state.foundHosts.size < 200) state.foundHosts.add(host);
        return;
      }
      if (!/^#[/!]/.test(url.hash)) url.hash = '';
      if (queued.has(url.href)) return;
      const words = wordsOf(url);
      if (createWords.test(link.text) || /\/(new|create|add)(\/|$)/i.test(url.pathname))
        state.creators.set(pageKey(url.href), { page: url.href, text: '' });
      // To subscribe to a calendar is to read it.
      const said = /\.ics$/i.test(url.pathname) ? link.text.replace(/\bsubscribe\b/gi, '') : link.text;
      if (dangerWords.test(said) || dangerWords.test(words)) return state.guard(`${said} ${words}`);
      const changing = changingLinkWords.exec(link.text) ?? changingPath.exec(decoded(url));
      if (changing) return void state.guarded.add(`"${(changing[0].match(/\p{L}+/gu) ?? []).at(-1)?.toLowerCase()}"`);
      if (isGuardedLink(url)) return void state.guarded.add('a token against forged requests in the address');
      if (choosesLanguage(url, link.text, from)) return void state.guarded.add('a choice of language');
      const key = pageKey(url.href);
      const alike = perKey.get(key) ?? 0;
      // Ten thousand links of one kind are one kind: a few are enough to choose from.
      if (alike >= 12 || state.queue.length >= queueLimit) return;
      perKey.set(key, alike + 1);
      queued.add(url.href);
      origins.set(url.href, from);
      if (link.file) state.files.add(url.href);
      else if (url.href !== from) state.queue.push(url.href);
    },
    word: () => word,
    linkedFrom: (url) => origins.get(url),
    guard(text) {
      // The word that warned: the rest of a control's text may be a customer's.
      state.guarded.add(`"${dangerWords.exec(text)?.[0]?.toLowerCase() ?? ''}"`);
    },
    async look(page) {
      const offers = await within(clock, 6000, pageOffers(page), nothing);
      for (const { method, action } of offers.forms)
        if (URL.canParse(action) && isListed(new URL(action).hostname.toLowerCase()))
          state.forms.set(`${method} ${pageKey(action)}`, { method, url: action });
      for (const text of offers.asking) if (dangerWords.test(text)) state.guard(text);
      for (const one of [...offers.controls, ...offers.asking.map((text) => ({ text, inForm: false }))])
        if (state.acting.size < 20 && actsOnRecord(one)) state.acting.add(one.text);
      for (const script of offers.scripts) if (state.scripts.size < 120) state.scripts.add(script);
      if (offers.read !== '' && state.shown.length < shownLimit && state.shown.at(-1) !== offers.read)
        state.shown.push(offers.read);
      word ??= offers.word;
      const searches = offers.searches.flatMap(({ href, name, ofFrame }) => {
        if (ofFrame) {
          const place = new URL(href).pathname;
          if ((searchedAt.get(name) ?? place) !== place) return [];
          searchedAt.set(name, place);
        }
        const url = new URL(href);
        url.searchParams.set(name, word ?? 'test');
        return [{ href: url.href, text: '', file: false, menu: false }];
      });
      return { ...offers, links: [...offers.links, ...searches] };
    },
  };
  return state;
}

const wordsOf = (url: URL) => decoded(url).replace(/[/_.?&=+-]+/g, ' ');

function decoded({ pathname, search }: URL): string {
  try {
    return `${decodeURIComponent(pathname)}${search}`;
  } catch {
    return `${pathname}${search}`;
  }
}

/** A button that drops a form or closes a window does nothing to a record. */
export const actsOnRecord = ({ text, inForm }: Pick<PageControl, 'text' | 'inForm'>): boolean =>
  text.length <= 40 &&
  actionWords.test(text) &&
  !neverActs.test(text) &&
  !(inForm && cancelWords.test(text) && !/\s/.test(text));
