import { type Ask, type Reply, refused, signedOut, whoAmI } from '../shape.ts';
import { orgOf, type Row, rowsOf, uuid, type WriteShape } from './write-shape.ts';

const type = 'application/vnd.api+json';
const resource = ({ id, title, note }: Row) => ({ type: 'records', id, attributes: { title, note } });

/** JSON:API 1.1: a change names the resource and its attributes, anything else is refused. Whether the body's id decides differs. */
const jsonApi =
  (byBody: boolean): WriteShape['open'] =>
  (variant) => {
    const rows = rowsOf(uuid);
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const mine = rows.filter((row) => row.org === orgOf(ask.who));
      if (ask.path === '/api/records') return { type, body: JSON.stringify({ data: mine.map(resource) }) };
      const id = ask.path.split('/').at(-1) ?? '';
      const at = mine.find((one) => one.id === id);
      if (ask.method === 'GET') return at ? { type, body: JSON.stringify({ data: resource(at) }) } : refused;
      if (ask.method !== 'PATCH') return { status: 405 };
      if (ask.headers['content-type'] !== type) return { status: 415 };
      const { data } = JSON.parse(ask.body || '{}') as { data?: { id?: string; attributes?: Partial<Row> } };
      if (!data?.attributes || data.id === undefined) return { status: 400 };
      const found = rows.find((one) => one.id === (byBody ? data.id : id));
      const open = variant === 'flawed' && (!byBody || at !== undefined);
      const row = found && (mine.includes(found) || open) ? found : undefined;
      if (!row) return variant === 'decoy' ? { status: 204 } : refused;
      if (byBody && variant !== 'flawed' && row !== at) return { status: 409 };
      const { title = row.title, note = row.note } = data.attributes;
      Object.assign(row, { title, note });
      return { status: 204 };
    };
    return { answer, data: () => structuredClone(rows) };
  };

const walk: WriteShape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const list = JSON.parse(String(browse('GET', '/api/records').body ?? '{}')) as { data?: readonly Row[] };
  for (const { id } of (list.data ?? []).slice(0, 2)) browse('GET', `/api/records/${id}`);
};

export const jsonApiShapes: readonly WriteShape[] = [
  { id: 'json-api-resource', open: jsonApi(false), walk },
  { id: 'json-api-id-in-the-body-decides', open: jsonApi(true), walk },
];
