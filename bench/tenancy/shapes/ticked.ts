import { type Ask, both, customers, type Reply, signedOut, whoAmI } from '../shape.ts';
import { orgOf, type Variant, type WriteShape } from './write-shape.ts';

interface Request {
  readonly id: string;
  readonly org: string;
  readonly title: string;
  priority: string;
}
const words: Readonly<Record<string, string>> = { low: 'Low', normal: 'Normal', high: 'High' };
const token = (who: Ask['who']) => `tok-${who}-5f1d0c77a9e24b60`;

function page(who: Ask['who'], own: readonly Request[]): string {
  const rows = own.map(
    ({ id, title, priority }) =>
      `<tr><td><input type="checkbox" form="many" name="ids[]" value="${id}"></td><td>${title}</td><td>${words[priority]}</td></tr>`,
  );
  const options = Object.entries(words).map(([value, label]) => `<option value="${value}">${label}</option>`);
  return `<html><body><form id="many" method="post" action="/requests/many"><input type="hidden" name="_token" value="${token(who)}">
<select name="priority"><option value="">Priority…</option>${options.join('')}</select><button>Apply</button></form>
<table>${rows.join('')}</table></body></html>`;
}

/** A list of which several rows are ticked and filed under another priority; the flaw looks at the first ticked one alone. */
const open: WriteShape['open'] = (variant: Variant) => {
  const all: Request[] = both.flatMap(({ org, records }, side) =>
    records.map(({ title }, at) => ({ id: `${7310 + side * 40 + at}`, org, title, priority: at % 2 ? 'low' : 'high' })),
  );
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = all.filter(({ org }) => org === orgOf(ask.who));
    if (ask.path === '/requests') return { type: 'text/html', body: page(ask.who, own) };
    if (ask.path !== '/requests/many' || ask.method !== 'POST') return { status: 404, body: 'no such page' };
    const form = new URLSearchParams(ask.body);
    const [ids, priority] = [form.getAll('ids[]'), form.get('priority') ?? ''];
    if (form.get('_token') !== token(ask.who) || !(priority in words) || ids.length === 0) return { status: 419 };
    const mine = (id: string | undefined) => own.some((one) => one.id === id);
    if (variant === 'guarded' && !ids.every(mine)) return { status: 404, body: 'no such page' };
    if (variant === 'flawed' && !mine(ids[0])) return { status: 404, body: 'no such page' };
    for (const one of variant === 'flawed' ? all : own) if (ids.includes(one.id)) one.priority = priority;
    return { status: 302, headers: { location: '/requests' } };
  };
  return { answer, data: () => structuredClone(all) };
};

interface Order {
  readonly id: string;
  readonly org: string;
  readonly title: string;
  purchaseOrder: string;
}

/** A list of which several rows are given one purchase order, beside a button that cancels them. */
const openTyped: WriteShape['open'] = (variant: Variant) => {
  const all: Order[] = both.flatMap(({ org, records }, side) =>
    records.map(({ title }, at) => ({
      id: `${8410 + side * 40 + at}`,
      org,
      title,
      purchaseOrder: `PO-${side}${at}-88`,
    })),
  );
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = all.filter(({ org }) => org === orgOf(ask.who));
    if (ask.path === '/orders') {
      const rows = own.map(
        ({ id, title, purchaseOrder }) =>
          `<tr><td><input type="checkbox" name="ids" value="${id}"></td><td>${title}</td><td>${purchaseOrder}</td></tr>`,
      );
      const body = `<html><body><form method="post" action="/orders/bulk"><input type="hidden" name="_token" value="${token(ask.who)}">
<table><thead><tr><th></th><th>Course</th><th>PO</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<button name="action" value="cancel">Cancel selected</button>
<input name="purchase_order"><button name="action" value="po">Set PO on selected</button></form></body></html>`;
      return { type: 'text/html', body };
    }
    if (ask.path !== '/orders/bulk' || ask.method !== 'POST') return { status: 404, body: 'no such page' };
    const form = new URLSearchParams(ask.body);
    if (form.get('_token') !== token(ask.who) || form.get('action') !== 'po') return { status: 419 };
    const ids = form.getAll('ids');
    if (variant === 'guarded' && !ids.every((id) => own.some((one) => one.id === id)))
      return { status: 404, body: 'no such page' };
    for (const one of variant === 'flawed' ? all : own)
      if (ids.includes(one.id)) one.purchaseOrder = (form.get('purchase_order') ?? '').slice(0, 30);
    return { status: 302, headers: { location: '/orders' } };
  };
  return { answer, data: () => structuredClone(all) };
};

/** Server-rendered lists whose rows are ticked. */
export const tickedShapes: readonly WriteShape[] = [
  {
    id: 'rows-ticked-in-a-form',
    open,
    walk: (who, browse) => {
      browse('GET', '/api/me');
      if (who !== 'anonymous' && customers[who].org) browse('GET', '/requests');
    },
  },
  {
    id: 'rows-ticked-and-given-a-text',
    open: openTyped,
    walk: (who, browse) => {
      browse('GET', '/api/me');
      if (who !== 'anonymous' && customers[who].org) browse('GET', '/orders');
    },
  },
];
