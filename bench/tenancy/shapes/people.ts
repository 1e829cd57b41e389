import { type Ask, both, customers, type Reply, refused, type Shape, signedOut, whoAmI } from '../shape.ts';

const drivers = [
  { id: '411', org: customers.a.org, name: 'Marian Ellwood', phone: '07700 900118', remark: 'Nights, not on Fridays' },
  { id: '412', org: customers.a.org, name: 'Pearse Holloway', phone: '07700 900245', remark: 'Has the long ladder' },
  {
    id: '413',
    org: customers.b.org,
    name: 'Jonas Petrakis',
    phone: '07700 900631',
    remark: 'Trailer licence since May',
  },
  { id: '414', org: customers.b.org, name: 'Odette Lansbury', phone: '07700 900742', remark: 'Back in the new year' },
] as const;

const mine = (ask: Ask) => drivers.filter(({ org }) => both.some((one) => one.key === ask.who && one.org === org));

/** People whose own page is their customer's alone, and a field that finds them while a name is typed. `open`: a directory of everybody's. */
const peoplePortal =
  (open: boolean): Shape['portal'] =>
  (flawed) =>
  (ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const word = (ask.query.get('q') ?? '').toLowerCase();
    const found = (all: readonly (typeof drivers)[number][]) =>
      all
        .filter(({ name }) => word.length > 2 && name.toLowerCase().includes(word))
        .map(({ id, name, phone }) => ({ id, name, phone }));
    if (ask.path === '/api/lookup/drivers') return { body: found(flawed || open ? drivers : mine(ask)) };
    if (ask.path === '/api/drivers') return { body: mine(ask).map(({ id, name, phone }) => ({ id, name, phone })) };
    const id = /^\/api\/drivers\/(\d+)$/.exec(ask.path)?.[1];
    const one = (open ? drivers : mine(ask)).find((row) => row.id === id);
    return one ? { body: one } : refused;
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const rows = browse('GET', '/api/drivers').body as readonly { id: string }[];
  for (const { id } of rows.slice(0, 1)) browse('GET', `/api/drivers/${id}`);
  browse('GET', `/api/lookup/drivers?q=${who === 'a' ? 'Ellwood' : 'Petrakis'}`);
};

export const peopleShapes: readonly Shape[] = [
  { id: 'people-found-while-a-name-is-typed', finds: ['authz.list'], portal: peoplePortal(false), walk },
];
export const openDirectory: Shape = { id: 'directory-of-everybody', finds: [], portal: peoplePortal(true), walk };
