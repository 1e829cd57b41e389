import { customers, refused, type Shape } from '../shape.ts';
import { find, give, jsonOf, listed, own, portalOf, rows, shown, uuid } from './records.ts';

const canary = customers.b.records[0]?.note ?? '';

/** One list gives everybody everything; behind it each record is open as well, or is not. */
export function behindOpenList(recordsToo: boolean): Shape {
  const all = rows(uuid);
  return {
    id: recordsToo ? 'open-records-behind-an-open-list' : 'kept-records-behind-an-open-list',
    finds: recordsToo ? ['authz.list', 'authz.read'] : ['authz.list'],
    canaries: [canary],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/orders') return { body: own(all, ask).map(listed) };
      if (ask.path === '/api/overview') {
        const rows = ask.query.get('include') === 'rows' ? (flawed ? all : own(all, ask)) : [];
        return { body: { name: 'Overview', rows: rows.map(shown) } };
      }
      const [, , kind, id] = ask.path.split('/');
      return kind === 'orders' ? give(find(all, id, ask, flawed && recordsToo)) : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/overview');
      browse('GET', '/api/overview?include=rows');
      browse('GET', '/api/overview?include=rows');
      browse('GET', '/api/overview?include=counts');
      for (const { id } of browse('GET', '/api/orders').body as { id: string }[]) browse('GET', `/api/orders/${id}`);
    },
  };
}

/** The search looks into two kinds of record: in the one that the canary stands in each customer finds its own. */
export function searchOfTwoKinds(): Shape {
  const all = rows(uuid);
  const isOrder = ({ id }: { readonly id: string }) => id.endsWith('5a0');
  return {
    id: 'search-open-in-one-of-two-kinds',
    finds: ['authz.list'],
    canaries: [canary],
    portal: portalOf((ask, flawed) => {
      const kinds = { orders: all.filter(isOrder), visits: all.filter((row) => !isOrder(row)) };
      if (ask.path === '/api/orders') return { body: own(kinds.orders, ask).map(listed) };
      if (ask.path === '/api/visits') return { body: own(kinds.visits, ask).map(listed) };
      const [, , kind, id] = ask.path.split('/');
      if (kind !== 'search') return give(find(all, id, ask, false));
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      const found = [...own(kinds.orders, ask), ...(flawed ? kinds.visits : own(kinds.visits, ask))];
      return { body: found.filter((row) => `${row.title} ${row.note}`.toLowerCase().includes(word)).map(shown) };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const kind of ['orders', 'visits'])
        for (const { id } of browse('GET', `/api/${kind}`).body as { id: string }[])
          browse('GET', `/api/${kind}/${id}`);
      browse('GET', `/api/search?q=${who === 'a' ? 'Staircase' : 'Culture'}`);
    },
  };
}

/** An advert that both may read names who placed it: what else goes by that number is its owner's all the same. */
export const tenantOfAnAdvert: Shape = {
  id: 'tenant-that-shared-adverts-name',
  finds: ['authz.read', 'authz.body-tenant'],
  portal: portalOf((ask, flawed) => {
    const agencies = { a: 'AG-0101', b: 'AG-0102' } as const;
    if (ask.path === '/api/adverts')
      return {
        body: Object.values(agencies).map((agency, at) => ({ id: `advert-${at}`, text: 'Flat by the sea', agency })),
      };
    const said = ask.query.get('agency') ?? (jsonOf(ask).p_agency as string | undefined);
    const own = ask.who === 'anonymous' ? undefined : agencies[ask.who];
    const of = said === agencies.a ? customers.a : said === agencies.b ? customers.b : undefined;
    if (!of || (!flawed && said !== own)) return refused;
    if (ask.path === '/api/ledger') return { body: of.records.map(({ title, note }) => ({ title, note })) };
    if (ask.path === '/api/rpc/get_totals') return { body: { owner: of.orgName, sum: of.records[0]?.amount } };
    return refused;
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const agency = who === 'a' ? 'AG-0101' : 'AG-0102';
    browse('GET', '/api/adverts');
    browse('GET', `/api/ledger?agency=${agency}`);
    browse('GET', `/api/ledger/old?agency=${agency}`);
    browse('POST', '/api/rpc/get_totals', { body: { p_agency: agency } });
  },
};
