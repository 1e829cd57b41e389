import { type Ask, refused, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, type Row, rowsOf, uuid, type WriteShape } from './write-shape.ts';

/** A list with everything in it: no record is asked for by itself, and each is changed where its id goes behind the list's address. */
const listPortal =
  (name: (at: number) => string, wrapped: boolean): WriteShape['open'] =>
  (variant) => {
    const rows = rowsOf(name);
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const mine = rows.filter((row) => row.org === orgOf(ask.who));
      const shown = mine.map(({ id, title, note }) => ({ id, title, note }));
      if (ask.path === '/api/tasks' && ask.method === 'GET')
        return { body: wrapped ? { tasks: shown, total: shown.length } : shown };
      const id = /^\/api\/tasks\/([^/]+)$/.exec(ask.path)?.[1];
      if (id === undefined) return refused;
      if (ask.method !== 'PATCH') return { status: 405 };
      const row = (variant === 'flawed' ? rows : mine).find((one) => one.id === id);
      if (!row) return variant === 'decoy' ? { status: 200, body: { ok: true } } : refused;
      const { title = row.title, note = row.note } = JSON.parse(ask.body) as Partial<Row>;
      Object.assign(row, { title, note });
      return { status: 204 };
    };
    return { answer, data: () => structuredClone(rows) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who !== 'anonymous') browse('GET', '/api/tasks');
};

export const listedShapes: readonly WriteShape[] = [
  { id: 'records-in-a-list-alone', walk, open: listPortal(uuid, false) },
  { id: 'numbered-records-in-a-wrapped-list', walk, open: listPortal(numbered, true) },
];
