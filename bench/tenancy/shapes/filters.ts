import { refused, type Shape } from '../shape.ts';
import { find, give, listed, own, portalOf, rows, uuid } from './records.ts';

const people = ['601', '602'] as const;

/** What happened, by whom: staff did something for every customer, and the filter by person forgets whose list it narrows. */
export function activityByPerson(): Shape {
  return activity('activity-by-person-over-all', ['authz.list'], (flawed, isOwn) => flawed || isOwn);
}

/** The filter brings what the list leaves out at first, an older line and a notice to all, and nobody else's. */
export function olderByPerson(): Shape {
  return activity('activity-by-person-with-older-lines', [], (_, isOwn) => isOwn);
}

function activity(id: string, finds: Shape['finds'], mayCome: (flawed: boolean, isOwn: boolean) => boolean): Shape {
  const all = rows(uuid);
  const line = ({ title, owner }: (typeof all)[number], at: number) => ({
    at: `2026-05-1${at}`,
    by: people[at % 2],
    said: `filed “${title}” for ${owner.orgName}`,
  });
  return {
    id,
    finds,
    portal: portalOf((ask, flawed) => {
      const mine = own(all, ask);
      if (ask.path === '/api/orders') return { body: mine.map(listed) };
      if (ask.path === '/api/activity') {
        const by = ask.query.get('by') ?? '';
        // The newest of one's own stand in the list; the filter looks further back.
        if (by === '') return { body: mine.slice(0, finds.length > 0 ? 3 : 1).map(line) };
        const seen = all.filter((row) => mayCome(flawed, row.owner.key === ask.who)).map(line);
        const notice = { at: '2026-04-02', by, said: 'wrote “Closed over the holidays” to everybody' };
        return { body: [...seen.filter((one) => one.by === by), notice] };
      }
      return give(find(all, ask.path.split('/').at(-1), ask, false), refused);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id: one } of browse('GET', '/api/orders').body as { id: string }[])
        browse('GET', `/api/orders/${one}`);
      browse('GET', '/api/activity');
      browse('GET', `/api/activity?by=${people[0]}`);
    },
  };
}
