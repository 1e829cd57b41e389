import { buildSchema, graphqlSync } from 'graphql';
import { type Ask, customers, type Reply, signedOut, whoAmI } from '../shape.ts';
import type { WriteShape } from './write-shape.ts';

interface Account {
  id: string;
  email: string;
  about: string;
  role: string;
  plan: string;
}
const accounts = (): Record<'a' | 'b', Account> => ({
  a: { id: 'u-71f0', email: customers.a.user, about: 'Ring before ten', role: 'member', plan: 'starter' },
  b: { id: 'u-84c2', email: customers.b.user, about: 'Yard is locked on Sundays', role: 'member', plan: 'enterprise' },
});

/** A profile by GraphQL; its input takes a role, and the server believes it. */
const schema = buildSchema(`
  type Viewer { id: ID!, email: String, about: String, role: String }
  input ProfileInput { about: String, role: String }
  type Query { me: Viewer }
  type Mutation { updateProfile(input: ProfileInput!): Viewer }
`);
const graphqlProfile: WriteShape['open'] = (variant) => {
  const state = accounts();
  const answer = (ask: Ask): Reply => {
    if (ask.who === 'anonymous') return signedOut;
    const own = state[ask.who];
    const { query } = JSON.parse(ask.body || '{}') as { query: string };
    const updateProfile = ({ input }: { input: Partial<Account> }) => {
      if (variant === 'guarded' && input.role !== undefined) throw new Error('role is not yours to set');
      const { role = own.role, about = own.about } = input;
      Object.assign(own, { about, ...(variant === 'flawed' ? { role } : {}) });
      return own;
    };
    return { body: graphqlSync({ schema, source: query, rootValue: { me: own, updateProfile } }) };
  };
  return { answer, data: () => structuredClone(state) };
};

/** A profile page whose form carries the plan in a hidden field. */
const pageProfile: WriteShape['open'] = (variant) => {
  const state = accounts();
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = state[ask.who];
    if (ask.method === 'POST') {
      const form = new URLSearchParams(ask.body);
      own.about = form.get('about') ?? own.about;
      if (variant === 'flawed') own.plan = form.get('plan') ?? own.plan;
      return { status: 303, headers: { location: '/profile' } };
    }
    return {
      type: 'text/html',
      body: `<html><body><form method="post" action="/profile"><input type="hidden" name="plan" value="${own.plan}">
        <textarea name="about">${own.about}</textarea><button>Save</button></form></body></html>`,
    };
  };
  return { answer, data: () => structuredClone(state) };
};

/** An expense whose amount the page itself lets its owner change (`decoy`), or does not (`flawed`). */
const expense: WriteShape['open'] = (variant) => {
  const rows = [
    { id: 'e-4411aa', who: 'a', note: 'Taxi to the Tollgate house', amount: 41 },
    { id: 'e-77c1d0', who: 'b', note: 'Ferry with the tanker', amount: 219 },
  ];
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = rows.filter((row) => row.who === ask.who);
    if (ask.path === '/expense')
      return {
        type: 'text/html',
        body: `<html><body><form><input name="note">${variant === 'flawed' ? '' : '<input name="amount">'}</form></body></html>`,
      };
    if (ask.path === '/api/expenses') return { body: own };
    const row = own.find((one) => ask.path === `/api/expenses/${one.id}`);
    if (!row) return { status: 404, body: { error: 'not_found' } };
    if (ask.method === 'PATCH') {
      const { note = row.note, amount = row.amount } = JSON.parse(ask.body) as Partial<typeof row>;
      Object.assign(row, { note }, variant === 'guarded' ? {} : { amount });
    }
    return { body: row };
  };
  return { answer, data: () => structuredClone(rows) };
};

/** Fields that decide something, sent along: by GraphQL, by a form, by an API whose page may offer them. */
export const fieldShapes: readonly WriteShape[] = [
  {
    id: 'role-in-graphql-input',
    open: graphqlProfile,
    walk: (_who, browse) => void browse('POST', '/graphql', { body: { query: '{ me { id email about role } }' } }),
  },
  {
    id: 'plan-in-hidden-field',
    open: pageProfile,
    walk(_who, browse) {
      browse('GET', '/api/me');
      browse('GET', '/profile');
    },
  },
  {
    id: 'amount-that-the-page-offers',
    open: expense,
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/expense');
      const list = browse('GET', '/api/expenses').body as { id: string }[];
      for (const { id } of list) browse('GET', `/api/expenses/${id}`);
    },
  },
];
