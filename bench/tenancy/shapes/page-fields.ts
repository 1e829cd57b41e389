import { type Ask, customers, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import type { Variant, WriteShape } from './write-shape.ts';

interface Profile {
  id: string;
  email: string;
  jobTitle: string;
  companyId: string;
  access: { role: string };
}
const profiles = (): Record<'a' | 'b', Profile> => ({
  a: {
    id: 'p-71f0',
    email: customers.a.user,
    jobTitle: 'Head of joinery',
    companyId: customers.a.org,
    access: { role: 'member' },
  },
  b: {
    id: 'p-84c2',
    email: customers.b.user,
    jobTitle: 'Head of the dairy',
    companyId: customers.b.org,
    access: { role: 'member' },
  },
});

/** A profile that only the page's own request changes: by POST, the whole of it, at another address than it is read from. */
const profilePortal =
  (field: 'company' | 'role'): WriteShape['open'] =>
  (variant: Variant) => {
    const state = profiles();
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const own = state[ask.who];
      if (ask.method === 'GET' && ask.path === '/api/profile') return { body: { profile: own } };
      if (ask.method !== 'POST' || ask.path !== '/api/profile/save') return { status: 404, body: { error: 'no such' } };
      const { profile } = JSON.parse(ask.body) as { profile: Partial<Profile> };
      const extra = profile.companyId !== undefined || profile.access !== undefined;
      if (variant === 'guarded' && extra) return { status: 422, body: { error: 'unknown field' } };
      own.jobTitle = profile.jobTitle ?? own.jobTitle;
      if (variant === 'flawed' && field === 'company') own.companyId = profile.companyId ?? own.companyId;
      if (variant === 'flawed' && field === 'role') own.access.role = profile.access?.role ?? own.access.role;
      return { body: { saved: true } };
    };
    return { answer, data: () => structuredClone(state) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who !== 'anonymous') browse('GET', '/api/profile');
};
const held: WriteShape['held'] = (who) => {
  if (who === 'anonymous') return [];
  const profile = { jobTitle: `${profiles()[who].jobTitle} typed0815` };
  return [
    {
      method: 'POST',
      url: 'https://portal.example/api/profile/save',
      body: JSON.stringify({ profile }),
      type: 'application/json',
      page: '',
      mark: 'typed0815',
    },
  ];
};

/** The page has its profile from the server's own HTML and changes it by PATCH: nobody asked for it at that address, where it can be read. */
const unread: WriteShape['open'] = (variant) => {
  const state = profiles();
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = state[ask.who];
    if (ask.path !== '/api/account') return { status: 404, body: { error: 'no such' } };
    if (ask.method === 'GET') return { body: own };
    const sent = JSON.parse(ask.body) as Partial<Profile>;
    if (ask.method !== 'PATCH' || (variant === 'guarded' && sent.access)) return { status: 422, body: { error: 'no' } };
    own.jobTitle = sent.jobTitle ?? own.jobTitle;
    if (variant === 'flawed') own.access = sent.access ?? own.access;
    return { body: { saved: true } };
  };
  return { answer, data: () => structuredClone(state) };
};
const heldUnread: WriteShape['held'] = (who) =>
  who === 'anonymous'
    ? []
    : [
        {
          method: 'PATCH',
          url: 'https://portal.example/api/account',
          body: JSON.stringify({ jobTitle: `${profiles()[who].jobTitle} typed0815` }),
          type: 'application/json',
          page: '',
          mark: 'typed0815',
        },
      ];

/** A page made at the server: a form with the name alone, and beside it what the account may do and pays. */
const pagePortal: WriteShape['open'] = (variant) => {
  const state = { a: { name: 'Ines of Larkfield', role: 'customer' }, b: { name: 'Tobias', role: 'customer' } };
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
    const own = state[ask.who];
    if (ask.method === 'POST') {
      const form = new URLSearchParams(ask.body);
      if (variant === 'guarded' && form.has('user[role]')) return { status: 400, type: 'text/html', body: 'no' };
      own.name = form.get('user[name]') ?? own.name;
      if (variant === 'flawed') own.role = form.get('user[role]') ?? own.role;
      return { status: 303, headers: { location: '/account' } };
    }
    return {
      type: 'text/html',
      body: `<html><body><form method="post" action="/account"><input name="user[name]" value="${own.name}"><button>Save</button></form>
        <dl><dt>Role</dt><dd>${own.role}</dd></dl></body></html>`,
    };
  };
  return { answer, data: () => structuredClone(state) };
};

export const pageFieldShapes: readonly WriteShape[] = [
  { id: 'company-in-the-request-of-the-page', open: profilePortal('company'), walk, held },
  { id: 'role-in-the-request-of-the-page', open: profilePortal('role'), walk, held },
  {
    id: 'role-where-no-page-reads-it',
    open: unread,
    walk: (_who, browse) => void browse('GET', '/api/me'),
    held: heldUnread,
  },
  {
    id: 'role-beside-the-form',
    open: pagePortal,
    walk: (who, browse) => {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', '/account');
    },
  },
];
