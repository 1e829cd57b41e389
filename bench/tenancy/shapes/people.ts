import { type Ask, both, customers, type Reply, refused, type Shape, signedOut, whoAmI } from '../shape.ts';

interface Person {
  readonly id: string;
  readonly org: string;
  readonly name: string;
  readonly phone: string;
  readonly remark: string;
}
const [a, b] = [customers.a.org, customers.b.org];
const drivers: readonly Person[] = [
  { id: '411', org: a, name: 'Marian Ellwood', phone: '07700 900118', remark: 'Nights, not on Fridays' },
  { id: '412', org: a, name: 'Pearse Holloway', phone: '07700 900245', remark: 'Has the long ladder' },
  { id: '413', org: b, name: 'Jonas Petrakis', phone: '07700 900631', remark: 'Trailer licence since May' },
  { id: '414', org: b, name: 'Odette Lansbury', phone: '07700 900742', remark: 'Back in the new year' },
];
/** Names of three signs, which no space divides. */
const contacts: readonly Person[] = [
  { id: '411', org: a, name: '林若溪', phone: '13862110417', remark: '周五不上班' },
  { id: '412', org: a, name: '王建国', phone: '13862110552', remark: '负责仓库' },
  { id: '413', org: b, name: '赵维铭', phone: '13957420863', remark: '五月起负责样品' },
  { id: '414', org: b, name: '孙晓岚', phone: '13957420971', remark: '明年返回' },
];

interface People {
  readonly all: readonly Person[];
  /** The parameter that carries what is typed. */
  readonly typed: string;
  /** A directory of everybody's. */
  readonly open?: true;
}

/** People whose own page is their customer's alone, and a field that finds them while a name is typed. */
const peoplePortal =
  ({ all, typed, open }: People): Shape['portal'] =>
  (flawed) =>
  (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const mine = all.filter(({ org }) => both.some((one) => one.key === ask.who && one.org === org));
    const shown = ({ id, name, phone }: Person) => ({ id, name, phone });
    const word = (ask.query.get(typed) ?? '').toLowerCase();
    if (ask.path === '/api/lookup/people')
      return {
        body: (flawed || open ? all : mine)
          .filter(({ name }) => word.length > 1 && name.toLowerCase().includes(word))
          .map(shown),
      };
    if (ask.path === '/api/people') return { body: mine.map(shown) };
    const id = /^\/api\/people\/(\d+)$/.exec(ask.path)?.[1];
    const one = (open ? all : mine).find((row) => row.id === id);
    return one ? { body: one } : refused;
  };

const walkOf =
  ({ all, typed }: People): Shape['walk'] =>
  (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const rows = browse('GET', '/api/people').body as readonly { id: string }[];
    for (const { id } of rows.slice(0, 1)) browse('GET', `/api/people/${id}`);
    const own =
      all
        .find(({ org }) => org === customers[who].org)
        ?.name.split(' ')
        .at(-1) ?? '';
    browse('GET', `/api/lookup/people?${typed}=${encodeURIComponent(own)}`);
  };

const shapeOf = (id: string, people: People): Shape => ({
  id,
  finds: people.open ? [] : ['authz.list'],
  portal: peoplePortal(people),
  walk: walkOf(people),
});

export const peopleShapes: readonly Shape[] = [
  shapeOf('people-found-while-a-name-is-typed', { all: drivers, typed: 'q' }),
  shapeOf('people-with-names-that-no-space-divides', { all: contacts, typed: 'kw' }),
];
export const openDirectory = shapeOf('directory-of-everybody', { all: drivers, typed: 'q', open: true });
