import type { Reply, Shape } from '../shape.ts';
import { find, own, number, portalOf, rows, signedIn, ofOwn } from './records.ts';
import { escaped, page } from './markup.ts';

/** HTMX and Turbo: parts of a page, with what belongs elsewhere beside them. */
export function partInDialog(): Shape {
  const all = rows(number);
  const part = (body: string): Reply => ({ type: 'text/html', body });
  return {
    id: 'htmx-part-in-a-dialog',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders')
        return page(
          own(all, ask)
            .map(({ id, title }) => `<a href="/orders/${id}">${escaped(title)}</a>`)
            .join(''),
        );
      const [, , id, below] = ask.path.split('/');
      if (below === 'notes' && ask.headers['hx-request'] !== 'true')
        return { status: 400, type: 'text/plain', body: 'Bad request' };
      const row = find(all, id, ask, flawed && below === 'notes');
      if (!row) return { status: 404, type: 'text/html', body: '<div class="alert">Not found</div>' };
      if (below === 'notes')
        return part(
          `<dialog open><h3>Notes</h3><p>${escaped(row.note)}</p><td>${row.amount}</td></dialog><span id="toast" hx-swap-oob="true">Loaded</span>`,
        );
      return page(
        `<h1>${escaped(row.title)}</h1><button hx-get="/orders/${id}/notes" hx-target="#modal">Notes</button>`,
      );
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/orders');
      for (const { id } of ofOwn(all, who)) {
        browse('GET', `/orders/${id}`);
        browse('GET', `/orders/${id}/notes`, {
          headers: {
            'hx-request': 'true',
            'hx-target': 'modal',
            'hx-current-url': `https://portal.example/orders/${id}`,
          },
        });
      }
    },
  };
}
