import type { Shape } from '../shape.ts';
import { find, give, jsonOf, listed, number, own, portalOf, rows, uuid } from './records.ts';

/** The newest lines of a thread are kept apart; those before a place are of whichever thread is named, and any late place gives the last ones. */
export function olderLines(): Shape {
  const all = rows(number);
  const linesOf = (id: string) =>
    [0, 1, 2, 3].map((at) => {
      const row = all.find((one) => one.id === id);
      return {
        no: (row?.owner.key === 'a' ? 9001 : 9501) + at,
        text: `${row?.title}: part ${at + 1} of the talk about ${row?.note}`,
      };
    });
  return {
    id: 'older-lines-of-a-thread',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/threads') return { body: own(all, ask).map(listed) };
      const { thread, antes } = jsonOf(ask) as { thread?: number; antes?: number };
      const row = find(all, String(thread), ask, flawed);
      return { body: row ? linesOf(row.id).filter(({ no }) => no < (antes ?? 0)) : [] };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const [first] = browse('GET', '/api/threads').body as { id: string }[];
      const antes = who === 'a' ? 9003 : 9504;
      browse('POST', '/api/rpc/threads.getOlder', { body: { thread: Number(first?.id), antes } });
    },
  };
}

/** Suggestions while one types, within the company that the page itself sends; what was typed in the walk found nothing. */
export function suggestionsOfCompany(): Shape {
  const all = rows(uuid);
  return {
    id: 'suggestions-of-a-company-that-is-sent',
    finds: ['authz.read', 'authz.body-tenant', 'authz.list'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/orders') return { body: own(all, ask).map(listed) };
      if (ask.path !== '/api/people/suggest') return give(find(all, ask.path.split('/').at(-1), ask, false));
      const { org, q = '' } = jsonOf(ask) as { org?: string; q?: string };
      const seen = (flawed ? all : own(all, ask)).filter((row) => row.owner.org === org);
      return {
        body: seen
          .filter(({ title }) => title.toLowerCase().includes(q.toLowerCase()))
          .map(({ title, note }) => ({ title, note })),
      };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/orders').body as { id: string }[]) browse('GET', `/api/orders/${id}`);
      const { organisation } = browse('GET', '/api/me').body as { organisation: { id: string } };
      browse('POST', '/api/people/suggest', { body: { org: organisation.id, q: 'nothing' } });
    },
  };
}
