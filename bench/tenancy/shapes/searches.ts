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

/**
 * Lists and records are kept apart, and the search finds a title and nothing more of everybody's. `typedByB`: it looks things up for a
 * field of a form, and only B's form was typed into.
 */
export function searchOfTitles(typedByB = false): Shape {
  const all = rows(uuid);
  return {
    id: typedByB ? 'look-up-that-one-alone-typed-into' : 'search-of-titles-over-all',
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
      if (!typedByB) browse('GET', `/api/search?q=${wordOf(who)}`);
      else if (who === 'b') browse('GET', '/api/search?q=Lrsifororo');
    },
  };
}

/** Every title begins with the same word at every customer, and the search looks into the notes of all. */
export function searchOfCommonWords(): Shape {
  const all = rows(uuid).map((row) => ({
    ...row,
    title: `Repairs: ${row.title.toLowerCase()}`,
    note: `Repairs: ${row.note}`,
  }));
  return {
    id: 'search-of-notes-that-begin-alike',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const word = (ask.query.get('q') ?? '').toLowerCase();
      const seen = (flawed && word !== '' ? all : own(all, ask)).filter((row) => row.note.toLowerCase().includes(word));
      if (ask.path === '/api/orders') return { body: seen.map(listed) };
      return give(find(all, ask.path.split('/').at(-1), ask, false), refused);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/orders').body as { id: string }[]) browse('GET', `/api/orders/${id}`);
      browse('GET', '/api/orders?q=nothing');
    },
  };
}

/** Everything of a record that a search shows is one line, put together of two of its values, and its number. */
export function searchOfLines(): Shape {
  const all = rows(uuid);
  return {
    id: 'search-of-lines-over-all',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/api/orders') return { body: own(all, ask).map(listed) };
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      const said = ({ title, note }: (typeof all)[number]) => ({ kind: 'order', label: `${title} – ${note}` });
      if (ask.path === '/api/search')
        return {
          body: (flawed ? all : own(all, ask)).filter((row) => row.title.toLowerCase().includes(word)).map(said),
        };
      return give(find(all, ask.path.split('/').at(-1), ask, false), refused);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      for (const { id } of browse('GET', '/api/orders').body as { id: string }[]) browse('GET', `/api/orders/${id}`);
      browse('GET', '/api/search?q=nothing');
    },
  };
}

/** A record is refused by a page that says so with a 200; its form shows it to anybody, and the search names what it should not. */
export function formBehindSoftRefusal(): Shape {
  const all = rows(uuid);
  const page = (title: string, text: string) => ({
    type: 'text/html',
    body: `<!doctype html><title>${title}</title><h1>${title}</h1>${text}`,
  });
  return {
    id: 'form-of-a-record-that-is-softly-refused',
    finds: ['authz.read', 'authz.list'],
    portal: portalOf((ask, flawed) => {
      const mine = own(all, ask);
      const seen = flawed ? all : mine;
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      if (ask.path === '/api/search')
        return { body: seen.filter((row) => row.title.toLowerCase().includes(word)).map(listed) };
      if (ask.path === '/orders')
        return page('Orders', mine.map(({ id, title }) => `<a href="/orders/${id}">${title}</a>`).join(''));
      const [, , id, form] = ask.path.split('/');
      const row = (form === 'edit' ? seen : mine).find((one) => one.id === id);
      if (!row)
        return form === 'edit' ? refused : page('Not found', '<p>There is no such order, or it is not yours.</p>');
      return form === 'edit'
        ? page(`Edit ${row.title}`, `<form method="post"><textarea name="note">${row.note}</textarea></form>`)
        : page(row.title, `<p>Ordered in spring</p><a href="/orders/${row.id}/edit">Edit</a>`);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/orders');
      for (const { id } of all.filter(({ owner }) => owner.key === who).slice(0, 2))
        for (const path of [`/orders/${id}`, `/orders/${id}/edit`]) browse('GET', path);
      browse('GET', `/api/search?q=${wordOf(who)}`);
    },
  };
}

/** An address book is a list and nothing more: no page opens an entry, whose own address keeps customers apart. The search does not. */
export function searchOfEntries(): Shape {
  const all = rows(uuid);
  return {
    id: 'search-of-entries-that-no-page-opens',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      if (ask.path === '/api/contacts') return { body: own(all, ask).map(shown) };
      if (ask.path === '/api/search')
        return {
          body: {
            orders: [],
            contacts: (flawed ? all : own(all, ask)).filter((row) => row.title.toLowerCase().includes(word)).map(shown),
          },
        };
      return give(find(all, /^\/api\/contacts\/([\w-]+)$/.exec(ask.path)?.[1], ask, false), refused);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/contacts');
      browse('GET', '/api/search?q=nothing');
    },
  };
}

/** What a customer offers to all has an address of its own for whoever offers it, and everybody finds it. */
export function searchOfOffers(): Shape {
  const all = rows(uuid);
  return {
    id: 'search-of-offers-beside-ones-own',
    finds: [],
    portal: portalOf((ask) => {
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      if (ask.path === '/api/my/offers') return { body: own(all, ask).map(shown) };
      if (ask.path === '/api/offers')
        return { body: all.filter((row) => row.title.toLowerCase().includes(word)).map(shown) };
      return give(find(all, /^\/api\/my\/offers\/([\w-]+)$/.exec(ask.path)?.[1], ask, false), refused);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/my/offers');
      browse('GET', `/api/offers?q=${wordOf(who)}`);
    },
  };
}

/** Papers go by numbers; the page repeats in its heading what was searched for, whoever finds anything. */
export function searchOfNumbers(): Shape {
  const all = rows(uuid).map((row, at) => ({ ...row, number: `INV-60${at}${at}` }));
  const page = (body: string) => ({
    type: 'text/html',
    body: `<!doctype html><html><body><main>${body}</main></body></html>`,
  });
  const line = ({ id, number: paper }: (typeof all)[number]) => `<li><a href="/papers/${id}">${paper}</a></li>`;
  return {
    id: 'search-that-repeats-the-number-in-its-heading',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const mine = all.filter((row) => own(all, ask).includes(row));
      if (ask.path === '/papers') return page(`<ul>${mine.map(line).join('')}</ul>`);
      if (ask.path === '/search') {
        const word = (ask.query.get('q') ?? '').toLowerCase();
        const found = (flawed ? all : mine).filter(
          (row) =>
            word.length > 1 && [row.number, row.note, row.title].some((text) => text.toLowerCase().includes(word)),
        );
        return page(`<h1>Results for \u201c${ask.query.get('q')}\u201d</h1><ul>${found.map(line).join('')}</ul>`);
      }
      const row = mine.find(({ id }) => ask.path === `/papers/${id}`);
      return row ? page(`<h1>Paper ${row.number}</h1><p>${row.title}</p><p>${row.note}</p>`) : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/papers');
      for (const { id } of own(all, { who } as Parameters<typeof own>[1])) browse('GET', `/papers/${id}`);
      browse('GET', '/search?q=nothing');
    },
  };
}
