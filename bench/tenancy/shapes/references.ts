import type { Ask, Reply, Shape } from '../shape.ts';
import { find, give, type IdOf, listed, number, own, portalOf, rows, shown, slug, uuid } from './records.ts';

/** A record behind an address: the list names the ids, the record is asked for by one. */
function byAddress(
  id: string,
  idOf: IdOf,
  address: (id: string) => string,
  read: (ask: Ask) => string | undefined | null,
  denial?: Reply,
): Shape {
  const all = rows(idOf);
  return {
    id,
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/records') return { body: { items: own(all, ask).map(listed) } };
      const wanted = read(ask);
      return give(find(all, wanted, ask, flawed), denial);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { items: { id: string }[] };
      for (const item of list.items.slice(0, 2)) browse('GET', address(item.id));
    },
  };
}
const last = (ask: Ask) => decodeURIComponent(ask.path.split('/').at(-1) ?? '');

export const referenceShapes: readonly Shape[] = [
  byAddress('path-uuid', uuid, (id) => `/api/records/${id}`, last),
  byAddress('path-number', number, (id) => `/api/records/${id}`, last),
  byAddress('path-slug', slug, (id) => `/api/records/${id}`, last),
  byAddress(
    'path-composite',
    (one, at) => `${one.org}:${number(one, at)}`,
    (id) => `/api/records/${encodeURIComponent(id)}`,
    last,
  ),
  byAddress(
    'path-dashed-composite',
    (one, at) => `${one.userId}-${number(one, at)}`,
    (id) => `/api/records/${id}`,
    last,
  ),
  byAddress(
    'path-base64',
    (one, at) => Buffer.from(`Record:${number(one, at)}`).toString('base64'),
    (id) => `/api/records/${encodeURIComponent(id)}`,
    last,
  ),
  byAddress(
    'path-odata',
    number,
    (id) => `/odata/Records(${id})`,
    (ask) => /\((\d+)\)/.exec(ask.path)?.[1],
  ),
  byAddress(
    'path-odata-quoted',
    uuid,
    (id) => `/odata/Records('${id}')`,
    (ask) => /\('(.+)'\)/.exec(decodeURIComponent(ask.path))?.[1],
  ),
  byAddress(
    'path-extension',
    number,
    (id) => `/api/records/${id}.json`,
    (ask) => last(ask).replace('.json', ''),
  ),
  byAddress(
    'path-action-after',
    number,
    (id) => `/api/records/${id}/details`,
    (ask) => ask.path.split('/').at(-2),
  ),
  byAddress(
    'query-id',
    number,
    (id) => `/api/record?id=${id}`,
    (ask) => ask.query.get('id'),
  ),
  byAddress(
    'query-odd-name',
    uuid,
    (id) => `/ajax.php?action=show&rec=${id}`,
    (ask) => ask.query.get('rec'),
  ),
  byAddress(
    'query-bracket',
    number,
    (id) => `/api/record?filter[id]=${id}`,
    (ask) => ask.query.get('filter[id]'),
  ),
  byAddress(
    'query-json',
    uuid,
    (id) => `/api/record?filter=${encodeURIComponent(JSON.stringify({ where: { id } }))}`,
    (ask) => {
      return (JSON.parse(ask.query.get('filter') ?? '{}') as { where?: { id?: string } }).where?.id;
    },
  ),
  byAddress(
    'matrix-parameter',
    number,
    (id) => `/api/record;id=${id}`,
    (ask) => ask.path.split(';id=')[1],
  ),
  byAddress('denial-200', uuid, (id) => `/api/records/${id}`, last, {
    status: 200,
    body: { success: false, message: 'No access' },
  }),
  byAddress('denial-empty', uuid, (id) => `/api/records/${id}`, last, { status: 200, body: { data: null } }),
  byAddress('denial-catch-all', uuid, (id) => `/api/records/${id}`, last, {
    status: 200,
    type: 'text/html',
    body: '<!doctype html><html><head><title>Portal</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>',
  }),
  parentAndChild(),
  pages(),
  conflict(),
];

function parentAndChild(): Shape {
  const all = rows(uuid);
  const parent = (key: string) => (key === 'a' ? 'p-4410' : 'p-9021');
  return {
    id: 'child-below-own-parent',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      const [, , , project, kind, id] = ask.path.split('/');
      if (project !== parent(ask.who)) return { status: 404, body: { error: 'not_found' } };
      if (kind === 'files' && id === undefined) return { body: own(all, ask).map(listed) };
      return give(find(all, id, ask, flawed));
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', `/api/projects/${parent(who)}/files`).body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', `/api/projects/${parent(who)}/files/${item.id}`);
    },
  };
}

function pages(): Shape {
  const all = rows(number);
  const page = (title: string, content: string, who: string): Reply => ({
    type: 'text/html',
    body: `<!doctype html><html><head><title>${title}</title></head><body><nav>${who} <a href="/logout">Log out</a></nav><main>${content}</main><footer>Rendered ${Math.random()}</footer></body></html>`,
  });
  return {
    id: 'server-rendered-page',
    finds: ['authz.read'],
    portal: (flawed) => (ask) => {
      if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
      const name = own(all, ask)[0]?.owner.user ?? '';
      if (ask.path === '/records')
        return page(
          'Records',
          `<ul>${own(all, ask)
            .map((row) => `<li><a href="/records/${row.id}">${row.title}</a></li>`)
            .join('')}</ul>`,
          name,
        );
      const row = find(all, ask.path.split('/')[2], ask, flawed);
      return row
        ? page(row.title, `<h1>${row.title}</h1><p>${row.note}</p><td>${row.amount}</td>`, name)
        : page('Not found', '<p>There is no such record.</p>', name);
    },
    walk(who, browse) {
      browse('GET', '/records');
      if (who === 'anonymous') return;
      for (const row of all.filter((one) => one.owner.key === who).slice(0, 2)) browse('GET', `/records/${row.id}`);
    },
  };
}

function conflict(): Shape {
  const all = rows(slug);
  return {
    id: 'conflict-quotes-the-holder',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      const name = ask.path.split('/')[3] ?? '';
      const row = all.find((one) => one.id === name);
      if (row && row.owner.key === ask.who) return { body: { free: false, takenBy: shown(row) } };
      return row && flawed ? { status: 409, body: { error: 'taken', holder: shown(row) } } : { body: { free: true } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { id: string }[];
      browse('GET', `/api/names/${list[0]?.id}`);
    },
  };
}
