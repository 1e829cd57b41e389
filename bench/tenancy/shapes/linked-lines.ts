import { refused, type Shape } from '../shape.ts';
import { own, portalOf, rows, uuid } from './records.ts';

const wordOf = (who: 'a' | 'b') => (who === 'a' ? 'Staircase' : 'Culture');

/** Documents are lines of a page, each with its file behind it; the files are kept apart, and what the search finds is a line as well. */
export function searchOfLinkedLines(): Shape {
  const all = rows(uuid);
  const line = ({ id, title }: (typeof all)[number]) =>
    `<li>Document <a href="/documents/${id}/download">${title}</a></li>`;
  return {
    id: 'search-of-lines-with-a-file-behind-each',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const mine = own(all, ask);
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      const page = (some: typeof all) => ({
        type: 'text/html',
        body: `<!doctype html><h1>Documents</h1><ul>${some.map(line).join('')}</ul>`,
      });
      if (ask.path === '/documents') return page(mine);
      if (ask.path === '/search')
        return page((flawed ? all : mine).filter((row) => row.title.toLowerCase().includes(word)));
      const row = mine.find(({ id }) => ask.path === `/documents/${id}/download`);
      return row ? { type: 'text/plain', body: `sum due\n${row.amount}\n` } : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/documents');
      for (const { id } of all.filter(({ owner }) => owner.key === who).slice(0, 2))
        browse('GET', `/documents/${id}/download`);
      browse('GET', '/search?q=nothing');
    },
  };
}

/** A register of everybody's is searched by all; one's own entries of it are listed with what one has filed for them. */
export function searchOfRegister(): Shape {
  const all = rows(uuid);
  return {
    id: 'search-of-a-register-beside-ones-own-lines',
    finds: [],
    portal: portalOf((ask) => {
      const mine = own(all, ask);
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      const page = (lines: readonly string[]) => ({
        type: 'text/html',
        body: `<!doctype html><h1>Entries</h1><ul>${lines.join('')}</ul>`,
      });
      if (ask.path === '/filed')
        return page(mine.map(({ id, title }) => `<li>${title} <a href="/filed/${id}/paper">What we filed</a></li>`));
      if (ask.path === '/register')
        return page(
          all
            .filter((row) => row.title.toLowerCase().includes(word))
            .map(({ id, title }) => `<li><a href="/register/${id}">${title}</a></li>`),
        );
      const entry = all.find(({ id }) => ask.path === `/register/${id}`);
      if (entry) return page([`<li>${entry.title}</li>`]);
      const row = mine.find(({ id }) => ask.path === `/filed/${id}/paper`);
      return row ? { type: 'text/plain', body: `sum due\n${row.amount}\n` } : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/filed');
      for (const { id } of all.filter(({ owner }) => owner.key === who).slice(0, 2))
        browse('GET', `/filed/${id}/paper`);
      browse('GET', `/register?q=${wordOf(who)}`);
    },
  };
}

/** A table whose rows have their link in the last cell; the customer's own browser opened another row than the one that is found. */
export function searchOfRowsWithLinks(): Shape {
  const all = rows(uuid);
  const page = (lines: readonly string[]) => ({
    type: 'text/html',
    body: `<!doctype html><h1>Orders</h1><table>${lines.join('')}</table>`,
  });
  const line = ({ id, title }: (typeof all)[number]) =>
    `<tr><td>${title}</td><td>in hand</td><td><a href="/orders/${id}">Open</a></td></tr>`;
  return {
    id: 'search-of-rows-with-a-link-beside-the-title',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const mine = own(all, ask);
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      if (ask.path === '/orders') return page(mine.map(line));
      if (ask.path === '/search')
        return page((flawed ? all : mine).filter((row) => row.title.toLowerCase().includes(word)).map(line));
      const row = mine.find(({ id }) => ask.path === `/orders/${id}`);
      return row ? page([`<tr><th>${row.title}</th><td>${row.note}</td></tr>`]) : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/orders');
      const mine = all.filter(({ owner }) => owner.key === who);
      browse('GET', `/orders/${mine[2]?.id ?? ''}`);
      browse('GET', '/search?q=nothing');
    },
  };
}
