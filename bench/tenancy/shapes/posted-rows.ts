import { type Ask, both, type Customer, customers, type Reply, signedOut } from '../shape.ts';
import { uuid, type Variant, type WriteShape } from './write-shape.ts';

/** Tables behind PostgREST: samples and comments are read inside the order that they stand below, and written by themselves. */
type Missing = 'order of a comment' | 'order of a sample';

/** What B's own comment holds, as the audit would have planted it. */
export const plantedRowMark = 'Checkzafilumorenotaki';

const keyed = { apikey: 'sb_publishable_71ab2c9d40e8f655' };
const companyOf = ({ key }: Customer) => `c0ffee0${key}-77aa-4b1c-9d3e-0a0b0c0d0e0f`;
const userOf = ({ key }: Customer) => `5eed000${key}-1111-4222-8333-944455556666`;
const bearer = (who: 'a' | 'b') =>
  `Bearer ${[
    { alg: 'HS256', typ: 'JWT' },
    { sub: userOf(customers[who]), role: 'authenticated' },
  ]
    .map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))
    .concat(`c2lnbmVkLWJ5LXRoZS1zZXJ2ZXItb2Yt${who}`)
    .join('.')}`;

const denied: Reply = { status: 403, body: { code: '42501', message: 'new row violates row-level security policy' } };
const unknown: Reply = { status: 404, body: { code: 'PGRST205' } };

interface Order {
  readonly id: string;
  readonly company_id: string;
  readonly title: string;
  readonly note: string;
}
interface Sample {
  readonly id: string;
  readonly company_id: string;
  readonly code: string;
  order_id: string;
}
interface Comment {
  readonly id: string;
  readonly author_id: string;
  readonly body: string;
  readonly order_id: string;
}

function open(missing: Missing) {
  return (variant: Variant) => {
    const lacks = (what: Missing) => variant === 'flawed' && missing === what;
    const orders: readonly Order[] = both.flatMap((customer, side) =>
      customer.records.map(({ title, note }, at) => ({
        id: uuid(side * 10 + at),
        company_id: companyOf(customer),
        title,
        note,
      })),
    );
    const samples: Sample[] = orders.map(({ id, company_id }, at) => ({
      id: uuid(40 + at),
      company_id,
      code: `Bore hole ${at}, north face of ${id.slice(0, 8)}`,
      order_id: id,
    }));
    let comments: Comment[] = [];
    let made = 0;
    const answer = (ask: Ask): Reply => {
      if (ask.headers.apikey !== keyed.apikey) return { status: 401, body: { message: 'No API key found in request' } };
      if (ask.who === 'anonymous') return ask.path.startsWith('/rest/') ? { body: [] } : signedOut;
      const me = customers[ask.who];
      if (ask.path === '/auth/v1/user') return { body: { id: userOf(me), email: me.user } };
      const isMine = (id: string) => orders.some((one) => one.id === id && one.company_id === companyOf(me));
      const named = <T extends object>(rows: readonly T[]) => {
        const filters = [...ask.query].filter(([name]) => !['select', 'order', 'limit'].includes(name));
        return rows.filter((row) =>
          filters.every(([name, value]) => `eq.${String((row as Record<string, unknown>)[name])}` === value),
        );
      };
      const give = (rows: readonly object[]): Reply => ({ body: rows, headers: { 'content-range': `0-9/*` } });
      const sent = ask.body ? (JSON.parse(ask.body) as { body?: string; order_id?: string; author_id?: string }) : {};
      if (ask.path === '/rest/v1/orders') {
        const withAll = (one: Order) => ({
          ...one,
          samples: samples.filter((sample) => sample.order_id === one.id),
          comments: comments.filter((comment) => comment.order_id === one.id),
        });
        const isWhole = ask.query.get('select')?.includes('(') === true;
        const rows = named(orders.filter(({ id }) => isMine(id)));
        return ask.method === 'GET' ? give(isWhole ? rows.map(withAll) : rows) : denied;
      }
      if (ask.path === '/rest/v1/samples') {
        const own = named(samples.filter((one) => one.company_id === companyOf(me) || isMine(one.order_id)));
        if (ask.method === 'GET') return give(own);
        const mine = own.filter((one) => one.company_id === companyOf(me));
        if (ask.method !== 'PATCH' || Object.keys(sent).join() !== 'order_id') return denied;
        const wanted = sent.order_id ?? '';
        const isTaken = isMine(wanted) || lacks('order of a sample');
        if (!isTaken && variant !== 'decoy') return denied;
        if (isTaken) for (const one of mine) one.order_id = wanted;
        return { status: 204 };
      }
      if (ask.path !== '/rest/v1/comments') return unknown;
      const readable = named(comments.filter((one) => isMine(one.order_id)));
      if (ask.method === 'GET') return give(readable);
      if (ask.method === 'DELETE') {
        comments = comments.filter((one) => !readable.includes(one));
        return { status: 204 };
      }
      const { order_id = '', author_id = '', body = '' } = sent;
      if (author_id !== userOf(me)) return denied;
      const isTaken = isMine(order_id) || lacks('order of a comment');
      if (!isTaken && variant !== 'decoy') return denied;
      if (isTaken) comments.push({ id: uuid(70 + ++made), author_id, body, order_id });
      return { status: 201 };
    };
    return { answer, data: () => structuredClone({ orders, samples, comments }) };
  };
}

const walk: WriteShape['walk'] = (who, browse) => {
  browse('GET', '/auth/v1/user', { headers: keyed });
  if (who === 'anonymous') return;
  const all = browse('GET', '/rest/v1/orders?select=id,title', { headers: keyed }).body as { id: string }[];
  if (who === 'b') {
    const body = { order_id: all[0]?.id, author_id: userOf(customers.b), body: `About it ${plantedRowMark}` };
    browse('POST', '/rest/v1/comments', { headers: keyed, body });
  }
  for (const { id } of all)
    browse('GET', `/rest/v1/orders?select=*,samples(*),comments(*)&id=eq.${id}`, { headers: keyed });
};

const canaries = [plantedRowMark];
/** Who writes a comment is asked, below which order is not. */
export const postedRow: WriteShape = {
  id: 'row-posted-below-another',
  canaries,
  bearer,
  walk,
  open: open('order of a comment'),
};
/** Whose sample it is is asked, below which order it is put is not. */
export const movedRow: WriteShape = {
  id: 'own-row-below-another',
  canaries,
  bearer,
  walk,
  open: open('order of a sample'),
};
