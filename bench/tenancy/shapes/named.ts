import { customers, type Reply, refused, type Shape } from '../shape.ts';
import { find, jsonOf, own, portalOf, rows, shown } from './records.ts';

/** References that nothing in the request names as such: what they are shows where the value stands elsewhere. */
const globalId = (text: string) => Buffer.from(text).toString('base64');
const all = rows((customer, at) =>
  globalId(`Board:${customer.key === 'a' ? ['abf', 'bcg', 'cdh'][at] : ['ghk', 'hil', 'ijm'][at]}`),
);

const connection: Shape = {
  id: 'graphql-connection-by-a-variable-of-one-letter',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed): Reply => {
    const { operationName, variables } = jsonOf(ask) as { operationName?: string; variables?: { p?: string } };
    if (operationName === 'Boards') return { body: { data: { boards: own(all, ask).map(({ id }) => ({ id })) } } };
    const row = find(all, variables?.p, ask, flawed);
    return { body: { data: { cards: { edges: row ? [{ node: shown(row) }] : [] } } } };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const send = (operationName: string, query: string, variables: unknown) =>
      browse('POST', '/graphql', { body: { operationName, query, variables } });
    send('Boards', 'query Boards{boards{id}}', {});
    for (const { id } of all.filter((row) => row.owner.key === who).slice(0, 2))
      send('Cards', 'query Cards($p:ID!){cards(boardId:$p){edges{node{id title note amount}}}}', { p: id });
  },
};

const sheet = (key: 'a' | 'b') =>
  customers[key].records.map(({ title, amount }) => `<tr><td>${title}</td><td>${amount}</td></tr>`).join('');

const slugOnOnePage: Shape = {
  id: 'tenant-word-before-a-single-page',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed): Reply => {
    if (ask.who === 'anonymous') return refused;
    if (ask.path === '/api/workspaces') {
      const { org, slug, orgName } = customers[ask.who];
      return { body: [{ id: org, slug, name: orgName }] };
    }
    const asked = (['a', 'b'] as const).find((key) => ask.path === `/t/${customers[key].slug}/sheet`);
    if (!asked || (asked !== ask.who && !flawed)) return { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
    return { type: 'text/html', body: `<html><body><h1>Sheet</h1><table>${sheet(asked)}</table></body></html>` };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/api/workspaces');
    browse('GET', `/t/${customers[who].slug}/sheet`);
  },
};

const spend = (key: 'a' | 'b') => ({
  months: [7, 8, 9].map((month) => ({ month, spent: (key === 'a' ? 18_211 : 27_348) + month * 151, open: month % 4 })),
});

const figuresByHeader: Shape = {
  id: 'figures-by-a-tenant-header',
  finds: ['authz.body-tenant'],
  portal: portalOf((ask, flawed): Reply => {
    if (ask.who === 'anonymous') return refused;
    if (ask.path === '/api/session') return { body: { org: { id: customers[ask.who].org } } };
    const asked = (['a', 'b'] as const).find((key) => customers[key].org === ask.headers['x-org-id']);
    return asked && (asked === ask.who || flawed)
      ? { body: spend(asked) }
      : { status: 403, body: { error: 'not_a_member' } };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/api/session');
    browse('GET', '/api/spend', { headers: { 'x-org-id': customers[who].org } });
  },
};

/** No page sends the header; the server heeds it under the name that its records have for the customer. */
const unsentHeader: Shape = {
  id: 'header-by-the-own-name-of-the-tenant',
  finds: ['authz.list'],
  portal: portalOf((ask, flawed): Reply => {
    if (ask.who === 'anonymous') return refused;
    const { userId, user, org } = customers[ask.who];
    if (ask.path === '/api/person') return { body: { id: userId, email: user, accountId: org } };
    const asked = (['a', 'b'] as const).find((key) => customers[key].org === ask.headers['x-account-id']);
    const who = flawed && asked ? asked : ask.who;
    return { body: customers[who].records.map(({ title, note }, at) => ({ id: `${who}-${at}`, title, note })) };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/api/person');
    browse('GET', '/api/shipments');
  },
};

const searchInVariable: Shape = {
  id: 'search-by-a-variable',
  finds: ['authz.list'],
  canaries: ['Drain before six or the rind batch is lost'],
  portal: portalOf((ask, flawed): Reply => {
    const { variables } = jsonOf(ask) as { variables?: { term?: string } };
    const term = (variables?.term ?? '').toLowerCase();
    const hits = (flawed ? all : own(all, ask)).filter(({ note }) => term !== '' && note.toLowerCase().includes(term));
    return { body: { data: { find: hits.map(({ title, note }) => ({ title, note })) } } };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const query = 'query Find($term:String!){find(term:$term){title note}}';
    browse('POST', '/graphql', { body: { query, variables: { term: who === 'a' ? 'Oak' : 'Drain' } } });
  },
};

const pageRows = rows((customer, at) => `${customer.key === 'a' ? 'shp41' : 'shp57'}${at}x${at}`);

const componentsBesidePage: Shape = {
  id: 'components-beside-the-page-at-one-address',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed): Reply => {
    const component = ask.headers.rsc === '1';
    const page = (content: string, status = 200): Reply => ({
      status,
      type: 'text/html',
      body: `<html><body><nav><a href="/parcels">Parcels</a><a href="/settings">Settings</a></nav>${content}</body></html>`,
    });
    const stream = (row: string): Reply => ({ type: 'text/x-component', body: `1:"$Sreact.fragment"\n6:${row}\n` });
    if (ask.path === '/parcels')
      return page(
        own(pageRows, ask)
          .map(({ id }) => `<a href="/parcels/${id}">${id}</a>`)
          .join(''),
      );
    const row = find(pageRows, ask.path.split('/')[2], ask, flawed && component);
    if (!row) return component ? stream('E{"digest":"404"}') : page('<h1>Not found</h1>', 404);
    if (component) return stream(JSON.stringify(['$', 'dl', null, { children: [row.note, row.amount] }]));
    return page(`<h1>${row.title}</h1><p>${row.note}</p><i>7 days</i>`);
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/parcels');
    for (const { id } of pageRows.filter((row) => row.owner.key === who).slice(0, 2)) {
      browse('GET', `/parcels/${id}?_rsc=1f`, { headers: { rsc: '1' } });
      browse('GET', `/parcels/${id}`);
    }
  },
};

const filterOnSomePages: Shape = {
  id: 'filter-that-the-bare-list-has-not',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed): Reply => {
    if (ask.who === 'anonymous') return refused;
    const { org, slug, orgName } = customers[ask.who];
    if (ask.path === '/api/workspaces') return { body: [{ id: org, slug, name: orgName }] };
    if (ask.path !== `/t/${slug}/report`) return refused;
    const row = find(all, ask.query.get('board'), ask, flawed);
    return { body: { boards: own(all, ask).map(({ id }) => ({ id })), chosen: row ? shown(row) : null } };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/api/workspaces');
    const path = `/t/${customers[who].slug}/report`;
    browse('GET', path);
    const [first] = all.filter((row) => row.owner.key === who);
    browse('GET', `${path}?board=${encodeURIComponent(first?.id ?? '')}`);
  },
};

export const namedShapes: readonly Shape[] = [
  componentsBesidePage,
  filterOnSomePages,
  connection,
  slugOnOnePage,
  figuresByHeader,
  unsentHeader,
  searchInVariable,
];
