import type { BrowserContext, Page, Request } from 'playwright-core';
import { startDeadline } from '../../model/deadline.ts';
import { readMixedContent } from '../../parse/mixed-content.ts';
import { isRedirect, maskedUrl } from '../../parse/web-address.ts';
import type { World } from '../../world/world.ts';
import type { InsecureLoad, VisitLook } from '../public-evidence.ts';
import { linksOf } from './links-of.ts';

const quietMs = 400;
/** Pages that ask for something again and again are left after so many looks. */
const maxRounds = 8;
/**
 * How long a page is waited for because of one request. A question that a script keeps open waits for news, and a picture
 * that never comes keeps nothing else from being loaded; scripts, style sheets and frames may load more.
 */
const patienceMs: Readonly<Record<string, number>> = {
  document: Number.POSITIVE_INFINITY,
  script: Number.POSITIVE_INFINITY,
  stylesheet: Number.POSITIVE_INFINITY,
  xhr: 1_500,
  fetch: 1_500,
  eventsource: 1_500,
  websocket: 1_500,
  ping: 1_500,
};
const pictures = new Set(['image', 'media']);
const otherPatienceMs = 5_000;
const maxInsecure = 20;
const scripted = new Set(['xhr', 'fetch']);
const maxAsks = 8;
/** What is asked for on passing trouble in front of the portal, not by the page. */
const passing = [429, 502, 503, 504];

export type VisitedPage = VisitLook['pages'][number];

/** What became of one page in the browser. */
export type Opened =
  | { readonly end: 'seen'; readonly visited: VisitedPage; readonly links: readonly string[] }
  /** No page of this host: a file, an empty answer, a move to somewhere else. */
  | { readonly end: 'none' }
  /** Too slow, cut off or answered by something in front: another time it may open. */
  | { readonly end: 'trouble' };

/**
 * Opens one page and stays until it asks for nothing more. Waiting is counted by the page's own clock, so that what its
 * scripts do a little later is seen on a busy machine too. `atEnd` reads what is shown then.
 */
export async function openPage(
  url: string,
  host: string,
  limitMs: number,
  context: BrowserContext,
  world: World,
  signal: AbortSignal,
  atEnd?: (page: Page) => Promise<void>,
): Promise<Opened> {
  const deadline = startDeadline(limitMs, [signal], world.heldUpMs);
  const page = await context.newPage();
  const close = () => void page.close().catch(() => undefined);
  deadline.signal.addEventListener('abort', close, { once: true });
  try {
    return await stay(page, url, host, world, atEnd);
  } catch (error) {
    if (signal.aborted) throw error;
    if (deadline.late()) return { end: 'trouble' };
    return { end: isNoPage(error) ? 'none' : 'trouble' };
  } finally {
    deadline.end();
    close();
  }
}

async function stay(
  page: Page,
  url: string,
  host: string,
  world: World,
  atEnd?: (page: Page) => Promise<void>,
): Promise<Opened> {
  const insecure = new Map<string, InsecureLoad>();
  const open = new Map<Request, number>();
  const asks = new Set<string>();
  let loads = 0;
  let ended = 0;
  page.on('request', (request) => {
    loads += 1;
    open.set(request, world.clock.monotonicMs());
    if (scripted.has(request.resourceType()) && request.method() === 'GET' && asks.size < maxAsks)
      asks.add(maskedUrl(request.url()).split(/[?#]/)[0] ?? '');
  });
  const end = (request: Request) => {
    ended += 1;
    open.delete(request);
  };
  page.on('requestfinished', end);
  // What workers ask for and what pictures are sent on to has no message in the console.
  const unsaid: InsecureLoad[] = [];
  page.on('requestfailed', (request) => {
    end(request);
    if (request.failure()?.errorText === 'mixed-content') unsaid.push(loadOf(request.url(), request, 'blocked'));
  });
  page.on('response', (answer) => {
    const to = isRedirect(answer.status()) ? URL.parse(answer.headers().location ?? '', answer.url()) : null;
    const request = answer.request();
    if (to?.protocol === 'http:' && answer.url().startsWith('https:') && pictures.has(request.resourceType()))
      unsaid.push(loadOf(to.href, request, 'upgraded'));
  });
  page.on('console', (message) => note(insecure, message.text()));
  const heldAtStart = world.heldUpMs?.() ?? 0;
  const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 0 });
  const isHere = () => URL.parse(page.url())?.hostname === host;
  if (!response || !isHere()) return { end: 'none' };
  const matters = ([request, since]: [Request, number]) => {
    const heldUp = (world.heldUpMs?.() ?? 0) - heldAtStart;
    const limit = patienceMs[request.resourceType()] ?? otherPatienceMs;
    return world.clock.monotonicMs() - since < limit + heldUp;
  };
  for (let round = 0; round < maxRounds; ) {
    const before = loads + ended;
    await waitInPage(page);
    if ([...open].some(matters)) continue;
    // What came in this while may still set off something.
    if (loads + ended === before) break;
    round += 1;
  }
  if (!isHere()) return { end: 'none' };
  if (passing.includes(response.status())) return { end: 'trouble' };
  if (response.status() < 400) await atEnd?.(page);
  const links = await linksOf(page, host);
  const said = new Set([...insecure.values()].map(({ url }) => url));
  for (const load of unsaid)
    if (!said.has(load.url) && insecure.size < maxInsecure) insecure.set(`${load.kind} ${load.url}`, load);
  const visited = {
    path: new URL(page.url()).pathname.slice(0, 200),
    by: 'anonymous',
    loads,
    ...(asks.size > 0 ? { asks: [...asks] } : {}),
    insecure: [...insecure.values()],
  } as const;
  return { end: 'seen', visited, links };
}

/** What timers of the page were set for before this one has run when it ends. A page that moves on is waited for again. */
async function waitInPage(page: Page): Promise<void> {
  try {
    await page.evaluate((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)), quietMs);
  } catch (error) {
    if (page.isClosed() || !/context was destroyed|navigat/i.test(String(error))) throw error;
    await page.waitForLoadState('domcontentloaded', { timeout: 0 });
  }
}

/** What the server gave is no page; nothing that another look would change. */
function isNoPage(error: unknown): boolean {
  return /ERR_ABORTED|ERR_TOO_MANY_REDIRECTS|ERR_INVALID_|ERR_UNSAFE|ERR_BLOCKED_BY|ERR_UNKNOWN_URL|Download is starting/.test(
    String(error),
  );
}

function loadOf(url: string, request: Request, outcome: InsecureLoad['outcome']): InsecureLoad {
  const type = request.resourceType();
  const kind = type === 'other' ? 'resource' : type;
  return { url: maskedUrl(url), kind, active: !pictures.has(type), outcome };
}

/** Keeps what a message says of mixed content, each address once. */
export function note(insecure: Map<string, InsecureLoad>, text: string): void {
  const found = readMixedContent(text);
  if (!found || insecure.size >= maxInsecure) return;
  const load = { ...found, url: maskedUrl(found.url) };
  insecure.set(`${load.kind} ${load.url}`, load);
}
