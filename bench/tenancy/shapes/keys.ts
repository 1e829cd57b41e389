import { type Ask, customers, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { find, give, jsonOf, listed, number, own, rows, shown, uuid } from './records.ts';

/** Portals that carry the session elsewhere than in a cookie, and portals that never say who is signed in. */
const keyOf = (who: string) => `k3y-${who}-5f8e2c7d9a1b4c6e`;
const asKey = (ask: Ask, key: unknown): Ask => {
  const who = (['a', 'b'] as const).find((one) => key === keyOf(one)) ?? 'anonymous';
  return { ...ask, who };
};

export const sessionInBody: Shape = {
  id: 'session-in-the-body',
  finds: ['authz.read'],
  portal: (flawed) => (plain) => {
    const ask = asKey(plain, jsonOf(plain).sessionToken);
    if (ask.who === 'anonymous') return signedOut;
    const all = rows(uuid);
    if (ask.path === '/api/whoAmI/get') return { body: { email: own(all, ask)[0]?.owner.user } };
    if (ask.path === '/api/records/list') return { body: own(all, ask).map(listed) };
    return give(find(all, String(jsonOf(ask).id), ask, flawed));
  },
  walk(who, browse) {
    if (who === 'anonymous') return void browse('POST', '/api/whoAmI/get', { body: {} });
    const sessionToken = keyOf(who);
    browse('POST', '/api/whoAmI/get', { body: { sessionToken } });
    const list = browse('POST', '/api/records/list', { body: { sessionToken } }).body as { id: string }[];
    for (const item of list.slice(0, 2)) browse('POST', '/api/records/get', { body: { sessionToken, id: item.id } });
  },
};

export const nameless: Shape = {
  id: 'nobody-is-named',
  finds: ['authz.read'],
  portal:
    (flawed) =>
    (ask): Reply => {
      if (ask.who === 'anonymous') return signedOut;
      const all = rows(number);
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      return give(find(all, ask.path.split('/').at(-1), ask, flawed));
    },
  walk(who, browse) {
    browse('GET', '/api/records');
    if (who === 'anonymous') return;
    for (const row of rows(number)
      .filter((one) => one.owner.key === who)
      .slice(0, 2))
      browse('GET', `/api/records/${row.id}`);
  },
};

export const subdomains: Shape = {
  id: 'subdomain-for-each-customer',
  finds: ['authz.read'],
  origin: (who) => `https://${who === 'b' ? customers.b.slug : customers.a.slug}.portal.example`,
  portal: (flawed) => (ask) => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const slug = ask.host.split('.')[0];
    if (!flawed && slug !== customers[ask.who].slug) return { status: 403, body: { error: 'forbidden' } };
    if (ask.path !== '/api/records') return { status: 404, body: { error: 'not_found' } };
    return {
      body: rows(uuid)
        .filter((row) => row.owner.slug === slug)
        .map(shown),
    };
  },
  walk(_who, browse) {
    browse('GET', '/api/me');
    browse('GET', '/api/records');
  },
};
