import { type Ask, refused, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, type Row, rowsOf, uuid, type WriteShape } from './write-shape.ts';

/** A part of a record has an address of its own; that it is changed there stands in the portal's scripts alone. */
const partOfRecord: WriteShape['open'] = (variant) => {
  const rows = rowsOf(numbered);
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const mine = rows.filter((row) => row.org === orgOf(ask.who));
    if (ask.path === '/api/sites') return { body: mine.map(({ id, title }) => ({ id, title })) };
    const [, id, part] = /^\/api\/sites\/(\d+)(\/access)?$/.exec(ask.path) ?? [];
    if (id === undefined) return refused;
    const reads = ask.method === 'GET';
    const row = (variant !== 'guarded' && !reads ? rows : mine).find((one) => one.id === id);
    if (!row) return refused;
    if (reads) return { body: part ? { note: row.note, code: '4711' } : { id, title: row.title } };
    if (!part || ask.method !== 'PUT') return { status: 405 };
    const { note, code } = JSON.parse(ask.body) as { note?: string; code?: string };
    if (note === undefined || code === undefined) return { status: 422 };
    if (variant !== 'decoy' || mine.includes(row)) row.note = note;
    return { status: 204 };
  };
  return { answer, data: () => structuredClone(rows) };
};

/** Records that stand in a list alone, and a server that checks a change as it checks a new record. */
const everyField: WriteShape['open'] = (variant) => {
  const rows = rowsOf(uuid);
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const mine = rows.filter((row) => row.org === orgOf(ask.who));
    if (ask.path === '/api/places' && ask.method === 'GET')
      return { body: mine.map(({ id, title, note }) => ({ id, title, note })) };
    const id = /^\/api\/places\/([^/]+)$/.exec(ask.path)?.[1];
    if (id === undefined || ask.method !== 'PATCH') return refused;
    const row = (variant === 'guarded' ? mine : rows).find((one) => one.id === id);
    if (!row) return refused;
    const { title, note } = JSON.parse(ask.body) as Partial<Row>;
    if (title === undefined || note === undefined) return { status: 422, body: { detail: 'field required' } };
    if (variant !== 'decoy' || mine.includes(row)) Object.assign(row, { title, note });
    return { status: 200, body: { ok: true } };
  };
  return { answer, data: () => structuredClone(rows) };
};

const walkSites: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const sites = browse('GET', '/api/sites').body as readonly { id: string }[];
  for (const { id } of sites.slice(0, 2)) {
    browse('GET', `/api/sites/${id}`);
    browse('GET', `/api/sites/${id}/access`);
  }
};

const walkPlaces: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who !== 'anonymous') browse('GET', '/api/places');
};

export const namedWriteShapes: readonly WriteShape[] = [
  {
    id: 'part-of-a-record-that-scripts-change',
    open: partOfRecord,
    walk: walkSites,
    named: [{ method: 'PUT', template: '/api/sites/{t}/access', source: 'bundle' }],
  },
  {
    id: 'list-whose-change-wants-every-field',
    open: everyField,
    walk: walkPlaces,
    named: [{ method: 'PATCH', template: '/api/places/{id}', source: 'bundle' }],
  },
];
