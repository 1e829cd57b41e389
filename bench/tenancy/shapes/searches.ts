import { refused, type Shape } from '../shape.ts';
import { find, give, listed, own, portalOf, rows, shown, uuid } from './records.ts';

const wordOf = (who: 'a' | 'b') => (who === 'a' ? 'Staircase' : 'Culture');

/** Everybody has some of one catalogue under "mine" and searches the whole: nobody's data is in it. */
export function catalogueSearch(): Shape {
  const all = rows(uuid);
  return {
    id: 'catalogue-with-a-list-of-ones-own',
    finds: [],
    portal: portalOf((ask) => {
      if (ask.path === '/api/mine') return { body: own(all, ask).map(shown) };
      if (ask.path === '/api/search') return { body: matching(ask.query.get('q')).map(shown) };
      return give(all.find((row) => ask.path === `/api/courses/${row.id}`));
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/mine').body as { id: string }[]) browse('GET', `/api/courses/${id}`);
      browse('GET', `/api/search?q=${wordOf(who)}`);
    },
  };

  function matching(word: string | null) {
    return all.filter((row) => row.title.toLowerCase().includes((word ?? '-').toLowerCase()));
  }
}

/** Lists and records are kept apart, and the search finds a title and nothing more of everybody's. */
export function searchOfTitles(): Shape {
  const all = rows(uuid);
  return {
    id: 'search-of-titles-over-all',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/orders') return { body: own(all, ask).map(listed) };
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      if (ask.path === '/api/search')
        return {
          body: (flawed ? all : own(all, ask)).filter((row) => row.title.toLowerCase().includes(word)).map(listed),
        };
      const id = ask.path.split('/').at(-1);
      return give(find(all, id, ask, false), refused);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/orders').body as { id: string }[]) browse('GET', `/api/orders/${id}`);
      browse('GET', `/api/search?q=${wordOf(who)}`);
    },
  };
}
