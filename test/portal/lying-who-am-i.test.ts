import { expect, it } from 'vitest';
import { proveShape } from '../../bench/tenancy/prove-shape.ts';
import { customers, type Shape } from '../../bench/tenancy/shape.ts';

const records = (['a', 'b'] as const).flatMap((who) =>
  customers[who].records.map((record, at) => ({ id: `${who === 'a' ? 51 : 83}7${at}`, who, ...record })),
);

/** A portal whose who-am-I answers out of the cookie alone: it names the account long after the session has ended. */
function portalWith(ends: boolean): Shape {
  return {
    id: 'who-am-i-lies',
    finds: ['authz.read'],
    portal: () => {
      let over = false;
      return ({ path, who }) => {
        if (path === '/end') over = ends;
        if (path === '/end' || who === 'anonymous') return { status: 401, body: { error: 'sign in' } };
        if (path === '/api/me') return { body: { email: customers[who].user } };
        if (over && who === 'a') return { status: 401, body: { error: 'sign in' } };
        const own = records.filter((one) => one.who === who);
        if (path === '/api/records') return { body: own.map(({ id, title }) => ({ id, title })) };
        const found = own.find(({ id }) => path === `/api/records/${id}`);
        return found ? { body: found } : { status: 404, body: { error: 'not found' } };
      };
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return void browse('GET', '/end');
      browse('GET', '/api/records');
      for (const { id } of records.filter((one) => one.who === who)) browse('GET', `/api/records/${id}`);
    },
  };
}
const readsOf = async (ends: boolean) => {
  const { told, gaps } = await proveShape(portalWith(ends), false);
  return { is: told.filter(({ check }) => check === 'authz.read').map((one) => one.is), gaps };
};

it('a refusal counts while the session lives', async () => {
  expect((await readsOf(false)).is).toContain('pass');
});

it('bad input: a who-am-I that names the account after the session ended → no refusal counts', async () => {
  const { is, gaps } = await readsOf(true);
  expect(is).not.toContain('pass');
  expect([...is, ...gaps].length).toBeGreaterThan(0);
});
