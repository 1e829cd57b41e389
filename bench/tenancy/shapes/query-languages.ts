import type { Ask, Reply, Shape } from '../shape.ts';
import { customers } from '../shape.ts';
import { find, jsonOf, number, portalOf, type Row, rows, shown, uuid } from './records.ts';

type Who = 'a' | 'b';
const all = rows(uuid);
const ofOrg = (org: unknown) => all.filter(({ owner }) => owner.org === org || owner.userId === String(org));

interface Filter {
  readonly id: string;
  /** How the page asks for its own rows. */
  readonly request: (who: Who) => {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly type?: string;
    readonly shows?: true;
  };
  /** Whose rows are asked for; undefined where the request is for something else. */
  readonly asked: (ask: Ask) => unknown;
  readonly wrap: (rows: readonly Row[]) => unknown;
  readonly otherwise: Reply;
}

/** A back end whose rows are asked for in a query language; the filter of the page is all that keeps customers apart. */
function byFilter({ id, request, asked, wrap, otherwise }: Filter): Shape {
  return {
    id,
    finds: ['authz.read', 'authz.list'],
    portal: portalOf((ask, flawed) => {
      const wanted = asked(ask);
      if (wanted === undefined) return otherwise;
      const found = ofOrg(wanted).filter(({ owner }) => flawed || owner.key === ask.who);
      return { body: wrap(found) };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const { method, path, ...rest } = request(who);
      browse(method, path, rest);
    },
  };
}

const dug = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((one, key) => (one as Record<string, unknown> | null | undefined)?.[key], value);
const documents = '/v1/projects/portal/databases/(default)/documents';
const typed = (row: Row) => ({
  document: {
    name: `projects/portal/databases/(default)/documents/orders/${row.id}`,
    fields: { title: { stringValue: row.title }, note: { stringValue: row.note }, amount: { doubleValue: row.amount } },
  },
});

/** Rows by a grid that posts where it stands, with cells that are HTML. */
function gridOfCells(): Shape {
  const kept = rows(number);
  const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return {
    id: 'grid-whose-cells-are-html',
    finds: ['authz.body-tenant'],
    portal: portalOf((ask, flawed) => {
      const sent = new URLSearchParams(ask.body);
      if (ask.path === '/orders/data') {
        const wanted = sent.get('customer');
        const found = kept.filter(({ owner }) => owner.userId === wanted && (flawed || owner.key === ask.who));
        return {
          body: {
            draw: Number(sent.get('draw')),
            recordsTotal: found.length,
            recordsFiltered: found.length,
            data: found.map((row) => [
              `<a href="/orders/${row.id}">${escaped(row.title)}</a>`,
              `<span class="note">${escaped(row.note)}</span>`,
              `<b>${row.amount}</b>`,
            ]),
          },
        };
      }
      const row = find(kept, /^\/orders\/(\d+)$/.exec(ask.path)?.[1], ask, false);
      return row ? { body: shown(row) } : { status: 404, body: { error: 'not_found' } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('POST', '/orders/data', {
        type: 'application/x-www-form-urlencoded',
        body: `draw=1&start=0&length=10&order%5B0%5D%5Bcolumn%5D=0&search%5Bvalue%5D=&customer=${customers[who].userId}`,
      });
      for (const row of kept.filter(({ owner }) => owner.key === who).slice(0, 2)) browse('GET', `/orders/${row.id}`);
    },
  };
}

export const queryLanguageShapes: readonly Shape[] = [
  byFilter({
    id: 'firestore-query-without-rules',
    request: (who) => ({
      method: 'POST',
      path: `${documents}:runQuery`,
      body: {
        structuredQuery: {
          from: [{ collectionId: 'orders' }],
          where: {
            fieldFilter: { field: { fieldPath: 'org' }, op: 'EQUAL', value: { stringValue: customers[who].org } },
          },
        },
      },
    }),
    asked: (ask) =>
      ask.path === `${documents}:runQuery`
        ? dug(jsonOf(ask), 'structuredQuery', 'where', 'fieldFilter', 'value', 'stringValue')
        : undefined,
    wrap: (found) => found.map(typed),
    otherwise: { status: 403, body: { error: { code: 403, status: 'PERMISSION_DENIED' } } },
  }),
  byFilter({
    id: 'directus-search',
    request: (who) => ({
      method: 'SEARCH',
      path: '/items/orders',
      body: { query: { filter: { org: { _eq: customers[who].org } }, fields: ['*'] } },
    }),
    asked: (ask) =>
      ask.path === '/items/orders' && ask.method === 'SEARCH'
        ? dug(jsonOf(ask), 'query', 'filter', 'org', '_eq')
        : undefined,
    wrap: (found) => ({ data: found.map(shown) }),
    otherwise: {
      status: 403,
      body: { errors: [{ message: 'You have no permission.', extensions: { code: 'FORBIDDEN' } }] },
    },
  }),
  byFilter({
    id: 'strapi-filters',
    request: (who) => ({
      method: 'GET',
      path: `/api/orders?filters[customer][id][$eq]=${customers[who].userId}&populate=*`,
    }),
    asked: (ask) => (ask.path === '/api/orders' ? (ask.query.get('filters[customer][id][$eq]') ?? '0') : undefined),
    wrap: (found) => ({
      data: found.map(({ id, ...row }) => ({ id, attributes: shown({ id, ...row }) })),
      meta: { pagination: { page: 1 } },
    }),
    otherwise: { status: 403, body: { data: null, error: { status: 403, name: 'ForbiddenError' } } },
  }),
  byFilter({
    id: 'hasura-where',
    request: (who) => ({
      method: 'POST',
      path: '/v1/graphql',
      body: {
        operationName: 'Orders',
        query: 'query Orders($org: String!) { orders(where: {org_id: {_eq: $org}}) { id title note amount } }',
        variables: { org: customers[who].org },
      },
    }),
    asked: (ask) => (ask.path === '/v1/graphql' ? dug(jsonOf(ask), 'variables', 'org') : undefined),
    wrap: (found) => ({ data: { orders: found.map(shown) } }),
    otherwise: { body: { errors: [{ message: 'field not found' }], data: null } },
  }),
  byFilter({
    id: 'parse-server-find',
    request: (who) => ({
      method: 'POST',
      path: '/parse/classes/Order',
      body: {
        where: { customer: { __type: 'Pointer', className: 'Customer', objectId: customers[who].org } },
        _method: 'GET',
      },
    }),
    asked: (ask) =>
      ask.path === '/parse/classes/Order' && jsonOf(ask)._method === 'GET'
        ? dug(jsonOf(ask), 'where', 'customer', 'objectId')
        : undefined,
    wrap: (found) => ({
      results: found.map(({ id, ...row }) => ({ objectId: id, title: row.title, note: row.note, amount: row.amount })),
    }),
    otherwise: { status: 403, body: { code: 119, error: 'unauthorized' } },
  }),
  gridOfCells(),
];
