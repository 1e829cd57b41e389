import type { Frame, Page, Request } from 'playwright-core';
import type { Clock } from '../../../world/world.ts';
import type { Moment } from '../operations/may-read.ts';
import { loadingSigns, mostSignText, waitUntilQuiet } from '../quiet.ts';
import type { Session } from '../session.ts';
import { clickLink } from './press-in-page.ts';
import { within } from './within.ts';

/** `shown`: there it is; `file`: it comes as a download; `busy`, `refused`: 429 or 5xx, 403; `signed-out`: it asks to sign in. */
export type Arrival = 'shown' | 'file' | 'busy' | 'refused' | 'unreachable' | 'elsewhere' | 'signed-out';

export interface OpenOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly isListed: (host: string) => boolean;
  /** Counts the links that were clicked: whether a script opened them in the page, or the browser as a document. */
  readonly clicks?: { inPage: number; asDocument: number };
}

const openLimitMs = 12_000;
const secondLimitMs = 25_000;
const answerLimitMs = 15_000;

/** Opens an address as a customer does: by the link where the page has one, else by loading it. */
export async function openPage(url: string, options: OpenOptions, anew = false): Promise<Arrival> {
  return during('opening', options.session, () => arrive(url, options, anew));
}

/** What the pages ask for meanwhile is asked for by being shown, or by a press that shows something. */
export async function during<T>(moment: Moment, { recorder }: Session, step: () => Promise<T>): Promise<T> {
  const before = recorder.moment.now;
  recorder.moment.now = moment;
  try {
    return await step();
  } finally {
    recorder.moment.now = before;
  }
}

async function arrive(url: string, options: OpenOptions, anew: boolean): Promise<Arrival> {
  const { session, clock, signal, isListed } = options;
  const { page, recorder } = session;
  const before = recorder.exchanges.length;
  let status = 200;
  if (anew || (page.url() !== url && !(await follow(page, url, options)))) {
    const outcome = await load(page, url, anew ? secondLimitMs : openLimitMs);
    if (outcome === 'file' || outcome === 'unreachable') return outcome;
    status = outcome;
  }
  await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 2500, quietMs: 150 });
  // A click tells no status: the recording does.
  const documents = recorder.exchanges.slice(before).filter((one) => one.resource === 'document');
  status = documents.findLast((one) => one.url === page.url())?.status ?? status;
  if (status === 429 || status >= 500) return 'busy';
  if (!isListed(hostOf(page.url()))) return 'elsewhere';
  const state = await within(
    clock,
    answerLimitMs,
    page.evaluate(stateOfPage, { waits: loadingSigns, most: mostSignText }),
    'stuck' as const,
  );
  if (state === 'stuck') return 'unreachable';
  if (state === 'late') await drawn(page, options);
  if (session.identity !== 'anonymous' && state === 'sign-in') return 'signed-out';
  return status === 403 || status === 401 ? 'refused' : 'shown';
}

async function load(page: Page, url: string, timeout: number): Promise<number | 'file' | 'unreachable'> {
  try {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout });
    return response?.status() ?? 200;
  } catch (thrown) {
    const text = String(thrown);
    if (/Download is starting|net::ERR_ABORTED/.test(text)) return 'file';
    // A page that sends the browser on at once interrupts its own loading.
    return /interrupted by another navigation/.test(text) ? 200 : 'unreachable';
  }
}

/**
 * Goes where a link of this page leads by clicking it: a single-page application need not start anew. A page that takes
 * its time is waited for as long as its own request is open; where a link is sent on, that is where it leads.
 */
async function follow(page: Page, url: string, { clock, signal, clicks }: OpenOptions): Promise<boolean> {
  let [asked, arrived, refused] = [false, false, false];
  const own = (request: Request) => {
    if (!request.isNavigationRequest()) return false;
    try {
      return request.frame() === page.mainFrame();
    } catch {
      // A window that is only just being opened has no frame yet; it is not this page.
      return false;
    }
  };
  const onRequest = (request: Request) => {
    if (own(request)) asked = true;
  };
  const onFailed = (request: Request) => {
    if (own(request)) refused = true;
  };
  const onArrival = (frame: Frame) => {
    if (frame === page.mainFrame()) arrived = true;
  };
  // The context hears of requests already: asking the page for them as well would be a message to the browser each time.
  const everything = page.context().on('request', onRequest).on('requestfailed', onFailed);
  page.on('framenavigated', onArrival);
  try {
    if (!(await within(clock, answerLimitMs, page.evaluate(clickLink, url), false))) return arrived;
    const began = clock.monotonicMs();
    while (!arrived && !refused && clock.monotonicMs() - began < (asked ? openLimitMs : 500))
      await clock.wait(25, signal);
    if (!arrived && page.url() !== url) return false;
    if (clicks) clicks[asked ? 'asDocument' : 'inPage'] += 1;
    await page.waitForLoadState('domcontentloaded', { timeout: 5000 }).catch(() => undefined);
    return true;
  } finally {
    everything.off('request', onRequest).off('requestfailed', onFailed);
    page.off('framenavigated', onArrival);
  }
}

/** Waits for a page that says it is still loading, or shows next to nothing, at most four seconds. */
async function drawn(page: Page, { session, clock, signal }: OpenOptions): Promise<void> {
  // A sign that never goes is part of the page.
  const vain = inVain.get(session) ?? 0;
  const end = clock.monotonicMs() + (vain < 3 ? 4000 : 600);
  while (clock.monotonicMs() < end) {
    await clock.wait(150, signal);
    await waitUntilQuiet(page, session.recorder, clock, signal, { limitMs: 2000, quietMs: 150 });
    if (
      (await within(
        clock,
        answerLimitMs,
        page.evaluate(stateOfPage, { waits: loadingSigns, most: mostSignText }),
        'late' as const,
      )) !== 'late'
    )
      return;
  }
  inVain.set(session, vain + 1);
}

/** How often a page of this session was waited for to its end. */
const inVain = new WeakMap<Session, number>();

/** Runs inside the page. */
function stateOfPage({ waits, most }: { waits: string; most: number }): 'late' | 'sign-in' | 'ready' {
  const shown = (one: Element) => {
    const box = one.getBoundingClientRect();
    return box.width > 8 && box.height > 8 && getComputedStyle(one).visibility !== 'hidden';
  };
  const passwords = [...document.querySelectorAll<HTMLInputElement>('input[type=password]')].filter(shown);
  const text = (document.body?.innerText ?? '').trim();
  const alone = passwords.length === 1 && !/new/i.test(passwords[0]?.autocomplete ?? '');
  if (alone && document.links.length < 25 && document.querySelectorAll('input:not([type=hidden])').length <= 5)
    return 'sign-in';
  const isDot = (one: Element) => one.matches('[class*=animate-pulse]') && one.getBoundingClientRect().width <= 24;
  const isWhole = (one: Element) => !one.matches('[aria-busy=true]') && (one.textContent ?? '').trim().length > most;
  const busy = [...document.querySelectorAll(waits)].some((one) => shown(one) && !isDot(one) && !isWhole(one));
  return text.length < 30 || (busy && text.length < 2000) ? 'late' : 'ready';
}

/** Scrolls to the end of the page, or of its largest part that scrolls; true where that made the page ask for more. */
export async function scrollDown(options: OpenOptions): Promise<boolean> {
  return during('opening', options.session, () => scrollOn(options));
}

async function scrollOn({ session, clock, signal }: OpenOptions): Promise<boolean> {
  const { page, recorder } = session;
  const before = recorder.exchanges.length;
  const scrolled = await within(clock, answerLimitMs, page.evaluate(scrollToEnd), false);
  if (!scrolled) return false;
  await clock.wait(60, signal);
  if (recorder.inFlight(1500) === 0 && recorder.exchanges.length === before) return false;
  await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1500, quietMs: 150 });
  return recorder.exchanges.length > before;
}

/** Runs inside the page. */
function scrollToEnd(): boolean {
  const parts = [document.scrollingElement, ...document.querySelectorAll('main, section, div, ul, table')].filter(
    (one): one is Element => one !== null && one.scrollHeight > one.clientHeight * 1.2 && one.clientHeight > 150,
  );
  const part = parts.find(
    (one) => one === document.scrollingElement || /auto|scroll/.test(getComputedStyle(one).overflowY),
  );
  if (!part) return false;
  part.scrollTo(0, part.scrollHeight);
  return true;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : '';
}
