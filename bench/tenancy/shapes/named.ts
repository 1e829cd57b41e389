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

export const namedShapes: readonly Shape[] = [connection, slugOnOnePage, figuresByHeader, searchInVariable];
