import { GapError, gap } from '../../model/gap.ts';
import { isPermanent } from '../../parse/web-address.ts';
import type { CollectContext } from '../collector.ts';
import { defineCollector } from '../collector.ts';
import { inTurn } from '../look/in-turn.ts';
import type { PageLook } from '../network-evidence.ts';
import { sessionsSlot } from '../portal/session.ts';
import type { InsecureLoad, VisitLook } from '../public-evidence.ts';
import { listedHosts } from '../zones/own-domains.ts';
import { note, visitPages } from './visit-pages.ts';

/** Without `--wait`; with it every host has its turn. */
const maxHosts = 16;
const pagesPerHost = 4;
const atOnce = 6;
const noHost = gap('not-configured', 'No host is listed.', 'List the portal’s hostnames, or give a URL.', 2);
/** Together the visits stop here; hosts that had no turn are gaps. */
const budgetMs = 25_000;

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
  timeoutMs: 120_000,
  subjects: (target) => (listedHosts(target).length > 0 ? [target.name] : noHost),
  hostOf: (_subject, target) => listedHosts(target)[0] ?? target.name,
  async collect(_subject, context) {
    const { world, signal, seen, brokenLooks, emit, gap: report } = context;
    const began = world.clock.monotonicMs();
    for (const { subject, gap: why } of brokenLooks('net.page')) report('net.visit', subject, why);
    const signedIn = behindSignIn(context);
    const waiting: { subject: string; page: PageLook; start: string }[] = [];
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
    const endMs = began + budgetMs + (waitMs ?? 0);
    waiting.sort((one, other) => listed.indexOf(one.page.host) - listed.indexOf(other.page.host));
    await inTurn(waiting, atOnce, async ({ subject, page, start }) => {
      const own = signedIn.get(page.host) ?? [];
      const late = world.clock.monotonicMs() > endMs || waiting.findIndex((one) => one.subject === subject) >= atMost;
      try {
        if (late) throw new GapError(notVisited(page.host));
        const pages = await visitPages(page.host, start, pagesPerHost, world, signal);
        if (pages.length === 0) throw new GapError(notOpened(page.host));
        emit('net.visit', subject, { host: page.host, pages: [...withHtml(pages, page), ...own] });
      } catch (error) {
        if (!(error instanceof GapError) || signal.aborted) throw error;
        // What the HTML names in so many words needs no browser.
        const named = inHtml(page).filter(({ active }) => active);
        if (named.length > 0)
          emit('net.visit', subject, {
            host: page.host,
            pages: [{ path: '/', by: 'anonymous', loads: 0, insecure: named }, ...own],
          });
        else report('net.visit', subject, error.gap);
      }
    });
  },
});

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
