import { createHash, randomBytes } from 'node:crypto';
import type { CrawlResult } from '../../src/collectors/portal/crawl/crawl.ts';
import { crawlsSlot } from '../../src/collectors/portal/crawl/collector.ts';
import type { NamedPath } from '../../src/parse/named-paths.ts';
import { operationsInScripts } from '../../src/parse/graphql-in-script.ts';
import { createLive } from '../../src/collectors/live.ts';
import { attachedCanaries } from './attached-canaries.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import { tenancyCollector } from '../../src/collectors/portal/tenancy/collector.ts';
import { writesCollector } from '../../src/collectors/portal/writes/collector.ts';
import { checks } from '../../src/checks/index.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Journal } from '../../src/world/journal.ts';
import type { HttpRequest, HttpResponse, World } from '../../src/world/world.ts';
import { type Ask, customers, type Reply, type Shape, type Who } from './shape.ts';

export interface Told {
  readonly check: string;
  readonly subject: string;
  readonly code: string;
  readonly is: string;
}
export interface Sent {
  readonly who: Who;
  readonly key: string;
  readonly status: number;
  readonly text: string;
}
export interface Outcome {
  readonly told: readonly Told[];
  readonly gaps: readonly string[];
  readonly sent: readonly Sent[];
  readonly evidence: string;
}

const origin = 'https://portal.example';

/** What the proof of writes needs besides: a journal, and what the pages tried to send. */
export interface WriteMeans {
  readonly journal: Journal;
  readonly held?: (who: Who) => Session['recorder']['held'];
  readonly scripts?: readonly string[];
  readonly named?: readonly NamedPath[];
  /** Whom the proof asks by, for what is done once it has ended. */
  readonly onReady?: (world: World, sessions: ReadonlyMap<'a' | 'b' | 'anonymous', Session>) => void;
}

/** Walks a shape as both customers, runs the product's own proof over the recordings and judges it: in memory, no network. */
export async function proveShape(shape: Shape, flawed: boolean, writes?: WriteMeans): Promise<Outcome> {
  const portal = shape.portal(flawed);
  const sent: Sent[] = [];
  const cookiesOf = (who: Who): Record<string, string> =>
    who === 'anonymous' ? {} : { ...(shape.bearer ? {} : { sid: `session-of-${who}` }), ...shape.cookies?.(who) };

  const answer = (method: string, url: URL, headers: Record<string, string>, body: string) => {
    const cookies = new Map(
      (headers.cookie ?? '')
        .split('; ')
        .filter((one) => one !== '')
        .map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const),
    );
    const of = (who: 'a' | 'b') =>
      shape.bearer ? headers.authorization === shape.bearer(who) : cookies.get('sid') === `session-of-${who}`;
    const who: Who = of('a') ? 'a' : of('b') ? 'b' : 'anonymous';
    const ask: Ask = {
      method,
      host: url.host,
      path: url.pathname,
      query: url.searchParams,
      headers,
      cookies,
      body,
      who,
    };
    return { who, ...encode(portal(ask), method) };
  };

  const sessions = new Map<'a' | 'b' | 'anonymous', Session>();
  const exchanges: Exchange[] = [];
  for (const who of ['a', 'b', 'anonymous'] as const) {
    const own: Exchange[] = [];
    shape.walk(who, (method, path, given = {}) => {
      const url = new URL(path, shape.origin?.(who) ?? origin);
      const body =
        given.body === undefined ? undefined : typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
      const headers: Record<string, string> = {
        accept: '*/*',
        ...(body === undefined ? {} : { 'content-type': given.type ?? 'application/json' }),
        ...(shape.bearer && who !== 'anonymous' ? { authorization: shape.bearer(who) } : {}),
        ...given.headers,
      };
      const cookie = Object.entries(cookiesOf(who))
        .map(([name, value]) => `${name}=${value}`)
        .join('; ');
      const got = answer(method, url, { ...headers, ...(cookie === '' ? {} : { cookie }) }, body ?? '');
      own.push({
        identity: who,
        method,
        url: url.href,
        resource: 'fetch',
        requestHeaders: { ...headers, ...(cookie === '' ? {} : { cookie }) },
        ...(body === undefined ? {} : { requestBody: body }),
        status: got.status,
        responseHeaders: got.headers,
        body: Buffer.from(got.reply.unkept ? [] : got.bytes),
        afterSignIn: true,
        page: `${origin}/`,
        ...(given.shows ? { reads: true } : {}),
      });
      return { ...got.reply, status: got.status };
    });
    exchanges.push(...own);
    sessions.set(who, {
      identity: who,
      recorder: {
        exchanges: own,
        held: writes?.held?.(who) ?? [],
        foreignHosts: new Set(),
        settled: async () => undefined,
      },
      context: {
        cookies: async () => Object.entries(cookiesOf(who)).map(([name, value]) => ({ name, value })),
        newPage: async () => Promise.reject(new Error('no browser')),
      },
      page: { url: () => `${origin}/`, evaluate: async () => '', goto: async () => null, isClosed: () => true },
      home: `${origin}/`,
      self: who === 'anonymous' ? [] : [customers[who].user],
    } as unknown as Session);
  }

  const live = createLive();
  live.set(sessionsSlot, sessions as unknown as Map<never, Session>);
  attachedCanaries(live, shape.canaries ?? []);
  if (writes?.scripts || writes?.named) {
    const named = (writes.named ?? []).map((one) => ({ ...one, template: `${origin}${one.template}`, asked: false }));
    const documents = operationsInScripts(writes.scripts ?? []);
    const walked = { editors: [], documents, named } as unknown as CrawlResult;
    live.set(crawlsSlot, new Map([['b', walked]]));
  }
  const evidence: { kind: string; subject: string; value: unknown }[] = [];
  const gaps: string[] = [];
  const http = {
    async request({ url, method = 'GET', headers = [], body }: HttpRequest): Promise<HttpResponse> {
      const lower = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
      const text = body === undefined ? '' : Buffer.from(body).toString();
      const got = answer(method, new URL(url), lower, text);
      sent.push({
        who: got.who,
        key: `${method} ${url} ${text}`,
        status: got.status,
        text: Buffer.from(got.bytes).toString(),
      });
      return {
        url,
        status: got.status,
        headers: Object.entries(got.headers),
        body: got.bytes,
        truncated: false,
        address: '127.0.0.1',
        port: 443,
        totalMs: 0,
      };
    },
  };
  const config = configSchema.parse({ target: { hosts: [{ name: 'portal.example' }] } });
  const context = {
    target: { name: 'shape', url: `${origin}/`, config },
    world: {
      http,
      clock: { now: () => new Date(Date.UTC(2026, 10, 20)), monotonicMs: () => 0, wait: async () => {} },
      mark: (value: string) => createHash('sha256').update(value).digest('hex').slice(0, 16),
      randomHex: (bytes: number) => randomBytes(bytes).toString('hex'),
      vault: { redact: (text: string) => text, add: () => undefined },
      credentials: (who: string) =>
        who === 'a' || who === 'b' ? { user: customers[who].user, password: 'p' } : undefined,
      scope: { refuses: () => undefined },
      journal: writes?.journal,
    },
    signal: new AbortController().signal,
    live,
    emit: (kind: string, subject: string, value: unknown) => evidence.push({ kind, subject, value }),
    gap: (kind: string, subject: string, found: { detail: string }) => gaps.push(`${kind} ${subject}: ${found.detail}`),
    seen: (kind: string) => evidence.filter((one) => one.kind === kind),
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  writes?.onReady?.(context.world, sessions);
  await (writes ? writesCollector : tenancyCollector).collect('shape', context);

  const told = evidence.flatMap(({ kind, subject, value }) =>
    checks
      .filter((check) => check.needs[0] === kind)
      .flatMap((check) => {
        const now = new Date(Date.UTC(2026, 10, 20));
        const judged = check.judge({ [kind]: value } as never, {
          now,
          limits: {},
          environmentOf: () => 'production',
          subject,
        });
        return (Array.isArray(judged) ? judged : [judged]).map((one) => ({
          check: check.id,
          subject,
          code: one.code,
          is: check.outcomes[one.code]?.is ?? '?',
        }));
      }),
  );
  return { told, gaps, sent, evidence: JSON.stringify(evidence) };
}

function encode(reply: Reply, method: string) {
  const text = reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const bytes =
    reply.body instanceof Uint8Array
      ? reply.body
      : method === 'HEAD'
        ? new Uint8Array()
        : new TextEncoder().encode(text);
  const type = reply.type ?? (typeof reply.body === 'string' ? 'text/plain' : 'application/json');
  return { reply, status: reply.status ?? 200, bytes, headers: { 'content-type': type, ...reply.headers } };
}
