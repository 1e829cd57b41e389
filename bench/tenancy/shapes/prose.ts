import { refused, type Ask, type Reply, type Shape } from '../shape.ts';
import { number, own, portalOf, rows } from './records.ts';

const said = { a: 'The dog may stay after a long talk', b: 'Wants the curtains replaced before spring' } as const;

const page = (inner: string): Reply => ({ type: 'text/html', body: `<html><body><ul>${inner}</ul></body></html>` });

function notes(id: string, answer: (ask: Ask, owner: 'a' | 'b' | undefined, flawed: boolean) => Reply): Shape {
  const all = rows(number);
  return {
    id,
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/units')
        return page(
          own(all, ask)
            .map((row) => `<li><a href="/notes/${row.id}">Unit ${row.id}</a></li>`)
            .join(''),
        );
      return answer(ask, all.find((row) => ask.path === `/notes/${row.id}`)?.owner.key, flawed);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/units');
      browse('GET', `/notes/${all.find((row) => row.owner.key === who)?.id}`);
    },
  };
}

/** A note of words alone, the only thing behind its reference. */
export const proseNote = (): Shape =>
  notes('a-note-of-words-alone', (ask, owner, flawed) =>
    owner && (flawed || owner === ask.who) ? page(`<li>${said[owner]}</li>`) : refused,
  );

/** Others' units are found, and their notes filtered: the page says that there are none, as it says to B of its own. */
export const emptyNotes = (): Shape => ({
  ...notes('a-page-that-says-there-is-nothing', (ask, owner) =>
    owner
      ? page(`<li>${owner === 'a' && ask.who === 'a' ? said.a : 'No notes have been written for this one'}</li>`)
      : refused,
  ),
  finds: [],
});
