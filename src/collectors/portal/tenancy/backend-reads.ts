import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { sessionsSlot } from '../session.ts';
import { betweenProbes } from './alive.ts';
import { exchangeContent } from './answer-text.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import type { PlainRequest } from './replay.ts';
import { curlFor } from './reproduce.ts';
import { requestOf, sentValues } from './requests.ts';
import { rowsUnderOthers } from './rows-under-others.ts';
import type { Setting } from './setting.ts';
import { toView } from './view.ts';

const tableLimit = 12;
const filter = /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|match|in|is|cs|cd|fts)\./;
const products: readonly (readonly [RegExp, string])[] = [
  [/\.supabase\.(co|in|net)$/, 'Supabase'],
  [/\.firebaseio\.com$|\.firebasedatabase\.app$|^firestore\.googleapis\.com$/, 'Firebase'],
  [/\.hasura\.app$/, 'Hasura'],
  [/\.nhost\.(run|app)$/, 'Nhost'],
  [/(^|\.)appwrite\.(io|global)$/, 'Appwrite'],
  [/\.back4app\.(io|com)$/, 'Parse'],
  [/\.convex\.cloud$/, 'Convex'],
];

/**
 * authz.baas: where the browser talks to the database itself (PostgREST and what is built on it), the rows are guarded by
 * policies alone. Each table that B's pages read is read with the public key and as A, with B's filter and without.
 */
export async function collectBackendReads(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  for (const host of foreignBackends(setting))
    context.emit('tenancy.backend', host.host, { kind: 'third-party', ...host });
  const tables = setting.map.operations
    .filter(isReplayable)
    .flatMap((operation) => {
      const read = (operation.by.get(owner) ?? [])
        .filter(({ exchange }) => exchange.status < 300 && isTableRead(exchange))
        .sort((one, other) => other.exchange.body.length - one.exchange.body.length)[0];
      return read ? [{ operation, exchange: read.exchange }] : [];
    })
    .slice(0, tableLimit);
  if (tables.length === 0) return;
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  for (const { operation, exchange } of tables) {
    const request = requestOf(exchange);
    const open = withoutFilters(request);
    const outcome = await betweenProbes(
      probes,
      async () => {
        const views = [await setting.ask(request, owner), await setting.ask(request, owner)] as const;
        const tried: { who: IdentityName; what: string; view: Awaited<ReturnType<Setting['ask']>> }[] = [];
        for (const who of ['anonymous', asker] as const) {
          tried.push({ who, what: "with the owner's filter", view: await setting.ask(request, who) });
          if (open.url !== request.url)
            tried.push({ who, what: 'without a filter', view: await setting.ask(open, who) });
        }
        // Rows of both stand in it: those under the owner's records are the owner's, whether or not the asker has seen them.
        for (const { who, what, view } of tried.filter((one) => one.view.outcome === 'data')) {
          const rows = await rowsUnderOthers(setting, operation, view.content.leaves, owner, asker);
          if (rows) return { views, tried, underOthers: { who, what, owner: rows.owner } };
        }
        return { views, tried, underOthers: undefined };
      },
      setting.renew,
    );
    const { views, tried, underOthers } = outcome.result;
    const atoms = gatherAtoms({
      ownerViews: views,
      canaries: setting.canariesOf(owner),
      self: setting.session(owner)?.self ?? [],
      knownElsewhere: (value) => setting.knows(asker, value) || setting.knows('anonymous', value),
      sent: sentValues(request),
    });
    const mark = context.world.mark;
    context.emit('tenancy.backend', `${operation.method} ${operation.template}`, {
      kind: 'postgrest',
      template: operation.template,
      host: operation.host,
      owner,
      asker,
      atoms: atoms.map((atom) => toAtom(atom, mark)),
      ownerView: toView(views[0], atoms, mark),
      tries: tried.map((one) => ({ who: one.who, what: one.what, view: toView(one.view, atoms, mark) })),
      ...(underOthers ? { underOthers } : {}),
      alive: outcome.alive,
      reproduce: curlFor(open, 'anonymous', context.world.vault.redact),
    });
  }
}

/** PostgREST: `/rest/v1/table?select=…&column=eq.value` with an `apikey`, or its `Content-Range` and operators (postgrest.org). */
function isTableRead(exchange: Exchange): boolean {
  const url = new URL(exchange.url);
  const speaks = [...url.searchParams.values()].some((value) => filter.test(value)) || url.searchParams.has('select');
  const keyed = exchange.requestHeaders.apikey !== undefined || 'content-range' in exchange.responseHeaders;
  const known = /\/rest\/v\d+\/(?!rpc\/)[a-z_]\w*$/i.test(url.pathname);
  return exchange.method === 'GET' && exchangeContent(exchange).kind === 'json' && keyed && (known || speaks);
}

/** At most twenty rows: one row of B's is proof enough, and nobody else's are collected. */
function withoutFilters(request: PlainRequest): PlainRequest {
  const url = new URL(request.url);
  for (const [name, value] of [...url.searchParams])
    if (filter.test(value) || /^(or|and)$/.test(name)) url.searchParams.delete(name);
  if (url.href !== new URL(request.url).href) url.searchParams.set('limit', '20');
  return { ...request, url: url.href };
}

function foreignBackends(setting: Setting): { host: string; product: string }[] {
  const sessions = [...(setting.context.live.get(sessionsSlot)?.values() ?? [])];
  const hosts = new Set(sessions.flatMap((session) => [...session.recorder.foreignHosts]));
  return [...hosts].flatMap((host) => {
    const product = products.find(([name]) => name.test(host))?.[1];
    return product ? [{ host, product }] : [];
  });
}
