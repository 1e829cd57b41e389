import { customers, type Ask, type Reply, type Shape } from '../shape.ts';
import { find, give, jsonOf, listed, number, own, portalOf, rows, shown, uuid } from './records.ts';

type Step = { readonly path: string; readonly body: unknown; readonly type?: string; readonly method?: string };

function byBody(
  id: string,
  idOf: typeof uuid,
  list: Step,
  one: (id: string) => Step,
  read: (ask: Ask) => { list?: boolean; id?: unknown },
  wrap: (value: unknown, ask: Ask) => Reply = (body) => ({ body }),
): Shape {
  const all = rows(idOf);
  return {
    id,
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      const wanted = read(ask);
      if (wanted.list) return wrap(own(all, ask).map(listed), ask);
      const row = find(all, String(wanted.id), ask, flawed);
      return row ? wrap(shown(row), ask) : wrap(null, ask);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse(list.method ?? 'POST', list.path, { body: list.body, ...(list.type ? { type: list.type } : {}) });
      for (const row of all.filter((row_) => row_.owner.key === who).slice(0, 2)) {
        const step = one(row.id);
        browse(
          step.method ?? 'POST',
          step.path,
          step.method === 'GET' ? {} : { body: step.body, ...(step.type ? { type: step.type } : {}) },
        );
      }
    },
  };
}
const form = 'application/x-www-form-urlencoded';
const rpc = (method: string, params: unknown) => ({ jsonrpc: '2.0', id: 1, method, params });

/** JSON-RPC that asks whose the record is for the first call of a batch alone. */
function firstCallOfBatch(): Shape {
  const all = rows(number);
  interface Call {
    readonly id: number;
    readonly method: string;
    readonly params?: { readonly id?: number };
  }
  return {
    id: 'json-rpc-first-call-of-a-batch',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      const sent: unknown = JSON.parse(ask.body || '{}');
      const answer = ({ id, method, params = {} }: Call, at: number) => {
        const row = find(all, String(params.id), ask, flawed && at > 0);
        const result = method === 'records.list' ? own(all, ask).map(listed) : row && shown(row);
        const error = { code: -32004, message: 'Not found', data: { id: params.id } };
        return { jsonrpc: '2.0', id, ...(result ? { result } : { error }) };
      };
      return { body: Array.isArray(sent) ? (sent as Call[]).map(answer) : answer(sent as Call, 0) };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('POST', '/rpc', { body: rpc('records.list', {}) });
      for (const row of all.filter(({ owner }) => owner.key === who).slice(0, 2))
        browse('POST', '/rpc', { body: rpc('records.get', { id: Number(row.id) }) });
    },
  };
}

export const bodyShapes: readonly Shape[] = [
  firstCallOfBatch(),
  byBody(
    'post-read-body',
    uuid,
    { path: '/api/getRecords', body: {} },
    (id) => ({ path: '/api/getRecord', body: { id } }),
    (ask) => ({ list: ask.path.endsWith('Records'), id: jsonOf(ask).id }),
  ),
  byBody(
    'post-read-number',
    number,
    { path: '/api/records/list', body: {} },
    (id) => ({ path: '/api/records/get', body: { page: 57, recordId: Number(id) } }),
    (ask) => ({ list: ask.path.endsWith('list'), id: jsonOf(ask).recordId }),
  ),
  byBody(
    'post-read-nested',
    uuid,
    { path: '/api/query', body: { from: 'records' } },
    (id) => ({ path: '/api/query', body: { from: 'records', where: { id: { equals: id } } } }),
    (ask) => {
      const body = jsonOf(ask) as { where?: { id?: { equals?: string } } };
      return { list: body.where === undefined, id: body.where?.id?.equals };
    },
  ),
  byBody(
    'form-post-read',
    number,
    { path: '/records/list', body: 'all=1', type: form },
    (id) => ({ path: '/records/show', body: `tab=main&record_id=${id}`, type: form }),
    (ask) => ({ list: ask.path.endsWith('list'), id: new URLSearchParams(ask.body).get('record_id') }),
  ),
  byBody(
    'json-rpc',
    number,
    { path: '/rpc', body: rpc('records.list', {}) },
    (id) => ({ path: '/rpc', body: rpc('records.get', { id: Number(id) }) }),
    (ask) => {
      const body = jsonOf(ask) as { method?: string; params?: { id?: number } };
      return { list: body.method === 'records.list', id: body.params?.id };
    },
    (value) =>
      value === null
        ? { body: { jsonrpc: '2.0', id: 1, error: { code: -32001, message: 'Not found' } } }
        : { body: { jsonrpc: '2.0', id: 1, result: value } },
  ),
  byBody(
    'trpc-query',
    uuid,
    { method: 'GET', path: '/api/trpc/records.list?batch=1&input=%7B%7D', body: undefined },
    (id) => ({
      method: 'GET',
      path: `/api/trpc/records.get?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: { json: { id } } }))}`,
      body: undefined,
    }),
    (ask) => {
      const input = JSON.parse(ask.query.get('input') ?? '{}') as Record<string, { json?: { id?: string } }>;
      return { list: ask.path.endsWith('list'), id: input['0']?.json?.id };
    },
    (value) =>
      value === null
        ? { status: 404, body: [{ error: { json: { message: 'NOT_FOUND', code: -32004 } } }] }
        : { body: [{ result: { data: { json: value } } }] },
  ),
  byBody(
    'soap',
    number,
    { path: '/services/Records', type: 'text/xml', body: '<Envelope><Body><GetRecords/></Body></Envelope>' },
    (id) => ({
      path: '/services/Records',
      type: 'text/xml',
      body: `<Envelope><Body><GetRecord><recordId>${id}</recordId></GetRecord></Body></Envelope>`,
    }),
    (ask) => ({ list: ask.body.includes('GetRecords'), id: /<recordId>(\d+)</.exec(ask.body)?.[1] }),
  ),
  tenantHeader(),
  recordHeader(),
  tenantCookie(),
  postReadOrg(),
];

function tenantHeader(): Shape {
  const all = rows(uuid);
  return {
    id: 'tenant-header',
    finds: ['authz.list', 'authz.body-tenant', 'authz.read'],
    portal: portalOf((ask, flawed) => {
      const org = flawed ? ask.headers['x-workspace'] : customers[ask.who as 'a'].org;
      return { body: all.filter((row) => row.owner.org === org).map(shown) };
    }),
    walk(who, browse) {
      if (who === 'anonymous') return void browse('GET', '/api/me');
      const headers = { 'x-workspace': customers[who].org };
      browse('GET', '/api/me', { headers });
      browse('GET', '/api/records', { headers });
    },
  };
}

function recordHeader(): Shape {
  const all = rows(uuid);
  return {
    id: 'reference-in-header',
    finds: ['authz.read', 'authz.body-tenant'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      return give(find(all, ask.headers['x-record'], ask, flawed));
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', '/api/record', { headers: { 'x-record': item.id } });
    },
  };
}

function tenantCookie(): Shape {
  const all = rows(uuid);
  return {
    id: 'unsigned-tenant-cookie',
    finds: ['authz.list', 'authz.body-tenant', 'authz.read'],
    cookies: (who) => ({ tenant: customers[who].org }),
    portal: portalOf((ask, flawed) => {
      const org = flawed ? ask.cookies.get('tenant') : customers[ask.who as 'a'].org;
      return { body: { items: all.filter((row) => row.owner.org === org).map(shown) } };
    }),
    walk(_who, browse) {
      browse('GET', '/api/me');
      browse('GET', '/api/records');
    },
  };
}

function postReadOrg(): Shape {
  const all = rows(uuid);
  return {
    id: 'tenant-in-a-search-body',
    finds: ['authz.list', 'authz.body-tenant', 'authz.read'],
    portal: portalOf((ask, flawed) => {
      const org = flawed ? jsonOf(ask).organisationId : customers[ask.who as 'a'].org;
      return { body: { hits: all.filter((row) => row.owner.org === org).map(shown) } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous')
        browse('POST', '/api/records/search', { body: { organisationId: customers[who].org, text: '' } });
    },
  };
}
