import { customers, refused, type Shape } from '../shape.ts';
import { listed, number, own, portalOf, rows, shown, uuid } from './records.ts';

const canary = customers.b.records[1]?.note ?? '';
const tail = customers.b.records[2]?.note ?? '';

export const listShapes: readonly Shape[] = [
  filter(
    'list-org-parameter',
    (who) => `?orgId=${customers[who].org}`,
    (query) => query.get('orgId') ?? '',
  ),
  filter(
    'list-user-parameter',
    (who) => `?user_id=${customers[who].userId}`,
    (query) => query.get('user_id') ?? '',
    'userId',
  ),
  filter(
    'list-bracket-filter',
    (who) => `?filter[organisation][id]=${customers[who].org}`,
    (query) => query.get('filter[organisation][id]') ?? '',
  ),
  filter(
    'list-json-filter',
    (who) => `?where=${encodeURIComponent(JSON.stringify({ org: customers[who].org, open: true }))}`,
    (query) => /"org":"(\w+)"/.exec(query.get('where') ?? '')?.[1] ?? '',
  ),
  tenantPath(),
  hiddenTenantParameter(),
  unscoped('list-filtered-in-browser', '/api/contacts'),
  unscoped('export-csv', '/api/export.csv', true),
  unscopedSearch(),
  cursor(),
  pageNumber(),
  expand(),
];

function filter(
  id: string,
  query: (who: 'a' | 'b') => string,
  read: (query: URLSearchParams) => string,
  by: 'org' | 'userId' = 'org',
): Shape {
  const all = rows(uuid);
  return {
    id,
    finds: ['authz.list', 'authz.read', 'authz.body-tenant'],
    portal: portalOf((ask, flawed) => {
      const wanted = flawed ? read(ask.query) : customers[ask.who as 'a'][by];
      return { body: { items: all.filter((row) => row.owner[by] === wanted).map(shown), total: 3 } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', `/api/records${query(who)}`);
    },
  };
}

function tenantPath(): Shape {
  const all = rows(uuid);
  return {
    id: 'tenant-in-path',
    finds: ['authz.list', 'authz.read'],
    portal: portalOf((ask, flawed) => {
      const wanted = ask.path.split('/')[2];
      if (!flawed && wanted !== customers[ask.who as 'a'].slug) return { status: 403, body: { error: 'forbidden' } };
      return { body: all.filter((row) => row.owner.slug === wanted).map(shown) };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', `/t/${customers[who].slug}/records`);
      browse('GET', `/t/${customers[who].slug}/recent`);
    },
  };
}

/** The page never sends it; the server obeys it. */
function hiddenTenantParameter(): Shape {
  const all = rows(uuid);
  return {
    id: 'tenant-parameter-unsent',
    finds: ['authz.list', 'authz.body-tenant'],
    portal: portalOf((ask, flawed) => {
      const wanted = (flawed ? ask.query.get('organisationId') : null) ?? customers[ask.who as 'a'].org;
      return {
        body: all
          .filter((row) => row.owner.org === wanted)
          .map((row) => ({ ...shown(row), organisationId: row.owner.org })),
      };
    }),
    walk(_who, browse) {
      browse('GET', '/api/me');
      browse('GET', '/api/records');
    },
  };
}

function unscoped(id: string, path: string, csv = false): Shape {
  const all = rows(uuid);
  return {
    id,
    finds: ['authz.list'],
    canaries: [canary],
    portal: portalOf((ask, flawed) => {
      if (ask.path !== path) return refused;
      const found = flawed ? all : own(all, ask);
      return csv
        ? {
            type: 'text/csv',
            body: `id,title,note\n${found.map((row) => `${row.id},"${row.title}","${row.note}"`).join('\n')}\n`,
          }
        : { body: { items: found.map(shown) } };
    }),
    walk(_who, browse) {
      browse('GET', '/api/me');
      browse('GET', path);
    },
  };
}

function unscopedSearch(): Shape {
  const all = rows(uuid);
  return {
    id: 'search-over-all',
    finds: ['authz.list'],
    canaries: [canary],
    portal: portalOf((ask, flawed) => {
      const wanted = (ask.query.get('term') ?? '').toLowerCase();
      const found = (flawed ? all : own(all, ask)).filter(
        (row) => wanted !== '' && `${row.title} ${row.note}`.toLowerCase().includes(wanted),
      );
      return { body: { results: found.map(shown) } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', `/api/lookup?term=${who === 'a' ? 'Oak' : 'Drain'}`);
    },
  };
}

function cursor(): Shape {
  const all = [...rows(uuid)].sort((one) => (one.owner.key === 'a' ? -1 : 1));
  return {
    id: 'cursor-over-all',
    finds: ['authz.list'],
    canaries: [tail],
    portal: portalOf((ask, flawed) => {
      const at = Number(Buffer.from(ask.query.get('after') ?? '', 'base64').toString() || '0');
      const found = flawed && at > 0 ? all : own(all, ask);
      const next =
        at + 2 < (flawed ? all : own(all, ask)).length ? Buffer.from(String(at + 2)).toString('base64') : null;
      return { body: { items: found.slice(at, at + 2).map(shown), pageInfo: { endCursor: next } } };
    }),
    walk(_who, browse) {
      browse('GET', '/api/me');
      const first = browse('GET', '/api/records').body as { pageInfo?: { endCursor: string | null } };
      if (first.pageInfo?.endCursor)
        browse('GET', `/api/records?after=${encodeURIComponent(first.pageInfo.endCursor)}`);
    },
  };
}

function pageNumber(): Shape {
  const all = [...rows(uuid)].sort((one) => (one.owner.key === 'a' ? -1 : 1));
  return {
    id: 'later-page-over-all',
    finds: ['authz.list'],
    canaries: [tail],
    portal: portalOf((ask, flawed) => {
      const page = Number(ask.query.get('page') ?? '1');
      const found = flawed && page > 1 ? all : own(all, ask);
      return { body: { items: found.slice((page - 1) * 2, page * 2).map(shown), page, total: found.length } };
    }),
    walk(_who, browse) {
      browse('GET', '/api/me');
      browse('GET', '/api/records');
      browse('GET', '/api/records?page=2');
    },
  };
}

function expand(): Shape {
  const all = rows(number);
  return {
    id: 'expand-embeds',
    finds: ['authz.read', 'authz.list'],
    portal: portalOf((ask, flawed) => {
      const wanted = ask.query.get('recordId');
      const row = all.find((one) => one.id === wanted && (flawed || one.owner.key === ask.who));
      if (wanted === null) return { body: { items: own(all, ask).map(listed) } };
      return {
        body: {
          items: own(all, ask)
            .filter((one) => one.id === wanted)
            .map(listed),
          ...(ask.query.get('include') === 'record' && row ? { included: [shown(row)] } : {}),
        },
      };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const { items } = browse('GET', '/api/tasks').body as { items: { id: string }[] };
      for (const item of items.slice(0, 2)) browse('GET', `/api/tasks?recordId=${item.id}&include=record`);
    },
  };
}

/** A list in pages by a word of the portal's language; what both customers' rows say by chance stands on the second page of each. */
export function pagesInAnotherLanguage(name: string): Shape {
  const rowsOf = (who: 'a' | 'b', at: number) =>
    [1, 2].map((row) => ({
      id: `cm${who === 'a' ? 'k7q2' : 'x4w9'}${at}${row}tz81mbq0v`,
      title: customers[who].records[row]?.title,
      state: 'wird geprüft',
      kind: 'Auswertung Februar',
    }));
  return {
    id: `second-page-by-${name}`,
    finds: [],
    portal: portalOf((ask) => {
      if (ask.who === 'anonymous') return refused;
      const at = Number(ask.query.get(name) ?? '1');
      return { body: { rows: at <= 2 ? rowsOf(ask.who, at) : [], note: at === 2 ? `Blatt ${at} von 2` : '' } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/papers');
      if (who === 'b') browse('GET', `/api/papers?${name}=2`);
    },
  };
}
