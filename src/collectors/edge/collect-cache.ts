import { notSignedIn } from '../portal/not-signed-in.ts';
import { GapError, gap } from '../../model/gap.ts';
import { headerValues, mediaType } from '../../parse/header-list.ts';
import type { HttpResponse } from '../../world/world.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { requestInTurn } from '../look/gate.ts';
import { inTurn } from '../look/in-turn.ts';
import { entryUrl, hostOfUrl } from '../portal/entry.ts';
import type { Exchange } from '../portal/recorder.ts';
import { sessionsSlot } from '../portal/session.ts';
import { readAnswer } from '../portal/tenancy/answer-text.ts';
import { holds } from '../portal/tenancy/atoms.ts';
import { type Answer, createReplayer, type PlainRequest } from '../portal/tenancy/replay.ts';
import { requestOf } from '../portal/tenancy/requests.ts';
import { prepareSetting, type Setting } from '../portal/tenancy/setting.ts';
import { cacheHit } from './cache-hit.ts';
import { type Neighbours, neighboursOf, probeNeighbour } from './neighbour-probe.ts';
import { type PrivatePage, pagesOfBoth, privatePages } from './private-pages.ts';
import { probeInTurns } from './probe-in-turns.ts';
import { standingCopy } from './standing-copy.ts';
import type { CacheLook, CacheProbe } from './edge-evidence.ts';

const mostPages = 25;
const atOnce = 4;
const mostOfBoth = 10;

/** Private pages of customer A, asked for as A under an address of our own and then by nobody. */
export const cacheCollector = defineCollector({
  id: 'cache',
  produces: ['portal.cache'],
  permit: 'cross-tenant',
  uses: ['crawl'],
  after: ['canaries', 'tenancy'],
  timeoutMs: 360_000,
  subjects: (target) =>
    entryUrl(target, 'a')
      ? [target.name]
      : gap('not-configured', 'No portal address was given.', 'Run the audit with the URL of the portal.', 1),
  hostOf: (_subject, target) => hostOfUrl(entryUrl(target, 'a') ?? ''),
  async collect(_subject, context) {
    const setting = prepareSetting(context);
    const session = setting.session('a');
    if (!session) throw new GapError(notSignedIn('a', context));
    const alive = await setting.probe('a');
    const replayer = createReplayer(
      context.world,
      [...(context.live.get(sessionsSlot)?.values() ?? [])],
      context.signal,
    );
    const asA: AsA = (request) => replayer.send(request, session);
    const sendAs = async (request: PlainRequest, as: 'a' | 'b' | 'anonymous'): Promise<Answer> => {
      const asked = setting.session(as);
      return asked ? replayer.send(request, asked) : { ok: false, detail: `${as} was not walked` };
    };
    const alsoAlive = setting.session('b') ? await setting.probe('b').catch(unproven) : undefined;
    const neighbours = alsoAlive ? neighboursOf(setting, sendAs) : undefined;
    const looks = new Map<string, { probes: CacheProbe[]; left: CacheLook['left'][number][] }>();
    const all = privatePages(setting);
    const lookOf = (url: string) => {
      const host = new URL(url).hostname;
      const look = looks.get(host) ?? { probes: [], left: [] };
      looks.set(host, look);
      return look;
    };
    context.progress(`caches: ${Math.min(all.length, mostPages)} private pages`);
    const common = neighbours ? pagesOfBoth(setting, neighbours, all).slice(0, mostOfBoth) : [];
    await inTurn([...all.slice(0, mostPages), ...common], atOnce, async (page) => {
      const look = lookOf(page.exchange.url);
      const forms = formsOf(page.exchange, context);
      const why = await whyNotAsked(forms[0].fresh, context);
      const path = context.world.vault.redact(new URL(page.exchange.url).pathname);
      if (why) look.left.push({ path, why });
      // First of all: what A is given to show it to nobody would be what a cache has for B.
      const found = neighbours && !why ? await handedOn(setting, neighbours, page, forms[0].fresh) : undefined;
      for (const form of forms) {
        if ((why && form.kind === 'page') || (page.values.length === 0 && form.kind !== 'page')) continue;
        const outcome = await probe(asA, page, form, context);
        if ('why' in outcome) look.left.push(outcome);
        else if (form.kind === 'page' && found) look.probes.push({ ...outcome, neighbour: { ...found, alive: true } });
        else look.probes.push(outcome);
      }
    });
    for (const { exchange } of all.slice(mostPages))
      lookOf(exchange.url).left.push({
        path: new URL(exchange.url).pathname,
        why: `only ${mostPages} pages are asked for`,
      });
    const still = await alive.isAlive();
    const bothStill = still && ((await alsoAlive?.isAlive()) ?? false);
    for (const [host, { probes, left }] of looks)
      context.emit('portal.cache', host, {
        host,
        probes: probes
          .map(({ neighbour, ...one }) => ({
            ...one,
            alive: still,
            ...(neighbour ? { neighbour: { ...neighbour, alive: bothStill } } : {}),
          }))
          .toSorted(byUrl),
        left,
      });
    if (looks.size > 0) return;
    const none = gap(
      'nothing-to-compare',
      'The crawl saw no answer that holds what only customer A sees.',
      'Give the test account some data of its own, or list routes in the config.',
      10,
    );
    context.gap('portal.cache', context.target.name, none);
  },
});

/** At an address of its own first; then whoever asks first in turn; then a copy that stays for longer than is waited. */
async function handedOn(
  setting: Setting,
  neighbours: Neighbours,
  { exchange, mixed }: PrivatePage,
  fresh: () => string,
) {
  const found =
    (await probeNeighbour(neighbours, exchange, fresh, mixed)) ?? (await probeInTurns(neighbours, exchange, fresh));
  if (found?.leaked.some((count) => count > 0)) return found;
  return (await standingCopy(setting, neighbours, exchange, fresh)) ?? found;
}

/** Without a proof that the other customer is signed in nothing is asked as that one. */
function unproven(thrown: unknown): undefined {
  if (!(thrown instanceof GapError)) throw thrown;
}

type AsA = (request: PlainRequest) => Promise<Answer>;

interface Form {
  readonly kind: CacheProbe['kind'];
  /** The address with a random part; each call another one of the same form. */
  readonly fresh: () => string;
}

function formsOf({ url, resource }: Exchange, { world }: CollectContext): readonly [Form, ...Form[]] {
  const nonce = () => `lr${world.randomHex(6)}`;
  const below = (change: (path: string) => string) => () => {
    const next = new URL(url);
    next.pathname = change(next.pathname.replace(/\/$/, ''));
    return next.href;
  };
  return [
    {
      kind: 'page',
      fresh: () => {
        const next = new URL(url);
        next.searchParams.set('lr', nonce());
        return next.href;
      },
    },
    { kind: 'deception', fresh: below((path) => `${path}/${nonce()}.css`) },
    ...(resource === 'document'
      ? [{ kind: 'deception' as const, fresh: below((path) => `${path};${nonce()}.js`) }]
      : []),
  ];
}

/**
 * Before a customer asks for a page: does a cache answer an address that nobody can have asked for? Then it takes ours for another's, and
 * the customer's page could end up where others look. A made-up path is nobody's page.
 */
async function whyNotAsked(fresh: () => string, context: CollectContext): Promise<string | undefined> {
  const first = await asNobody(fresh(), context);
  const second = await asNobody(fresh(), context);
  if (!first || !second) return 'nobody was given an answer';
  return cacheHit(second.headers) === undefined
    ? undefined
    : 'a cache answers addresses that were never asked for: it leaves our random part out';
}

async function probe(
  asA: AsA,
  { exchange, values }: PrivatePage,
  { kind, fresh }: Form,
  context: CollectContext,
): Promise<CacheProbe | CacheLook['left'][number]> {
  const path = new URL(exchange.url).pathname;
  const shown = context.world.vault.redact;
  const url = fresh();
  const own = await asA({ ...requestOf(exchange), url });
  if (!own.ok) return { path: shown(path), why: own.detail };
  const text = textOf(own.response);
  const mine = values.filter((value) => holds(text, value));
  const count = (response: HttpResponse | undefined) => {
    const body = response ? textOf(response) : '';
    return mine.filter((value) => holds(body, value)).length;
  };
  const after = mine.length > 0 ? [await asNobody(url, context), await asNobody(url, context)] : [];
  const elsewhere = mine.length > 0 ? await asNobody(fresh(), context) : undefined;
  const seen = after.flatMap((response) => response ?? []);
  const hit = seen.map((response) => cacheHit(response.headers)).find((one) => one !== undefined);
  const told = own.response.headers;
  return {
    host: new URL(url).hostname,
    path: shown(path),
    kind,
    url: shown(url),
    own: mine.length,
    leaked: seen.map(count),
    openAnyway: count(elsewhere),
    status: own.response.status,
    anonymousStatus: seen[0]?.status ?? 0,
    cacheControl: headerValues(told, 'cache-control').join(', '),
    vary: headerValues(told, 'vary').join(', '),
    ...forTheEdge(told),
    ...('authorization' in exchange.requestHeaders ? { withToken: true as const } : {}),
    ...(hit === undefined ? {} : { hit }),
    alive: true,
  };
}

const edgeOnly = [
  'cdn-cache-control',
  'cloudflare-cdn-cache-control',
  'vercel-cdn-cache-control',
  'netlify-cdn-cache-control',
  'surrogate-control',
];

function forTheEdge(headers: HttpResponse['headers']): { readonly cdnCacheControl?: string } {
  const said = edgeOnly.flatMap((name) => headerValues(headers, name));
  return said.length > 0 ? { cdnCacheControl: said.join(', ') } : {};
}

/** No cookie, no token: what a stranger with the address is given. Undefined where there was no answer. */
async function asNobody(url: string, { world, signal }: CollectContext): Promise<HttpResponse | undefined> {
  try {
    return await requestInTurn(world, { url, permit: 'cross-tenant', signal });
  } catch (error) {
    if (error instanceof GapError && !signal.aborted && error.gap.reason !== 'budget-spent') return undefined;
    throw error;
  }
}

function textOf({ body, headers }: HttpResponse): string {
  return readAnswer(body, mediaType(headers), {}).text;
}

function byUrl(one: CacheProbe, other: CacheProbe): number {
  return `${one.path} ${one.kind}` < `${other.path} ${other.kind}` ? -1 : 1;
}
