import { type Ask, both, type Customer, customers, type Reply, type Shape, signedOut, type Who } from '../shape.ts';
import { uuid, type Variant, type WriteShape } from './write-shape.ts';

/** A table behind PostgREST whose policies are written one by one: for INSERT, UPDATE and DELETE each may be the one that is missing. */
interface TaskRow {
  readonly id: string;
  readonly company_id: string;
  readonly author_id: string;
  readonly number: number;
  readonly description: string;
  readonly words_tsv: string;
  readonly created_at: string;
}
type Missing = 'insert' | 'insert but for the author' | 'update' | 'delete';

const keyed = { apikey: 'sb_publishable_71ab2c9d40e8f655' };
const companyOf = ({ key }: Customer) => `c0ffee0${key}-77aa-4b1c-9d3e-0a0b0c0d0e0f`;
const userOf = ({ key }: Customer) => `5eed000${key}-1111-4222-8333-944455556666`;
const jwt = (who: 'a' | 'b') =>
  [
    { alg: 'HS256', typ: 'JWT' },
    { sub: userOf(customers[who]), role: 'authenticated' },
  ]
    .map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))
    .concat(`c2lnbmVkLWJ5LXRoZS1zZXJ2ZXItb2Yt${who}`)
    .join('.');

const rowsOfBoth = (): TaskRow[] =>
  both.flatMap((customer, side) =>
    customer.records.map(({ note }, at) => ({
      id: uuid(side * 10 + at),
      company_id: companyOf(customer),
      author_id: userOf(customer),
      number: 310 + side * 10 + at,
      description: note,
      words_tsv: `'${note.split(' ')[0]}':1`,
      created_at: '2026-10-02T08:00:00Z',
    })),
  );

const denied: Reply = { status: 403, body: { code: '42501', message: 'new row violates row-level security policy' } };
const refusal = (code: string, message: string, details = ''): Reply => ({
  status: 400,
  body: { code, message, details, hint: null },
});

function open(missing: Missing) {
  return (variant: Variant) => {
    let rows: readonly TaskRow[] = rowsOfBoth();
    let made = 0;
    const lacks = (what: Missing) => variant === 'flawed' && missing === what;
    /** What the policy for new values says: `undefined` refuses the row. */
    const checked = (row: TaskRow, me: Customer, of: 'insert' | 'update'): TaskRow | undefined => {
      if (variant === 'decoy') return { ...row, company_id: companyOf(me), author_id: userOf(me) };
      const isOwn = row.company_id === companyOf(me);
      const byMe = row.author_id === userOf(me);
      if (of === 'insert' && lacks('insert but for the author')) return byMe ? row : undefined;
      return (isOwn && byMe) || lacks(of) ? row : undefined;
    };
    const answer = (ask: Ask): Reply => {
      if (ask.headers.apikey !== keyed.apikey) return { status: 401, body: { message: 'No API key found in request' } };
      if (ask.who === 'anonymous') return ask.path.startsWith('/rest/') ? { body: [] } : signedOut;
      const me = customers[ask.who];
      if (ask.path === '/auth/v1/user') return { body: { id: userOf(me), email: me.user } };
      if (ask.path !== '/rest/v1/tasks') return { status: 404, body: { code: 'PGRST205' } };
      const filters = [...ask.query].filter(([name]) => !['select', 'order', 'limit'].includes(name));
      const named = rows.filter((row) =>
        filters.every(([name, value]) => `eq.${String(row[name as keyof TaskRow])}` === value),
      );
      const visible = named.filter((row) => row.company_id === companyOf(me));
      if (ask.method === 'GET') return { body: visible, headers: { 'content-range': `0-${visible.length}/*` } };
      const sent = JSON.parse(ask.body || '{}') as Partial<TaskRow>;
      if (ask.method === 'POST') {
        if ('words_tsv' in sent) return refusal('428C9', 'cannot insert a non-DEFAULT value into column "words_tsv"');
        if (sent.number === undefined)
          return refusal('23502', 'null value in column "number" of relation "tasks" violates not-null constraint');
        if (rows.some((row) => row.number === sent.number))
          return {
            ...refusal('23505', 'duplicate key value', `Key (number)=(${sent.number}) already exists.`),
            status: 409,
          };
        const row = { ...sent, id: uuid(90 + ++made), words_tsv: '', created_at: '2026-11-20T08:00:00Z' } as TaskRow;
        const kept = checked(row, me, 'insert');
        if (!kept) return denied;
        rows = [...rows, kept];
        return { status: 201 };
      }
      if (filters.length === 0) return refusal('21000', 'a change needs a WHERE clause');
      if (ask.method === 'DELETE') {
        const gone = lacks('delete') ? named : visible;
        rows = rows.filter((row) => !gone.includes(row));
        return { status: 204 };
      }
      const changed = new Map(visible.map((row) => [row, checked({ ...row, ...sent }, me, 'update')]));
      if ([...changed.values()].includes(undefined)) return denied;
      rows = rows.map((row) => changed.get(row) ?? row);
      return { status: 204 };
    };
    return { answer, data: () => structuredClone(rows) };
  };
}

const walk: Shape['walk'] = (who: Who, browse) => {
  browse('GET', '/auth/v1/user', { headers: keyed });
  if (who !== 'anonymous') browse('GET', '/rest/v1/tasks?select=*&order=number.asc', { headers: keyed });
};
const bearer = (who: 'a' | 'b') => `Bearer ${jwt(who)}`;

export const rowShapes: readonly WriteShape[] = [
  { id: 'row-planted-below-another', bearer, walk, open: open('insert') },
  { id: 'row-planted-in-its-own-name', bearer, walk, open: open('insert but for the author') },
  { id: 'row-moved-to-another', bearer, walk, open: open('update') },
  { id: 'row-of-another-deleted', bearer, walk, open: open('delete') },
];
