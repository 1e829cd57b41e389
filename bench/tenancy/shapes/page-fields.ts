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

export const pageFieldShapes: readonly WriteShape[] = [
  { id: 'company-in-the-request-of-the-page', open: profilePortal('company'), walk, held },
  { id: 'role-in-the-request-of-the-page', open: profilePortal('role'), walk, held },
];
