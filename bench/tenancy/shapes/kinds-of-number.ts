import { type Ask, customers, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';

interface Receipt {
  readonly id: number;
  readonly policy: number;
  readonly text: string;
}
const policies = { a: [1, 3], b: [2, 4] } as const;
/** A has a policy 3; receipt 3 is of B's. */
const receipts: readonly Receipt[] = [
  { id: 1, policy: 1, text: 'Staircase for the Tollgate house, first half, due since Whitsun' },
  { id: 2, policy: 3, text: 'Window seats at the old rectory, whole sum, paid by Mrs Amory' },
  { id: 3, policy: 2, text: 'Whey tanker bay resurfacing, second half, paid at Lammas' },
  { id: 4, policy: 4, text: 'Cold store door heater, whole sum, the relay is disputed' },
];
const page = (body: string): Reply => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><main>${body}</main>`,
});
const absent: Reply = { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };

/** Two kinds of record count from one: what a list names is policy 3, and not receipt 3. */
export const numbersOfKinds: Shape = {
  id: 'receipts-and-policies-that-both-count-from-one',
  finds: ['authz.read'],
  portal: (flawed) => (ask: Ask) => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const mine: readonly number[] = policies[ask.who];
    if (ask.path === '/offers/new')
      return page(
        '<select name="product"><option value="1">Hail<option value="3">Flood<option value="4">Fire</select>',
      );
    if (ask.path === '/policies')
      return page(mine.map((id) => `<li><a href="/policies/${id}/receipts">Policy</a></li>`).join(''));
    const [, , policy, kind, id] = ask.path.split('/');
    if (kind !== 'receipts' || !mine.includes(Number(policy))) return absent;
    const below = receipts.filter((one) => one.policy === Number(policy));
    if (id === undefined)
      return page(below.map((one) => `<a href="/policies/${policy}/receipts/${one.id}">Receipt</a>`).join(''));
    const found = receipts.find((one) => one.id === Number(id) && (flawed || one.policy === Number(policy)));
    return found ? page(`<h1>Receipt of a policy</h1><p>${found.text}</p><p>Stamp RC-77${found.id}1-LAX</p>`) : absent;
  },
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/offers/new');
    browse('GET', '/policies');
    for (const policy of policies[who]) {
      browse('GET', `/policies/${policy}/receipts`);
      for (const one of receipts.filter((row) => row.policy === policy))
        browse('GET', `/policies/${policy}/receipts/${one.id}`);
    }
  },
};

/** A list of pages with the customer's own small number in a field of its form that nobody sees. */
export const hiddenCompany: Shape = {
  id: 'company-of-one-digit-in-a-form',
  finds: ['authz.read', 'authz.list'],
  portal: (flawed) => (ask: Ask) => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = ask.who === 'a' ? '1' : '2';
    const wanted = (flawed ? ask.query.get('company') : null) ?? own;
    if (/^\/(help|news|profile|team)$/.test(ask.path)) return page(`<h1>${ask.path.slice(1)}</h1>`);
    if (ask.path !== '/claims') return absent;
    const records = (wanted === '1' ? customers.a : wanted === '2' ? customers.b : undefined)?.records ?? [];
    const list = records
      .map(({ title, note }, at) => `<tr><td><a href="/claims/${wanted}${at}">${title}</a><td>${note}</tr>`)
      .join('');
    const form = `<form><input type="hidden" name="company" value="${own}"><button>Show</button></form>`;
    return page(`${form}<table>${list}</table><a href="?page=1">first</a> <a href="?page=2">second</a>`);
  },
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/claims');
    browse('GET', `/claims?company=${who === 'a' ? 1 : 2}&state=`);
    for (const path of ['/help', '/news', '/profile', '/team']) browse('GET', path);
  },
};
