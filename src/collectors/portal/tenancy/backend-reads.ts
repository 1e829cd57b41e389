import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, keyOf } from '../operations/operation-map.ts';
import { sessionsSlot } from '../session.ts';
import { betweenProbes } from './alive.ts';
import { embeddedTables } from './embedded-tables.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import type { PlainRequest } from './replay.ts';
import { curlFor } from './reproduce.ts';
import { requestOf, sentValues } from './requests.ts';
import { rowsUnderOthers } from './rows-under-others.ts';
import type { Setting } from './setting.ts';
import { isTableRead, rowFilter } from './table-reads.ts';
import { tenantValues } from './tenant-values.ts';
import { type RawView, toView } from './view.ts';

const tableLimit = 12;
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
 * policies alone. Each table that B's pages read, by itself or inside another one, is read with the public key and as A, with B's filter and without.
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
      if (!read) return [];
      const own = (operation.by.get(owner) ?? []).filter(
        ({ exchange }) => exchange.status < 300 && isTableRead(exchange),
      );
      const below = own.flatMap(({ exchange }) => embeddedTables(setting, operation, exchange, asker));
      return [{ operation, request: requestOf(read.exchange), parent: undefined }, ...below];
    })
    .filter((one, at, all) => all.findIndex((other) => keyOf(other.operation) === keyOf(one.operation)) === at)
    .slice(0, tableLimit);
  if (tables.length === 0) return;
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  for (const { operation, request, parent } of tables) {
    if (parent && !/^(empty|denied)$/.test((await setting.ask(parent, asker)).outcome)) continue;
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
        const ofTenant = await rowsOfTenant(setting, request, owner, asker);
        if (ofTenant) tried.push({ who: asker, what: ofTenant.what, view: ofTenant.view });
        // Rows of both stand in it: those under the owner's records are the owner's, whether or not the asker has seen them.
        for (const { who, what, view } of tried.filter((one) => one.view.outcome === 'data')) {
          const rows = await rowsUnderOthers(setting, operation, view.content.leaves, owner, asker);
          if (rows) return { views, tried, ofTenant, underOthers: { who, what, owner: rows.owner } };
        }
        return { views, tried, ofTenant, underOthers: undefined };
      },
      setting.renew,
    );
    const { views, tried, ofTenant, underOthers } = outcome.result;
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
      ...(ofTenant ? { ofTenant: { name: ofTenant.name, rows: ofTenant.rows } } : {}),
      alive: outcome.alive,
      reproduce: curlFor(open, 'anonymous', context.world.vault.redact),
    });
  }
}

/** At most twenty rows: one row of B's is proof enough, and nobody else's are collected. */
function withoutFilters(request: PlainRequest): PlainRequest {
  const url = new URL(request.url);
  for (const [name, value] of [...url.searchParams])
    if (rowFilter.test(value) || /^(or|and)$/.test(name)) url.searchParams.delete(name);
  if (url.href !== new URL(request.url).href) url.searchParams.set('limit', '20');
  return { ...request, url: url.href };
}

/** At most five rows, whole, that say they are the owner's tenant's, as the asker gets them. */
async function rowsOfTenant(
  setting: Setting,
  request: PlainRequest,
  owner: IdentityName,
  asker: IdentityName,
): Promise<{ name: string; rows: number; what: string; view: RawView } | undefined> {
  for (const { name, value } of tenantValues(setting, owner, asker).slice(0, 2)) {
    const url = new URL(withoutFilters(request).url);
    for (const [key, put] of [
      ['select', '*'],
      [name, `eq.${value}`],
      ['limit', '5'],
    ] as const)
      url.searchParams.set(key, put);
    const view = await setting.ask({ ...request, url: url.href }, asker);
    const rows = view.content.leaves.filter((leaf) => leaf.path.endsWith(`].${name}`) && leaf.value === value).length;
    if (view.outcome === 'data' && rows > 0) return { name, rows, what: `every column, where ${name} is B's`, view };
  }
  return undefined;
}

function foreignBackends(setting: Setting): { host: string; product: string }[] {
  const sessions = [...(setting.context.live.get(sessionsSlot)?.values() ?? [])];
  const hosts = new Set(sessions.flatMap((session) => [...session.recorder.foreignHosts]));
  return [...hosts].flatMap((host) => {
    const product = products.find(([name]) => name.test(host))?.[1];
    return product ? [{ host, product }] : [];
  });
}
