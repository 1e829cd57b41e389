import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { ShopDecoyId, ShopFlawId } from '../../range/flaws/shop.ts';
import { createShop } from '../../range/shop/shop.ts';

const origins = {
  app: 'https://app.test',
  api: 'https://api.test',
  admin: 'https://admin.test',
  www: 'https://w.test',
};
const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close().closeAllConnections();
});

/** The shop on loopback by a clock of the test's own, and who is signed in there. */
async function startShop(flaws: readonly ShopFlawId[] = [], decoys: readonly ShopDecoyId[] = []) {
  const clock = { ms: Date.parse('2026-03-10T09:00:00Z') };
  const sets = { flaws: new Set<string>(flaws), decoys: new Set<string>(decoys), cases: new Set<string>() };
  const shop = createShop({ ...sets, now: () => new Date(clock.ms), origins, sendMail: async () => undefined });
  const server = createServer(shop.app);
  running.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function ask(cookie: string, method: string, path: string, body?: unknown, headers: object = {}) {
    const answer = await fetch(base + path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
    return {
      status: answer.status,
      text,
      cookies,
      set: cookies[0] ?? '',
      json: () => JSON.parse(text) as Record<string, unknown>,
    };
  }
  async function enter(name: 'a' | 'a2' | 'b' | 'admin'): Promise<string> {
    const { user: email, password } = shop.accounts[name];
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { customer { id } } }';
    return (await ask('', 'POST', '/graphql', { query, variables: { input: { email, password } } })).set;
  }
  return {
    shop,
    clock,
    ask,
    a: await enter('a'),
    a2: await enter('a2'),
    b: await enter('b'),
    admin: await enter('admin'),
  };
}
type Open = Awaited<ReturnType<typeof startShop>>;

const other = ({ shop }: Open) => {
  const { addresses, standing, returns, notices, orders, lists } = shop.dump();
  const of = <Row extends { company: string }>(rows: readonly Row[], company: string) =>
    rows.find((row) => row.company === company) ?? rows[0];
  return {
    address: of(addresses, 'gannet')?.id,
    standing: of(standing, 'gannet')?.id,
    return: of(returns, 'gannet')?.id,
    notices: [of(notices, 'pellow')?.id, of(notices, 'gannet')?.id],
    order: of(orders, 'gannet')?.number,
    list: of(lists, 'pellow')?.id,
  };
};
const save = 'mutation ($input: UpdateAddressInput!) { updateAddress(input: $input) { address { id } } }';
/** Whether a buyer ends a list of the own company in a way that is its owner's. */
async function endedByBuyer(open: Open, how: 'approve' | 'close'): Promise<boolean> {
  const list = () => open.shop.dump().lists.find(({ company }) => company === 'pellow');
  await open.ask(open.a2, 'POST', `/rest/lists/${list()?.id}/${how}`, {});
  const ended = list()?.state !== 'open';
  expect((await open.ask(open.a, 'POST', `/rest/lists/${list()?.id}/${how}`, {})).status).toBe(ended ? 409 : 200);
  return ended;
}
/** One attempt for each flaw, as customer A or nobody; whether it came through. */
const attempts: Readonly<Record<ShopFlawId, (open: Open) => Promise<boolean>>> = {
  'shop-address-mutation-unguarded': async (open) => {
    const input = { addressId: other(open).address, changes: { instructions: 'CHANGED' } };
    await open.ask(open.a, 'POST', '/graphql', { query: save, variables: { input } });
    return JSON.stringify(open.shop.dump().addresses).includes('CHANGED');
  },
  'shop-standing-order-put-unguarded': async (open) => {
    await open.ask(open.a, 'PUT', `/rest/standing-orders/${other(open).standing}`, { text: 'CHANGED' });
    return JSON.stringify(open.shop.dump().standing).includes('CHANGED');
  },
  'shop-standing-overview-unguarded': async (open) => {
    const named = { standingOrderId: other(open).standing };
    const answer = await open.ask(open.a, 'POST', '/rest/standing-orders/overview', named);
    return answer.text.includes('half-term');
  },
  'shop-return-delete-guarded-patch-not': async (open) => {
    const path = `/rest/returns/${other(open).return}`;
    expect((await open.ask(open.a, 'DELETE', path)).status).toBe(404);
    await open.ask(open.a, 'PATCH', path, { state: 'cancelled' });
    return JSON.stringify(open.shop.dump().returns).includes('cancelled');
  },
  'shop-bulk-looks-at-first': async (open) => {
    await open.ask(open.a, 'POST', '/rest/notices/seen', { ids: other(open).notices, seen: true });
    return open.shop.dump().notices.some(({ company, seen }) => company === 'gannet' && seen);
  },
  'shop-list-moved-by-company': async (open) => {
    const { companyId } =
      ((await open.ask(open.b, 'GET', '/rest/lists')).json().items as { companyId: string }[])[0] ?? {};
    await open.ask(open.a, 'PATCH', `/rest/lists/${other(open).list}`, { companyId });
    return open.shop.dump().lists.every(({ company }) => company === 'gannet');
  },
  'shop-label-end-unsigned': async (open) => {
    const path = `/rest/returns/${other(open).return}`;
    const label = new URL(String((await open.ask(open.b, 'GET', path)).json().label), origins.app);
    expect((await open.ask('', 'GET', label.pathname + label.search)).status).toBe(200);
    open.clock.ms += 3_600_000;
    expect((await open.ask('', 'GET', label.pathname + label.search)).status).toBe(403);
    label.searchParams.set('expires', String(open.clock.ms));
    return (await open.ask('', 'GET', label.pathname + label.search)).status === 200;
  },
  'shop-staff-path-with-semicolon': async (open) => {
    expect((await open.ask(open.a, 'GET', '/rest/staff/sales')).status).toBe(403);
    return (await open.ask(open.a, 'GET', '/rest/staff/sales;x')).text.includes('Nut-free');
  },
  'shop-staff-change-by-override': async (open) => {
    const id = open.shop.dump().people.find(({ key }) => key === 'b')?.id;
    const path = `/rest/staff/customers/${id}`;
    expect((await open.ask(open.a, 'PATCH', path, { note: 'CHANGED' })).status).toBe(403);
    await open.ask(open.a, 'POST', path, { note: 'CHANGED' }, { 'x-http-method-override': 'PATCH' });
    return JSON.stringify(open.shop.dump().people).includes('CHANGED');
  },
  'shop-role-given-by-buyer': async (open) => {
    const of = (key: string) => open.shop.dump().people.find((one) => one.key === key);
    await open.ask(open.a2, 'PATCH', `/rest/team/${of('b2')?.id}`, { role: 'owner' });
    expect(of('b2')?.role).toBe('buyer');
    await open.ask(open.a2, 'PATCH', `/rest/team/${of('a2')?.id}`, { role: 'owner' });
    return of('a2')?.role === 'owner';
  },
  'shop-role-by-button-for-buyers': async (open) => {
    const id = open.shop.dump().people.find(({ key }) => key === 'a2')?.id;
    expect((await open.ask(open.a2, 'PATCH', `/rest/team/${id}`, { role: 'owner' })).text).not.toContain('"owner"');
    await open.ask(open.a2, 'POST', `/rest/team/${id}?_method=PATCH`, { role: 'owner' });
    return open.shop.dump().people.find(({ key }) => key === 'a2')?.role === 'owner';
  },
  'shop-house-rules-by-buyer': async (open) => {
    expect((await open.ask(open.a2, 'GET', '/rest/house-rules')).status).toBe(403);
    await open.ask(open.a2, 'PUT', '/rest/house-rules', { text: 'CHANGED' });
    return open.shop.dump().rules.some(({ text }) => text === 'CHANGED');
  },
  'shop-credit-sheet-for-buyers': async (open) => {
    expect((await open.ask(open.a2, 'GET', '/rest/credit')).status).toBe(403);
    return (await open.ask(open.a2, 'GET', '/rest/credit-sheet')).text.includes('tax office');
  },
  'shop-return-opened-by-buyer': async (open) => {
    const ids = async (who: string) =>
      ((await open.ask(who, 'GET', '/rest/returns')).json() as { items: { id: string }[] }).items.map(({ id }) => id);
    const [all, told] = [await ids(open.a), await ids(open.a2)];
    const left = all.find((id) => !told.includes(id));
    return left !== undefined && (await open.ask(open.a2, 'GET', `/rest/returns/${left}`)).status === 200;
  },
  'shop-stay-cookie-outlives-sign-out': async (open) => {
    const { user: email, password } = open.shop.accounts.a;
    const query = 'mutation ($input: LoginInput!) { login(input: $input) { customer { id } } }';
    const variables = { input: { email, password, stay: true } };
    const { cookies } = await open.ask('', 'POST', '/graphql', { query, variables });
    const stay = cookies.find((one) => one.startsWith('__Host-trade-stay=')) ?? '';
    const opens = async () => (await open.ask(stay, 'GET', '/rest/returns')).status === 200;
    expect(await opens()).toBe(stay !== '');
    await open.ask(cookies.join('; '), 'POST', '/graphql', {
      query: 'mutation { logout(input: {}) { clientMutationId } }',
    });
    return opens();
  },
  'shop-inner-header-opens': async (open) => {
    const path = `/rest/orders/${other(open).order}/invoice`;
    expect((await open.ask('', 'GET', path)).status).toBe(401);
    return (await open.ask('', 'GET', path, undefined, { 'x-internal-request': '1' })).status === 200;
  },
  'shop-list-archived-by-anybody': async (open) => {
    const list = () => open.shop.dump().lists.find(({ company }) => company === 'gannet');
    await open.ask(open.a, 'POST', `/rest/lists/${list()?.id}/archive`, {});
    return list()?.state === 'archived';
  },
  'shop-list-reopened-by-anybody': async (open) => {
    const list = () => open.shop.dump().lists.find(({ company }) => company === 'gannet');
    expect((await open.ask(open.b, 'POST', `/rest/lists/${list()?.id}/close`, {})).status).toBe(200);
    await open.ask(open.a, 'POST', `/rest/lists/${list()?.id}/reopen`, {});
    return list()?.state === 'open';
  },
  'shop-lists-archived-look-at-first': async (open) => {
    const list = (company: string) => open.shop.dump().lists.find((one) => one.company === company);
    await open.ask(open.a, 'POST', '/rest/lists/archive-many', { ids: [list('pellow')?.id, list('gannet')?.id] });
    expect(list('pellow')?.state).toBe('archived');
    return list('gannet')?.state === 'archived';
  },
  'shop-list-archived-by-link': async (open) => {
    const list = () => open.shop.dump().lists.find(({ company }) => company === 'pellow');
    const headers = { referer: 'https://elsewhere.example.org/' };
    await open.ask(open.a, 'GET', `/rest/lists/${list()?.id}/archive`, undefined, headers);
    return list()?.state === 'archived';
  },
  'shop-list-approved-by-buyer': (open) => endedByBuyer(open, 'approve'),
  'shop-list-closed-by-buyer': (open) => endedByBuyer(open, 'close'),
  'shop-margin-of-own-order': async (open) => {
    const number = (company: string) => open.shop.dump().orders.find((one) => one.company === company)?.number;
    expect((await open.ask(open.admin, 'GET', `/rest/orders/${number('pellow')}/margin`)).text).toContain(
      'Bay Roasters',
    );
    expect((await open.ask(open.a, 'GET', `/rest/orders/${number('gannet')}/margin`)).status).toBe(404);
    return (await open.ask(open.a, 'GET', `/rest/orders/${number('pellow')}/margin`)).status === 200;
  },
  'shop-session-never-ends': async (open) => {
    open.clock.ms += 25 * 3_600_000;
    return (await open.ask(open.a, 'GET', '/rest/returns')).status === 200;
  },
};
const all: readonly ShopDecoyId[] = [
  'shop-foreign-mutation-echoes-input',
  'shop-bulk-counts-what-it-leaves',
  'shop-company-of-the-body-ignored',
  'shop-staff-path-answers-with-the-page',
  'shop-invoice-says-who-asked',
  'shop-role-of-a-buyer-left-as-it-is',
  'shop-role-by-button-for-owners',
  'shop-terms-for-every-buyer',
  'shop-return-of-owners-alone',
  'shop-stay-cookie-ends-at-sign-out',
  'shop-label-of-a-minute',
  'shop-foreign-list-archived-without-effect',
  'shop-foreign-list-reopened-without-effect',
  'shop-lists-archived-counts-what-it-leaves',
  'shop-standing-overview-refused-with-200',
];

it.each(Object.entries(attempts))('%s opens what is shut without it', async (id, comesThrough) => {
  expect(await comesThrough(await startShop([id as ShopFlawId]))).toBe(true);
  expect(await comesThrough(await startShop())).toBe(false);
  expect(await comesThrough(await startShop([], all))).toBe(false);
});

it('ends a session that is idle for half an hour, and one that was signed out', async () => {
  const open = await startShop();
  const me = async () => (await open.ask(open.a, 'GET', '/rest/returns')).status;
  open.clock.ms += 20 * 60_000;
  expect(await me()).toBe(200);
  open.clock.ms += 31 * 60_000;
  expect(await me()).toBe(401);
  const query = 'mutation { logout(input: {}) { clientMutationId } }';
  expect((await open.ask(open.b, 'GET', '/rest/returns')).status).toBe(401);
  const again = await startShop();
  await again.ask(again.b, 'POST', '/graphql', { query });
  expect((await again.ask(again.b, 'GET', '/rest/returns')).status).toBe(401);
});
