import { type Gap, GapError, gap } from '../../model/gap.ts';
import { isPermanent } from '../../parse/web-address.ts';
import type { CollectContext } from '../collector.ts';
import { defineCollector } from '../collector.ts';
import { inTurn } from '../look/in-turn.ts';
import type { PageLook } from '../network-evidence.ts';
import { sessionsSlot } from '../portal/session.ts';
import type { InsecureLoad, VisitLook } from '../public-evidence.ts';
import { listedHosts } from '../zones/own-domains.ts';
import { note } from './open-page.ts';
import { type Pace, type Visit, visitPages } from './visit-pages.ts';

/** Without `--wait`; with it every host has its turn. */
const maxHosts = 16;
const pagesPerHost = 4;
const atOnce = 6;
const noHost = gap('not-configured', 'No host is listed.', 'List the portal’s hostnames, or give a URL.', 2);
/** Together the visits stop here, and hosts that had no turn are gaps. Far more than they take: which hosts these are must not hang on the time of day. */
const budgetMs = 60_000;
/** Most pages open at once here. What did not is tried once more when all others are done, a page at a time and with patience. */
const first: Pace = { limitMs: 8_000, together: true };
const again: Pace = { limitMs: 20_000, together: false };
const againAtOnce = 2;

interface Waiting {
  readonly subject: string;
  readonly page: PageLook;
  readonly start: string;
}

/** Starts the browser while everything else is looked at; what goes wrong with it is said where pages are opened. */
export const browserStarter = defineCollector({
  id: 'browser-start',
  produces: [],
  permit: 'look',
  sendsNothing: true,
  timeoutMs: 60_000,
  subjects: (target) => (listedHosts(target).length > 0 ? [target.name] : noHost),
  async collect(_subject, { world, signal }) {
    await world.browser.version().catch((error: unknown) => {
      if (!(error instanceof GapError) || signal.aborted) throw error;
    });
  },
});

/** Opens public pages of every host in a browser, and adds what the crawl met behind the sign-in: what is loaded in clear. */
export const visitCollector = defineCollector({
  id: 'visits',
  produces: ['net.visit'],
  permit: 'look',
  uses: ['web'],
  after: ['crawl'],
  // Its own budget ends it; this guards against a browser that hangs.
  timeoutMs: 900_000,
  subjects: (target) => (listedHosts(target).length > 0 ? [target.name] : noHost),
  hostOf: (_subject, target) => listedHosts(target)[0] ?? target.name,
  async collect(_subject, context) {
    const { world, signal, seen, brokenLooks, emit, gap: report } = context;
    const began = world.clock.monotonicMs();
    for (const { subject, gap: why } of brokenLooks('net.page')) report('net.visit', subject, why);
    const signedIn = behindSignIn(context);
    const waiting: Waiting[] = [];
    for (const { subject, value: page } of seen('net.page')) {
      const last = page.responses.at(-1);
      const elsewhere = page.responses.find(
        (response) => response.to !== undefined && new URL(response.to).hostname !== page.host,
      );
      if (page.end === 'answer' && last?.url.startsWith('http:'))
        emit('net.visit', subject, { host: page.host, pages: [], inClear: true });
      else if (page.end === 'answer' && last && page.html && last.host === page.host && last.status < 400)
        waiting.push({ subject, page, start: last.url.split('?')[0] ?? last.url });
      else if (page.end === 'gap' && page.gap) report('net.visit', subject, page.gap);
      else {
        const what = elsewhere
          ? `it sends visitors to ${new URL(elsewhere.to ?? '').hostname}`
          : `it answers ${last?.status ?? 0} ${last?.contentType ?? ''}`.trim();
        const own = signedIn.get(page.host) ?? [];
        // Where strangers are sent to a sign-in on another host, the pages behind it are still this host's.
        if (own.length > 0) emit('net.visit', subject, { host: page.host, pages: own });
        else emit('net.visit', subject, { host: page.host, pages: [], noPage: what, ...unseenBecause(page) });
      }
    }
    // As they are listed, not as they happened to answer: a second run visits the same ones.
    const listed = listedHosts(context.target);
    const { waitMs } = context.target;
    const atMost = waitMs === undefined ? maxHosts : waiting.length;
    const heldBefore = world.heldUpMs?.() ?? 0;
    const isOver = () => {
      const heldUp = Math.min((world.heldUpMs?.() ?? 0) - heldBefore, budgetMs);
      return world.clock.monotonicMs() > began + budgetMs + heldUp + (waitMs ?? 0);
    };
    waiting.sort((one, other) => listed.indexOf(one.page.host) - listed.indexOf(other.page.host));
    const look = async ({ page, start }: Waiting, pace: Pace): Promise<Visit> => {
      try {
        return await visitPages(page.host, start, pagesPerHost, pace, world, signal);
      } catch (error) {
        if (signal.aborted || error instanceof GapError || !isBrowserTrouble(error)) throw error;
        return { pages: [], unopened: ['/'] };
      }
    };
    const tell = ({ subject, page }: Waiting, { pages, unopened }: Visit) => {
      const own = signedIn.get(page.host) ?? [];
      if (pages.length === 0) return withoutBrowser(subject, page, own, notOpened(page.host));
      const shown = { host: page.host, pages: [...withHtml(pages, page), ...own] };
      emit('net.visit', subject, unopened.length > 0 ? { ...shown, unopened } : shown);
    };
    const withoutBrowser = (subject: string, page: PageLook, own: VisitLook['pages'], why: Gap) => {
      // What the HTML names in so many words needs no browser.
      const named = inHtml(page).filter(({ active }) => active);
      if (named.length === 0) return report('net.visit', subject, why);
      const front = { path: '/', by: 'anonymous', loads: 0, insecure: named } as const;
      emit('net.visit', subject, { host: page.host, pages: [front, ...own] });
    };
    const guarded = async (one: Waiting, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof GapError) || signal.aborted) throw error;
        withoutBrowser(one.subject, one.page, signedIn.get(one.page.host) ?? [], error.gap);
      }
    };
    const troubled: (readonly [Waiting, Visit])[] = [];
    await inTurn([...waiting.entries()], atOnce, async ([index, one]) =>
      guarded(one, async () => {
        if (index >= atMost || isOver()) throw new GapError(notVisited(one.page.host));
        const visit = await look(one, first);
        if (visit.unopened.length > 0) troubled.push([one, visit]);
        else tell(one, visit);
      }),
    );
    await inTurn(troubled, againAtOnce, async ([one, visit]) =>
      guarded(one, async () => tell(one, isOver() ? visit : await look(one, again))),
    );
  },
});

/** The browser or one of its pages ended under our hands; it says nothing of the host. */
function isBrowserTrouble(error: unknown): boolean {
  return error instanceof Error && /closed|crashed|disconnected|Protocol error|Timeout \d+ms/i.test(error.message);
}

/** Whether a front page that is none leaves open what the portal's pages look like. */
function unseenBecause({ host, role, responses, end, html }: PageLook): Pick<VisitLook, 'unseen'> {
  const last = responses.at(-1);
  const leaving = responses.find(({ host: own, to }) => own === host && to && URL.parse(to)?.hostname !== host);
  if (leaving?.to !== undefined) {
    const keepsPlace = URL.parse(leaving.to)?.pathname === URL.parse(leaving.url)?.pathname;
    return isPermanent(leaving.status) || keepsPlace ? {} : { unseen: 'elsewhere' };
  }
  if (end !== 'answer') return { unseen: 'trouble' };
  if (!last || !html || role === 'api' || last.status < 400) return {};
  return { unseen: last.status === 401 || last.status === 403 ? 'closed' : 'trouble' };
}

function inHtml(page: PageLook): readonly InsecureLoad[] {
  const upgrades = [...(page.responses.at(-1)?.headers ?? [])].some(
    ([name, value]) => name === 'content-security-policy' && /upgrade-insecure-requests/i.test(value),
  );
  const meta = page.html?.metaCsp.some((policy) => /upgrade-insecure-requests/i.test(policy)) ?? false;
  if (upgrades || meta) return [];
  return (page.html?.insecureLoads ?? []).map(({ element, url, active }) => ({
    url,
    kind: element,
    active,
    outcome: 'named' as const,
  }));
}

/** Forms and frames that the browser did not touch are known from the HTML of the front page. */
function withHtml(pages: VisitLook['pages'], page: PageLook): VisitLook['pages'] {
  const met = new Set(pages.flatMap(({ insecure }) => insecure.map(({ url }) => url)));
  const more = inHtml(page).filter(({ url, active }) => active && !met.has(url));
  return pages.map((one, index) => (index === 0 ? { ...one, insecure: [...one.insecure, ...more] } : one));
}

/** Pages that the crawl opened as a customer, by host. */
function behindSignIn({ live }: CollectContext): ReadonlyMap<string, VisitLook['pages']> {
  const byHost = new Map<string, Map<string, Map<string, InsecureLoad>>>();
  const at = (address: string) => {
    const url = URL.parse(address);
    if (url?.protocol !== 'https:') return undefined;
    const pages = byHost.get(url.hostname) ?? new Map<string, Map<string, InsecureLoad>>();
    byHost.set(url.hostname, pages);
    const found = pages.get(url.pathname) ?? new Map<string, InsecureLoad>();
    pages.set(url.pathname, found);
    return found;
  };
  for (const { identity, recorder } of live.get(sessionsSlot)?.values() ?? []) {
    if (identity === 'anonymous') continue;
    for (const exchange of recorder.exchanges.filter(({ afterSignIn }) => afterSignIn)) at(exchange.page);
    for (const { text, page } of recorder.mixed) {
      const found = at(page);
      if (found) note(found, text);
    }
  }
  return new Map(
    [...byHost].map(([host, pages]) => [
      host,
      [...pages].slice(0, 60).map(([path, insecure]) => ({
        path: path.replace(/\d[\w-]*/g, '#').slice(0, 200),
        by: 'signed in' as const,
        loads: 0,
        insecure: [...insecure.values()],
      })),
    ]),
  );
}

function notVisited(host: string) {
  return gap(
    'budget-spent',
    `No page of ${host} was opened in a browser: there are more hosts than one run visits.`,
    'Run again with --only https.mixed-content --wait 10m; every host is opened then.',
    10,
  );
}

function notOpened(host: string) {
  return gap(
    'inconclusive',
    `The front page of ${host} did not open in a browser.`,
    `Open https://${host}/ by hand, then run again.`,
    5,
  );
}
