import { pathsInOpenApi } from '../../../src/parse/named-paths.ts';
import { refused, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { orgOf, type Row, rowsOf, uuid, type WriteShape } from './write-shape.ts';

interface Kind {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Ids and the change for each of them; nothing where the body is not of its kind. */
  readonly read: (body: never) => readonly (readonly [id: string, note: string])[] | undefined;
  readonly named: WriteShape['named'];
}

/** Single records are guarded; what changes several at once looks at the first of them alone. */
const open =
  ({ method, path, read }: Kind): WriteShape['open'] =>
  (variant) => {
    const rows = rowsOf(uuid);
    const answer: ReturnType<WriteShape['open']>['answer'] = (ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const own = rows.filter((row) => row.org === orgOf(ask.who));
      if (ask.path === '/api/records' && ask.method === 'GET')
        return { body: { items: own.map(({ id, title }) => ({ id, title })) } };
      if (ask.path === '/api/records/import' || (ask.path === path && ask.method !== method)) {
        // Whoever sends anything here has made something that nobody can take back.
        if (ask.method === 'POST') rows.push({ ...(own[0] as Row), id: `made-${rows.length}` });
        return { status: ask.method === 'POST' ? 201 : 405 };
      }
      if (ask.path === path) {
        const wanted = read(JSON.parse(ask.body || 'null') as never);
        if (!wanted?.[0]) return { status: 422, body: { error: 'not understood' } };
        const first = own.some(({ id }) => id === wanted[0]?.[0]);
        if (!first && variant !== 'decoy') return refused;
        for (const [id, note] of wanted) {
          const row = (variant === 'flawed' ? rows : own).find((one) => one.id === id);
          if (row) row.note = note;
        }
        return { body: { changed: wanted.length } };
      }
      const row = own.find(({ id }) => ask.path === `/api/records/${id}`);
      if (!row) return refused;
      return ask.method === 'GET' ? { body: { id: row.id, title: row.title, note: row.note } } : { status: 405 };
    };
    return { answer, data: () => structuredClone(rows) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const { items = [] } = browse('GET', '/api/records').body as { items?: Row[] };
  for (const row of items.slice(0, 2)) browse('GET', `/api/records/${row.id}`);
};

const inScript = (method: string, template: string) => ({ method, template, source: 'bundle' as const });
const described = pathsInOpenApi(
  JSON.stringify({
    openapi: '3.0.0',
    paths: {
      '/api/records/batch': {
        post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Batch' } } } } },
      },
    },
    components: { schemas: { Batch: { properties: { record_ids: {}, changes: {} } } } },
  }),
  'https://portal.example/openapi.json',
).map((one) => ({ ...one, template: new URL(one.template).pathname }));

const kinds: readonly Kind[] = [
  {
    id: 'bulk-ids-in-a-script',
    method: 'PATCH',
    path: '/api/records/bulk',
    read: ({ ids, note }: { ids?: string[]; note?: string }) =>
      note === undefined ? undefined : ids?.map((id) => [id, note] as const),
    named: [inScript('PATCH', '/api/records/bulk'), inScript('POST', '/api/records/import')],
  },
  {
    id: 'bulk-items-in-a-script',
    method: 'POST',
    path: '/api/bulk-update/records',
    read: (body: { id: string; note?: string }[]) =>
      Array.isArray(body)
        ? body.flatMap(({ id, note }) => (note === undefined ? [] : [[id, note] as const]))
        : undefined,
    named: [inScript('POST', '/api/bulk-update/records'), inScript('POST', '/api/records/bulk')],
  },
  {
    id: 'batch-of-a-description',
    method: 'POST',
    path: '/api/records/batch',
    read: ({ record_ids, changes }: { record_ids?: string[]; changes?: { note?: string } }) => {
      const { note } = changes ?? {};
      return note === undefined ? undefined : record_ids?.map((id) => [id, note] as const);
    },
    named: described,
  },
];

/** What changes several records at once and no page uses. */
export const bulkShapes: readonly WriteShape[] = kinds.map((kind) => ({
  id: kind.id,
  open: open(kind),
  walk,
  ...(kind.named ? { named: kind.named } : {}),
}));
