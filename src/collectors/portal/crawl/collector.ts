import { nobodySignedIn, notSignedIn } from '../not-signed-in.ts';
import { accountNames, type IdentityName } from '../../../model/identity.ts';
import { gap } from '../../../model/gap.ts';
import { type CollectContext, defineCollector } from '../../collector.ts';
import type { LiveSlot } from '../../live.ts';
import { entryUrl, hostOfUrl } from '../entry.ts';
import { gatesSlot } from '../gates.ts';
import { waitUntilQuiet } from '../quiet.ts';
import { attachRecorder } from '../recorder.ts';
import { renewSession } from '../renew-session.ts';
import { type Session, sessionsSlot } from '../session.ts';
import { raiseShield, type WriteGate } from '../shield.ts';
import { isContactable } from '../sign-in/sign-in-hosts.ts';
import { comeAgain } from './come-again.ts';
import { plainPath } from './page-key.ts';
import { type CrawlResult, crawl } from './crawl.ts';
import { type Discovered, discover } from './discover.ts';
import { joinedWalks, pagesOfOthers } from './pages-of-others.ts';

export const crawlsSlot: LiveSlot<Map<IdentityName, CrawlResult>> = { name: 'portal.crawls' };

const cutOff = /Failed to fetch|NetworkError|Load failed|Network ?(request|error)|abort|cancell?ed|timeout of \d+ ?ms/i;
const limitMs = 120_000;
const slowLimitMs = 240_000;
const maxPages = 60;
const secondVisitsUntil = 12;

/** Walks the portal as each signed-in identity and as nobody, all at once, and records what the pages ask. */
export const crawlCollector = defineCollector({
  id: 'crawl',
  produces: ['journey.trouble'],
  permit: 'sign-in',
  uses: ['sign-in'],
  timeoutMs: 330_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? [target.name]
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const sessions = context.live.get(sessionsSlot) ?? new Map<IdentityName, Session>();
    if (sessions.size === 0) {
      context.gap('journey.trouble', context.target.name, nobodySignedIn(context));
      return;
    }
    for (const name of accountNames) {
      if (name === 'burner' || name === 'a2' || sessions.has(name) || !context.world.credentials(name)) continue;
      context.gap('journey.trouble', name, notSignedIn(name, context));
    }
    const anonymous = await anonymousSession(context);
    const discovered = await discover(context);
    for (const trouble of discovered.troubles)
      context.gap(
        'journey.trouble',
        'descriptions of the API',
        gap('not-configured', `${trouble}.`, 'Correct openapi or har in the config.', 2),
      );
    const results = new Map<IdentityName, CrawlResult>();
    await Promise.all(
      [...sessions.values(), anonymous].filter(isWalked).map(async (session) => {
        results.set(session.identity, await crawlAs(session, discovered, context));
      }),
    );
    await catchUp(sessions, results, discovered, context);
    for (const [identity, { stopped }] of results)
      if (stopped) context.gap('journey.trouble', `${identity}: the rest of the pages`, stopped);
    sessions.set('anonymous', anonymous);
    context.live.set(crawlsSlot, results);
    await Promise.all(
      [...sessions.values()]
        .filter((session) => session.identity !== 'anonymous' && isWalked(session))
        .map((session) => emitTrouble(session, context)),
    );
  },
});

/** A second user of A's tenant sees what A sees: its pages are not walked again. */
function isWalked({ identity }: Session): boolean {
  return identity !== 'a2';
}

async function crawlAs(session: Session, discovered: Discovered, context: CollectContext): Promise<CrawlResult> {
  const { world, target } = context;
  const gates = context.live.get(gatesSlot) ?? new Map();
  const holder = { gate: (async () => false) as WriteGate };
  gates.set(session.identity, holder);
  context.live.set(gatesSlot, gates);
  await raiseShield(
    session.context,
    session.recorder,
    (request) => holder.gate(request),
    () => world.clock.now().getTime(),
  );
  const result = await walk(session, [...(target.config.routes ?? []), ...discovered.pages], discovered, context);
  context.progress(
    `${session.identity}: ${result.visited.length} pages, ${session.recorder.exchanges.length} answers recorded`,
  );
  return result;
}

/** One customer's walk that showed far less than the other's is gone on with where the other one was. */
async function catchUp(
  sessions: ReadonlyMap<IdentityName, Session>,
  results: Map<IdentityName, CrawlResult>,
  discovered: Discovered,
  context: CollectContext,
): Promise<void> {
  const customers = [
    ['a', 'b'],
    ['b', 'a'],
  ] as const;
  for (const [identity, other] of customers) {
    const [session, own, theirs] = [sessions.get(identity), results.get(identity), results.get(other)];
    if (!session || !own || !theirs) continue;
    const pages = pagesOfOthers(own, theirs);
    if (pages.length === 0) continue;
    const more = await walk(session, pages, discovered, context);
    results.set(identity, joinedWalks(own, more));
    context.progress(`${identity}: ${more.visited.length} pages more, which ${other} had seen`);
  }
}

function walk(
  session: Session,
  routes: readonly string[],
  discovered: Discovered,
  context: CollectContext,
): Promise<CrawlResult> {
  const { world, signal } = context;
  return crawl({
    session,
    clock: world.clock,
    signal,
    isListed: isContactable(context),
    routes,
    named: discovered.named,
    limitMs: session.identity === 'anonymous' ? limitMs / 2 : limitMs,
    ...(session.identity === 'anonymous' ? {} : { slowLimitMs }),
    maxPages: session.identity === 'anonymous' ? 10 : maxPages,
    secondVisitsUntil,
    renew: async () => {
      await renewSession(session, context);
      return true;
    },
  });
}

async function anonymousSession(context: CollectContext): Promise<Session> {
  const { world, target, signal } = context;
  const browser = await world.browser.context({ identity: 'anonymous' });
  const recorder = attachRecorder(browser, 'anonymous', {
    isListed: isContactable(context),
    nowMs: () => world.clock.monotonicMs(),
  });
  const page = await browser.newPage();
  const home = entryUrl(target, 'a') ?? 'about:blank';
  await page.goto(home, { waitUntil: 'domcontentloaded', timeout: 15_000 }).catch(() => null);
  await waitUntilQuiet(page, recorder, world.clock, signal, { limitMs: 2000 });
  return { identity: 'anonymous', context: browser, page, recorder, home, self: [] };
}

async function emitTrouble(session: Session, context: CollectContext): Promise<void> {
  const { recorder, identity } = session;
  const everybody = [...(context.live.get(sessionsSlot)?.values() ?? [])];
  // A connection that broke once, at an address that answers otherwise, is the network's trouble and no portal's.
  const stumbled = ({ url, outcome }: { readonly url: string; readonly outcome: string }) =>
    outcome.startsWith('net::') && everybody.some((one) => one.recorder.answered.has(url));
  const held = new Set(recorder.held.map((one) => one.url));
  const heldPages = new Set(recorder.held.map((one) => one.page));
  const place = (url: string) => (URL.canParse(url) ? plainPath(new URL(url).pathname) : '').slice(0, 200);
  const failed = recorder.failed.filter((one) => !held.has(one.url) && !stumbled(one)).slice(0, 30);
  const errors = recorder.errors
    // Leaving a page cuts its requests off, and a page whose write was held back complains: both are our doing. What
    // really failed on the network is in `failed`.
    .filter((one) => !held.has(one.where) && !heldPages.has(one.page) && !cutOff.test(one.text))
    .slice(0, 30);
  const scripts = errors.filter(({ text }) => !/^Failed to load resource/.test(text));
  const again = await comeAgain(session, scripts, context);
  context.emit('journey.trouble', identity, {
    identity,
    errors: errors.map((one) => {
      const seen = again.get(one);
      const said = { text: one.text.slice(0, 300), where: place(one.page || one.where) };
      return seen === undefined ? said : { ...said, again: seen };
    }),
    failed: failed.map((one) => ({
      method: one.method,
      url: place(one.url),
      outcome: one.outcome,
      asks: one.asks,
    })),
  });
}
