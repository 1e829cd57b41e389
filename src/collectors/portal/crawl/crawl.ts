import type { Clock } from '../../../world/world.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { createWords, dangerWords, signInWords } from '../words.ts';
import { pageKey } from './page-key.ts';
import { clickLink, type PageOffers, pageOffers, pressControl } from './page-controls.ts';

export interface CrawlOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly isListed: (host: string) => boolean;
  /** Paths to visit besides those found. */
  readonly routes: readonly string[];
  readonly limitMs: number;
  readonly maxPages: number;
  /** Once this many pages were visited, a kind of page that is known is not visited again. */
  readonly secondVisitsUntil: number;
}

export interface CrawlResult {
  /** Addresses visited, in order. */
  readonly visited: readonly string[];
  /** Page keys that were seen linked and not visited. */
  readonly left: readonly string[];
  /** Controls that were not pressed because their words warn. */
  readonly guarded: readonly string[];
  /** Pages with a control that opens a form for a new object. */
  readonly creators: readonly { readonly page: string; readonly text: string }[];
  readonly foundHosts: readonly string[];
  readonly outOfTime: boolean;
}

const visitsPerKey = 2;
const clicksPerPage = 10;

/** Breadth first over links and pressable controls, within time and page limits; dangerous words are never pressed. */
export async function crawl(options: CrawlOptions): Promise<CrawlResult> {
  const { session, clock, signal, isListed } = options;
  const { page, recorder } = session;
  const end = clock.monotonicMs() + options.limitMs;
  const queue: string[] = [session.home, ...options.routes.map((route) => new URL(route, session.home).href)];
  const seenKeys = new Map<string, number>();
  const queued = new Set(queue);
  const visited: string[] = [];
  const guarded = new Set<string>();
  const foundHosts = new Set<string>();
  const creators = new Map<string, { page: string; text: string }>();
  const pressed = new Set<string>();
  // Controls that once asked for nothing and led nowhere: the same label on the next page is not pressed again.
  const barren = new Set<string>();
  const left = new Set<string>();
  let linkedHere: ReadonlySet<string> = new Set();

  const offer = (href: string, text: string) => {
    if (!URL.canParse(href)) return;
    const url = new URL(href);
    if (!/^https?:$/.test(url.protocol)) return;
    if (!isListed(url.hostname.toLowerCase())) {
      foundHosts.add(url.hostname.toLowerCase());
      return;
    }
    if (!/^#[/!]/.test(url.hash)) url.hash = '';
    if (queued.has(url.href)) return;
    if (createWords.test(text) || /\/(new|create|add)(\/|$)/i.test(url.pathname))
      creators.set(pageKey(url.href), { page: url.href, text: '' });
    if (dangerWords.test(text) || dangerWords.test(wordsOf(url))) {
      guarded.add(warning(`${text} ${wordsOf(url)}`));
      return;
    }
    queued.add(url.href);
    queue.push(url.href);
  };

  while (queue.length > 0 && visited.length < options.maxPages && clock.monotonicMs() < end) {
    signal.throwIfAborted();
    const next = takeNext(queue, seenKeys, linkedHere);
    if (next === undefined) break;
    const key = pageKey(next);
    if ((seenKeys.get(key) ?? 0) >= visitsPerKey) continue;
    if (seenKeys.has(key) && visited.length >= options.secondVisitsUntil) continue;
    seenKeys.set(key, (seenKeys.get(key) ?? 0) + 1);
    if (!(await visit(next))) continue;
    visited.push(page.url());
    const offers = await look();
    for (const link of offers.links) offer(link.href, link.text);
    linkedHere = new Set(offers.links.map((link) => link.href));
    await pressControls(offers, (seenKeys.get(key) ?? 0) > 1);
  }
  for (const url of queue) if (!seenKeys.has(pageKey(url))) left.add(pageKey(url));
  return {
    visited,
    left: [...left].slice(0, 200),
    guarded: [...guarded].slice(0, 50),
    creators: [...creators.values()],
    foundHosts: [...foundHosts],
    outOfTime: clock.monotonicMs() >= end,
  };

  async function visit(url: string): Promise<boolean> {
    if (page.url() !== url && !(await follow(url))) {
      const opened = await page
        .goto(url, { waitUntil: 'domcontentloaded', timeout: 12_000 })
        .then(() => true)
        .catch(() => false);
      if (!opened) return false;
    }
    await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2500, quietMs: 180 });
    return isListed(new URL(page.url()).hostname.toLowerCase());
  }

  /** Goes where a link of this page leads by clicking it, as a customer does: a single-page application need not start anew. */
  async function follow(url: string): Promise<boolean> {
    if (!(await page.evaluate(clickLink, url).catch(() => false))) return false;
    for (let look = 0; look < 20; look++) {
      if (page.url() === url) return true;
      await clock.wait(25, signal);
    }
    await page.waitForLoadState('domcontentloaded', { timeout: 5000 }).catch(() => undefined);
    return page.url() === url;
  }

  async function look(): Promise<PageOffers> {
    return page.evaluate(pageOffers).catch(() => ({ links: [], controls: [], searchFields: 0 }));
  }

  async function pressControls(offers: PageOffers, secondVisit: boolean): Promise<void> {
    const here = page.url();
    let presses = 0;
    for (const control of offers.controls) {
      if (presses >= clicksPerPage || clock.monotonicMs() >= end) return;
      if (control.text === '' || control.text.length > 60 || control.inForm || signInWords.test(control.text)) continue;
      if (dangerWords.test(control.text)) {
        guarded.add(warning(control.text));
        continue;
      }
      if (createWords.test(control.text))
        creators.set(`${pageKey(here)} ${control.text}`, { page: here, text: control.text });
      const once = `${pageKey(here)} ${control.text.replace(/\d+/g, '#')}`;
      if (pressed.has(once) || secondVisit || barren.has(control.text)) continue;
      pressed.add(once);
      presses += 1;
      const before = recorder.exchanges.length;
      const same = offers.controls.filter((one) => one.text === control.text);
      if (!(await page.evaluate(pressControl, { text: control.text, at: same.indexOf(control) }).catch(() => false)))
        continue;
      await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 150 });
      const moved = withoutAnchor(page.url()) !== withoutAnchor(here);
      if (!moved && recorder.exchanges.length === before) barren.add(control.text);
      if (moved) {
        offer(page.url(), control.text);
        for (const link of (await look()).links) offer(link.href, link.text);
        if (!(await visit(here))) return;
      } else {
        for (const link of (await look()).links) offer(link.href, link.text);
        await page.keyboard.press('Escape').catch(() => undefined);
      }
    }
  }
}

/** An address without the anchor of a place on the page; an anchor that is a route stays. */
function withoutAnchor(url: string): string {
  return url.replace(/#(?![/!]).*$/, '');
}

/** New kinds of pages before more of a known kind, and what this page links to before what has to be loaded anew. */
function takeNext(
  queue: string[],
  seenKeys: ReadonlyMap<string, number>,
  linkedHere: ReadonlySet<string>,
): string | undefined {
  const fresh = (url: string) => !seenKeys.has(pageKey(url));
  const near = queue.findIndex((url) => fresh(url) && linkedHere.has(url));
  const at = near >= 0 ? near : queue.findIndex(fresh);
  return queue.splice(Math.max(at, 0), 1)[0];
}

/** The word that warned: the rest of a control's text may be a customer's. */
function warning(text: string): string {
  return `"${dangerWords.exec(text)?.[0]?.toLowerCase() ?? ''}"`;
}

function wordsOf(url: URL): string {
  return `${url.pathname} ${url.search}`.replace(/[/_.?&=+-]+/g, ' ');
}
