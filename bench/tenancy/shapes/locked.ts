import { type Ask, type Reply, refused, type Shape, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, rowsOf, uuid, type WriteShape } from './write-shape.ts';

/** How a change says which state of the record it was made from. */
type Lock =
  | 'version in the body'
  | 'If-Match'
  | 'hidden version'
  /** The same, in a form that htmx sends: `hx-put`. */
  | 'hidden version, hx-put'
  | 'version of the page'
  /** Every address ends in a slash; the list says everything but the state. */
  | 'If-Match of the page';

/** Portals that take a change only from somebody who names the present state: each change moves it on. */
const lockedPortal =
  (lock: Lock): WriteShape['open'] =>
  (variant) => {
    const byForm = lock.startsWith('hidden version');
    const rows = rowsOf(byForm ? numbered : uuid);
    const versions = new Map(rows.map(({ id }) => [id, 7]));
    const shown = ({ id, title, note }: (typeof rows)[number]) => ({
      id,
      title,
      bemerkung: note,
      version: versions.get(id),
    });
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const mine = rows.filter((row) => row.org === orgOf(ask.who));
      const slashes = lock === 'If-Match of the page';
      if (slashes && ask.path.startsWith('/api/records') && !ask.path.endsWith('/')) return refused;
      if (ask.path === '/api/records/') return { body: { items: mine.map(shown) } };
      if (ask.path === '/api/records') return { body: { items: mine.map(({ id, title }) => ({ id, title })) } };
      const [, id = ''] = /^\/(?:api\/)?records\/([\w-]+)/.exec(ask.path) ?? [];
      const row = rows.find((one) => one.id === id);
      const own = row !== undefined && mine.includes(row);
      if (!row || (!own && (ask.method === 'GET' || variant === 'guarded'))) return refused;
      const state = versions.get(id) ?? 0;
      const html = (body: string): Reply => ({ type: 'text/html; charset=utf-8', body: `<html><body>${body}` });
      if (ask.method === 'GET' && byForm)
        return html(
          `<form ${lock === 'hidden version' ? `method="post" action="/records/${id}"` : `hx-put="/records/${id}" hx-swap="outerHTML"`}><input type="hidden" name="version" value="${state}">
          <input name="title" value="${row.title}"><textarea name="bemerkung">${row.note}</textarea><button>Speichern</button></form>`,
        );
      if (ask.method === 'GET') return { body: shown(row), headers: { etag: `"${state}"` } };
      const json = ask.body.startsWith('{') ? (JSON.parse(ask.body) as Record<string, unknown>) : undefined;
      const sent = json ?? Object.fromEntries(new URLSearchParams(ask.body));
      const wanted = lock === 'hidden version' ? 'POST' : lock === 'If-Match' ? 'PATCH' : 'PUT';
      const byHeader = lock === 'If-Match' || slashes;
      if (ask.method !== wanted) return { status: 405 };
      if (byHeader && ask.headers['if-match'] === undefined) return { status: 428 };
      if (byHeader ? ask.headers['if-match'] !== `"${state}"` : Number(sent.version) !== state)
        return { status: byHeader ? 412 : 409, body: { error: 'changed by somebody else' } };
      if (!own && variant === 'decoy') return { status: 204 };
      row.title = String(sent.title ?? row.title);
      row.note = String(sent.bemerkung ?? row.note);
      versions.set(id, state + 1);
      return { status: 200, body: shown(row) };
    };
    return { answer, data: () => structuredClone(rows) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const { items = [] } = browse('GET', '/api/records').body as { items?: { id: string }[] };
  for (const { id } of items.slice(0, 2)) browse('GET', `/api/records/${id}`);
};
const walkPages: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const { items = [] } = browse('GET', '/api/records').body as { items?: { id: string }[] };
  for (const { id } of items.slice(0, 2)) browse('GET', `/records/${id}`);
};

const walkSlashes: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const { items = [] } = browse('GET', '/api/records/').body as { items?: { id: string }[] };
  for (const { id } of items.slice(0, 2)) browse('GET', `/api/records/${id}/`);
};

export const lockedShapes: readonly WriteShape[] = [
  { id: 'version-in-the-body', open: lockedPortal('version in the body'), walk },
  { id: 'if-match', open: lockedPortal('If-Match'), walk },
  { id: 'version-in-the-form', open: lockedPortal('hidden version'), walk: walkPages },
  { id: 'version-in-a-form-of-htmx', open: lockedPortal('hidden version, hx-put'), walk: walkPages },
  {
    id: 'version-in-the-request-of-the-page',
    open: lockedPortal('version of the page'),
    walk,
    held: (who) => {
      const row = rowsOf(uuid).find((one) => one.org === orgOf(who));
      if (!row) return [];
      const body = JSON.stringify({ title: row.title, bemerkung: `${row.note} typed4711`, version: 7 });
      const url = `https://portal.example/api/records/${row.id}`;
      return [{ method: 'PUT', url, body, type: 'application/json', page: '', mark: 'typed4711' }];
    },
  },
  {
    id: 'if-match-of-the-page-and-slashes',
    open: lockedPortal('If-Match of the page'),
    walk: walkSlashes,
    held: (who) => {
      const row = rowsOf(uuid).find((one) => one.org === orgOf(who));
      if (!row) return [];
      const body = JSON.stringify({ title: row.title, bemerkung: `${row.note} typed4711` });
      const url = `https://portal.example/api/records/${row.id}/`;
      const headers = { 'if-match': '"7"' };
      return [{ method: 'PUT', url, body, type: 'application/json', page: '', mark: 'typed4711', headers }];
    },
  },
];
