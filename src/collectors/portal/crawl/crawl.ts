import type { Gap } from '../../../model/gap.ts';
import type { NamedPath } from '../../../parse/named-paths.ts';
import type { Clock } from '../../../world/world.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { anotherOfKind } from './another-of-kind.ts';
import type { Session } from '../session.ts';
import { askForNamed, type AskedFor, type NamedByScripts } from './ask-for-named.ts';
import { createCrawlState } from './crawl-state.ts';
import { isNew, placeOf, takeNext } from './next-page.ts';
import { noteBlankForms } from './note-blank-forms.ts';
import { type Arrival, openPage, scrollDown } from './open-page.ts';
import { pageKey, pageTraits } from './page-key.ts';
import { pressControls } from './press-controls.ts';
import { pointAt } from './press-in-page.ts';
import { pressLoneButtons } from './press-lone-buttons.ts';
import { showsLockedForm } from './shows-locked-form.ts';
import { sendExports } from './send-exports.ts';
import { showTicked } from './show-ticked.ts';
import { useFields } from './use-fields.ts';
import { whyStopped } from './why-stopped.ts';
import { within } from './within.ts';

export interface CrawlOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly isListed: (host: string) => boolean;
  /** Paths to visit besides those found. */
  readonly routes: readonly string[];
  /** Operations that descriptions and recordings name. */
  readonly named?: readonly NamedPath[];
  readonly limitMs: number;
  /** How long the walk may take where fewer than forty pages were visited; default `limitMs`. */
  readonly slowLimitMs?: number;
  readonly maxPages: number;
  /** Once this many pages were visited, a kind of page that is known is not visited again. */
  readonly secondVisitsUntil: number;
  /** Brings a lost session back; true where it lives again. */
  readonly renew?: () => Promise<boolean>;
}

/** Where something may be changed: the page, what is pressed there, and what is pressed then. */
export interface Way {
  readonly page: string;
  readonly text: string;
  readonly next?: string;
}

export interface CrawlResult {
  /** Addresses visited, in order. */
  readonly visited: readonly string[];
  /** Page keys that were seen linked and not visited. */
  readonly left: readonly string[];
  /** Controls that were not pressed because their words warn. */
  readonly guarded: readonly string[];
  /** What controls that move a record into another state for good are called; absent in older walks. */
  readonly acting?: readonly string[];
  /** Pages with a control that opens a form for a new object. */
  readonly creators: readonly {
    readonly page: string;
    readonly text: string;
    readonly next?: string;
    readonly button?: string;
  }[];
  /** Pages whose script lets people change a text, and the controls that open it. */
  readonly editors: readonly Way[];
  /** Pages whose script lets people choose another value, a date or a number, and the control that opens it. */
  readonly choosers?: readonly Way[];
  /** Pages that take a file, and the control that shows where. */
  readonly uploaders?: readonly { readonly page: string; readonly text: string }[];
  readonly foundHosts: readonly string[];
  /** What a person could read at each look, in memory only. */
  readonly shown?: readonly string[];
  readonly outOfTime: boolean;
  /** Forms that send something; none was sent. */
  readonly forms: readonly { readonly method: string; readonly url: string }[];
  /** Operations that a description, a bundle or a recording names, and whether they were asked for. */
  readonly named: readonly AskedFor[];
  /** GraphQL operations in the portal's own scripts, sent by a page or not. */
  readonly documents?: NamedByScripts['documents'];
  /** Why the walk ended early: the portal went down, limits or bans the address, or the session is gone. */
  readonly stopped?: Gap;
}

const slowPages = 40;
/** Pages in a row that are opened for being linked on the one before. */
const deepest = 3;
const visitsPerKey = 2;
const mostReturns = 3;
const patience = 4;
const longestWaitMs = 20_000;

/** Breadth first over links and pressable controls, within time and page limits; dangerous words are never pressed. */
export async function crawl(options: CrawlOptions): Promise<CrawlResult> {
  const { session, clock, signal, isListed } = options;
  const { page, recorder, identity } = session;
  const began = clock.monotonicMs();
  const endMs = began + options.limitMs;
  const slowEndMs = began + (options.slowLimitMs ?? options.limitMs);
  const routes = options.routes.filter((route) => URL.canParse(route, session.home));
  const start = [session.home, ...routes.map((route) => new URL(route, session.home).href)];
  const state = createCrawlState(clock, start, isListed);
  const visited: string[] = [];
  const opening = { ...options, endMs: slowEndMs };
  const bad: { arrival: Arrival; url: string }[] = [];
  const places = new Map<string, number>();
  const traits = new Set<string>();
  const seen = { keys: state.seenKeys, traits, places };
  let linkedHere: ReadonlyMap<string, boolean> = new Map();
  let inARow = 0;
  const clicks = { inPage: 0, asDocument: 0 };
  let renewals = 0;
  let waited = false;
  let stopped: Gap | undefined;

  // A portal or a machine that is slow gets longer, so that as much of it is seen.
  const timeLeft = () => clock.monotonicMs() < (visited.length < slowPages ? slowEndMs : endMs);
  const returns = new Map<string, number>();
  // Where nothing else waits, pages whose controls were more than there was time for are gone on with.
  const unpressed = () =>
    visited.find((url) => state.unpressed.has(pageKey(url)) && (returns.get(pageKey(url)) ?? 0) < mostReturns);
  const others = anotherOfKind(state.linkedFrom, (url) => showsLockedForm(session.recorder.exchanges, url));
  const early = () => clock.monotonicMs() < began + options.limitMs / 2;
  const waits = () => state.queue.length > 0 || unpressed() !== undefined || (early() && others.waits());
  while (waits() && visited.length < options.maxPages && timeLeft()) {
    signal.throwIfAborted();
    const back = state.queue.length === 0 ? unpressed() : undefined;
    if (back !== undefined) returns.set(pageKey(back), (returns.get(pageKey(back)) ?? 0) + 1);
    const other = state.queue.length === 0 && back === undefined ? others.next() : undefined;
    const next = back ?? other ?? takeNext(state.queue, seen, linkedHere, inARow < deepest);
    if (next === undefined) break;
    inARow = linkedHere.get(next) === false ? inARow + 1 : 0;
    places.set(placeOf(next), (places.get(placeOf(next)) ?? 0) + 1);
    const key = pageKey(next);
    const times = state.seenKeys.get(key) ?? 0;
    const isKnown = times >= visitsPerKey || (times > 0 && visited.length >= options.secondVisitsUntil);
    if (isKnown && !back && !other) {
      if (times === 1) others.passedOver(next);
      continue;
    }
    state.seenKeys.set(key, times + 1);
    for (const trait of pageTraits(next)) traits.add(trait);
    const origin = state.linkedFrom(next);
    if (times === 0 && origin !== undefined && !linkedHere.has(next) && (clicks.inPage > 0 || clicks.asDocument < 6))
      await openPage(origin, opening);
    let arrival = await openPage(next, { ...opening, clicks });
    if (arrival === 'signed-out' && options.renew && renewals < 2) {
      renewals += 1;
      arrival = (await options.renew()) ? await openPage(next, opening, true) : 'signed-out';
    }
    // A portal that stumbles once is asked once more.
    if (arrival === 'busy' || arrival === 'unreachable') arrival = await openPage(next, opening, true);
    if (arrival === 'shown' && isOnlyRefused(recorder.exchanges)) arrival = 'busy';
    if (arrival === 'file') state.files.add(next);
    if (arrival === 'shown' || arrival === 'file' || arrival === 'elsewhere') bad.length = 0;
    else bad.push({ arrival, url: next });
    if (bad.length >= patience) {
      const waitMs = waited ? 0 : waitFor(recorder.exchanges);
      if (waitMs === 0) {
        stopped = whyStopped(
          bad.map((one) => one.arrival),
          identity,
        );
        for (const one of bad) state.queue.push(one.url);
        break;
      }
      waited = true;
      bad.length = 0;
      await clock.wait(waitMs, signal);
    }
    if (arrival !== 'shown') continue;
    visited.push(page.url());
    others.visited(next);
    if (times === 0 && (await within(clock, 2000, page.evaluate(pointAt), false)))
      await waitUntilQuiet(page, recorder, clock, signal, { limitMs: 1000, quietMs: 100 });
    const offers = await state.look(page);
    if (offers.filled.length > 0 || offers.ticks > 0) state.editors.set(key, { page: page.url(), text: '' });
    if (offers.choices > 0) state.choosers.set(page.url(), { page: page.url(), text: '' });
    if (offers.takesFiles) state.uploaders.set(key, { page: page.url(), text: '' });
    noteBlankForms(state, offers.blank, { page: page.url(), text: '' });
    for (const link of offers.links) state.offer(link, page.url());
    linkedHere = new Map(offers.links.map((link) => [link.href, link.menu]));
    await pressControls(offers, times > 0, state, opening);
    if (times === 0) await useFields(state, opening);
    if (times === 0 && offers.ticks > 0) await showTicked(opening);
    if (times === 0 && offers.forms.length > 0) {
      await sendExports(opening);
      await pressLoneButtons(state, opening);
    }
    if (times === 0)
      for (let more = 0; more < 2 && (await scrollDown(opening)); more++)
        for (const link of (await state.look(page)).links) state.offer(link, page.url());
  }
  const ended = bad.map((one) => one.arrival);
  const down = ended.every((one) => one === 'busy' || one === 'unreachable');
  if (!stopped && ended.length > 0 && (visited.length === 0 || (ended.length >= 2 && down))) {
    stopped = whyStopped(ended, identity);
    for (const one of bad) state.queue.push(one.url);
  }
  const named =
    identity === 'anonymous' || stopped
      ? { named: [], documents: [] }
      : await askForNamed({
          ...opening,
          named: options.named ?? [],
          scripts: [...state.scripts],
          files: [...state.files],
          pages: neverLoaded(visited, recorder.exchanges),
          visited,
        });
  const left = new Set<string>();
  for (const url of state.queue) if (stopped || isNew(url, seen)) left.add(pageKey(url));
  return {
    visited,
    left: [...left].slice(0, 200),
    guarded: [...state.guarded].slice(0, 50),
    acting: [...state.acting],
    creators: [...state.creators.values()],
    editors: [...state.editors.values()],
    choosers: [...state.choosers.values()],
    uploaders: [...state.uploaders.values()],
    foundHosts: [...state.foundHosts],
    shown: state.shown,
    outOfTime: !timeLeft(),
    forms: [...state.forms.values()].slice(0, 200),
    ...named,
    ...(stopped ? { stopped } : {}),
  };

  function waitFor(exchanges: Session['recorder']['exchanges']): number {
    const last = exchanges.findLast((one) => one.status === 429 || one.status === 503);
    const seconds = Number(last?.responseHeaders['retry-after'] ?? Number.NaN);
    return Number.isFinite(seconds) && seconds > 0 && seconds * 1000 <= longestWaitMs ? seconds * 1000 : 0;
  }
}

/** One page of each kind that was only ever opened by a script in another page. */
function neverLoaded(visited: readonly string[], exchanges: Session['recorder']['exchanges']): readonly string[] {
  const loaded = new Set(exchanges.filter((one) => one.resource === 'document').map((one) => pageKey(one.url)));
  const kinds = new Map(visited.map((url) => [pageKey(url), url]));
  return [...kinds].flatMap(([kind, url]) => (loaded.has(kind) || url.includes('#') ? [] : [url]));
}

/** Everything that the pages asked for lately was refused for its number or by a portal that is down. */
function isOnlyRefused(exchanges: Session['recorder']['exchanges']): boolean {
  const last = exchanges.filter((one) => one.resource === 'xhr' || one.resource === 'fetch').slice(-8);
  return last.length === 8 && last.every((one) => one.status === 429 || one.status >= 500);
}
