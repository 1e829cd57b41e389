import { buildSchema, graphqlSync } from 'graphql';
import { type Ask, customers, type Reply, refused, type Shape, signedOut, type Who, whoAmI } from '../shape.ts';
import { numbered, orgOf, type Row, rowsOf, uuid, type WriteShape } from './write-shape.ts';
import { escaped } from './markup.ts';

/** Pages made at the server; every form has a token that is used once. */
const formPortal = (multipart: boolean, idInBody: boolean): WriteShape['open'] => {
  return (variant) => {
    const rows = rowsOf(numbered);
    const tokens = new Map<string, Who>();
    let count = 0;
    const page = (body: string): Reply => ({
      type: 'text/html; charset=utf-8',
      body: `<!doctype html><html><body>${body}</body></html>`,
    });
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
      const own = rows.filter((row) => row.org === orgOf(ask.who));
      if (ask.path === '/records')
        return page(own.map((row) => `<a href="/records/${row.id}/edit">${escaped(row.title)}</a>`).join(''));
      const [, id] = /^\/records\/(\d+)/.exec(ask.path) ?? [];
      if (ask.method === 'GET') {
        const row = own.find((one) => one.id === id);
        if (!row) return { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
        const token = `tok${(++count).toString().padStart(4, '0')}${ask.who}9f3c7d21aa08b4`;
        tokens.set(token, ask.who);
        const action = idInBody ? '/records/save' : `/records/${row.id}`;
        return page(
          `<form method="post" action="${action}" ${multipart ? 'enctype="multipart/form-data"' : ''}>
          <input type="hidden" name="authenticity_token" value="${token}">
          ${idInBody ? `<input type="hidden" name="record[id]" value="${row.id}">` : '<input type="hidden" name="_method" value="patch">'}
          <input name="record[title]" value="${escaped(row.title)}">
          <textarea name="record[note]">\n${escaped(row.note)}</textarea>
          <button name="commit" value="Save">Save</button><button name="commit" value="Delete">Delete</button></form>`,
        );
      }
      const fields = multipart
        ? new Map(
            [...ask.body.matchAll(/name="([^"]+)"\r\n\r\n([\s\S]*?)\r\n--/g)].map((one) => [
              one[1] ?? '',
              one[2] ?? '',
            ]),
          )
        : new URLSearchParams(ask.body);
      const token = fields.get('authenticity_token') ?? '';
      if (tokens.get(token) !== ask.who)
        return { status: 422, body: 'The change you wanted was rejected', type: 'text/html' };
      tokens.delete(token);
      const wanted = idInBody ? fields.get('record[id]') : id;
      const any = rows.find((one) => one.id === wanted);
      const row = own.find((one) => one.id === wanted) ?? (variant === 'flawed' ? any : undefined);
      if (fields.get('commit') !== 'Save') return { status: 400, body: 'nothing to do' };
      if (!row)
        return variant === 'decoy'
          ? { status: 302, headers: { location: '/records' } }
          : { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
      row.title = fields.get('record[title]') ?? row.title;
      row.note = (fields.get('record[note]') ?? row.note).replace(/\r\n/g, '\n');
      return { status: 302, headers: { location: '/records' } };
    };
    return { answer, data: () => structuredClone(rows) };
  };
};
const walkForms: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const list = String(browse('GET', '/records').body);
  for (const [, path] of [...list.matchAll(/href="([^"]+)"/g)].slice(0, 2)) browse('GET', path ?? '');
};

const schema = buildSchema(`
  type Note { id: ID!, title: String, note: String }
  type Viewer { id: ID!, email: String }
  input NotePatch { title: String, note: String }
  type NotePayload { note: Note }
  type Query { me: Viewer, notes: [Note!]!, note(id: ID!): Note }
  type Mutation { deleteNote(id: ID!): Boolean, updateNote(id: ID!, patch: NotePatch!, clientMutationId: String): NotePayload }
`);
const readNote = 'query Note($id: ID!) { note(id: $id) { id title note } }';
const graphqlPortal =
  (introspects: boolean): WriteShape['open'] =>
  (variant) => {
    const rows = rowsOf(uuid);
    const answer = (ask: Ask): Reply => {
      if (ask.who === 'anonymous') return signedOut;
      const own = rows.filter((row) => row.org === orgOf(ask.who));
      const { query, variables } = JSON.parse(ask.body || '{}') as {
        query: string;
        variables?: Record<string, unknown>;
      };
      const me = customers[ask.who];
      if (!introspects && query.includes('__schema'))
        return { status: 400, body: { errors: [{ message: 'Introspection is not allowed' }] } };
      const result = graphqlSync({
        schema,
        source: query,
        variableValues: variables ?? {},
        rootValue: {
          me: { id: me.userId, email: me.user },
          notes: own,
          note: ({ id }: { id: string }) => own.find((one) => one.id === id) ?? null,
          updateNote: ({ id, patch }: { id: string; patch: Partial<Row> }) => {
            const row = (variant === 'flawed' ? rows : own).find((one) => one.id === id);
            if (!row && variant === 'decoy') return { note: null };
            if (!row) throw new Error('Not found');
            Object.assign(row, patch);
            return { note: row };
          },
        },
      });
      return { body: result };
    };
    return { answer, data: () => structuredClone(rows) };
  };

/** JSON over HTTP. What is let through differs by shape. */
type Guard = (ask: Ask, row: Row, own: boolean) => boolean;
const restPortal =
  (open: Guard): WriteShape['open'] =>
  (variant) => {
    const rows = rowsOf(uuid);
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const mine = rows.filter((row) => row.org === orgOf(ask.who));
      const body = JSON.parse(ask.body || '{}') as Partial<Row> & { ids?: string[] };
      if (ask.path === '/api/records/bulk') {
        const ids = body.ids ?? [];
        const first = rows.find((row) => row.id === ids[0]);
        const may = first?.org === orgOf(ask.who);
        if (!may) return refused;
        const chosen = rows.filter((row) => ids.includes(row.id) && (variant === 'flawed' || mine.includes(row)));
        for (const row of chosen) row.pinned = body.pinned === true;
        return { body: { changed: ids.length } };
      }
      if (ask.path === '/api/records')
        return { body: { items: mine.map(({ id, title, pinned }) => ({ id, title, pinned })) } };
      const id = ask.path.split('/').at(-1) ?? '';
      if (ask.method === 'GET') {
        const row = mine.find((one) => one.id === id);
        return row ? { body: row } : refused;
      }
      const verb = ask.headers['x-http-method-override'] ?? ask.query.get('_method') ?? ask.method;
      if (!['PATCH', 'PUT'].includes(verb)) return { status: 405 };
      const named = rows.find((one) => one.id === (body.id ?? id));
      const own = mine.some((one) => one.id === id);
      if (!named || !(mine.includes(named) || (variant === 'flawed' && open(ask, named, own))))
        return variant === 'decoy' ? { status: 204 } : refused;
      if (variant !== 'flawed' && !own) return refused;
      const { title = named.title, note = named.note } = body;
      Object.assign(named, { title, note });
      return { status: 200, body: named };
    };
    return { answer, data: () => structuredClone(rows) };
  };
const walkRest: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const { items = [] } = browse('GET', '/api/records').body as { items?: Row[] };
  for (const row of items.slice(0, 2)) browse('GET', `/api/records/${row.id}`);
};

const walkNotes: Shape['walk'] = (who, browse) => {
  browse('POST', '/graphql', { body: { query: '{ me { id email } }' } });
  if (who === 'anonymous') return;
  const { data } = browse('POST', '/graphql', { body: { query: '{ notes { id title } }' } }).body as {
    data: { notes: Row[] };
  };
  for (const { id } of data.notes.slice(0, 2))
    browse('POST', '/graphql', { body: { query: readNote, variables: { id } } });
};

/** Every way of writing that the proof has to know, in small. */
export const writeShapes: readonly WriteShape[] = [
  { id: 'server-form-with-token', open: formPortal(false, false), walk: walkForms },
  { id: 'server-form-multipart', open: formPortal(true, false), walk: walkForms },
  { id: 'server-form-id-in-body', open: formPortal(false, true), walk: walkForms },
  {
    id: 'graphql-mutation',
    open: graphqlPortal(true),
    walk: walkNotes,
  },
  {
    id: 'graphql-mutation-of-the-page',
    open: graphqlPortal(false),
    walk: walkNotes,
    held: (who) => {
      if (who === 'anonymous') return [];
      const row = rowsOf(uuid).find((one) => one.org === orgOf(who));
      const variables = { id: row?.id, patch: { note: row?.note } };
      const send = (query: string) => ({
        method: 'POST',
        url: 'https://portal.example/graphql',
        body: JSON.stringify({ query, variables }),
        type: 'application/json',
        page: '',
      });
      return [
        send(
          'mutation Gone($id: ID!, $patch: NotePatch!) { deleteNote(id: $id) updateNote(id: $id, patch: $patch) { note { id } } }',
        ),
        send('mutation Save($id: ID!, $patch: NotePatch!) { updateNote(id: $id, patch: $patch) { note { id } } }'),
      ];
    },
  },
  { id: 'patch-open-put-guarded', open: restPortal((ask) => ask.method === 'PATCH'), walk: walkRest },
  { id: 'put-open-patch-guarded', open: restPortal((ask) => ask.method === 'PUT'), walk: walkRest },
  { id: 'method-in-the-address', open: restPortal((ask) => ask.query.has('_method')), walk: walkRest },
  {
    id: 'id-in-the-body-decides',
    open: restPortal((ask, row, own) => own && !ask.path.endsWith(row.id)),
    walk: walkRest,
  },
  {
    id: 'bulk-looks-at-the-first',
    open: restPortal(() => false),
    walk: walkRest,
    held: (who) => {
      if (who === 'anonymous') return [];
      const ids = rowsOf(uuid)
        .filter((row) => row.org === orgOf(who))
        .map(({ id }) => id);
      const body = JSON.stringify({ ids: ids.slice(0, 1), pinned: true });
      return [
        { method: 'POST', url: 'https://portal.example/api/records/bulk', body, type: 'application/json', page: '' },
      ];
    },
  },
];
