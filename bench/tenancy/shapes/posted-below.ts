import { type Ask, type Reply, type Shape, whoAmI } from '../shape.ts';
import { orgOf, rowsOf, type WriteShape } from './write-shape.ts';
import { escaped } from './markup.ts';

const page = (body: string): Reply => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html><body><a href="/tickets">Tickets</a>${body}</body></html>`,
});
const missing: Reply = { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };

/** Tickets with a thread of messages: the page is guarded, and the address that takes a message may not be. */
const threads =
  (inField: boolean): WriteShape['open'] =>
  (variant) => {
    const tickets = rowsOf((at) => String(5001 + at));
    const thread: { id: number; ticket: string; text: string }[] = [];
    let count = 900;
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
      const mine = tickets.filter((one) => one.org === orgOf(ask.who));
      const token = `${ask.who}9f3c7d21aa08b44c1e77d2`;
      const hidden = `<input type="hidden" name="_csrf" value="${token}">`;
      const [, place, id, below, message] = ask.path.split('/');
      const sent = ask.body.startsWith('--') ? partsOf(ask.body) : new URLSearchParams(ask.body);
      if (sent.has('paper') || sent.has('urgent')) return { status: 400, body: 'No paper' };
      if (ask.method === 'POST' && sent.get('_csrf') !== token) return { status: 403, body: 'Forbidden' };
      const wanted = place === 'replies' ? (sent.get('ticket_id') ?? '') : id;
      if (id === undefined && place === 'tickets')
        return page(mine.map((one) => `<a href="/tickets/${one.id}">${escaped(one.title)}</a>`).join(''));
      const own = mine.find((one) => one.id === wanted);
      const ticket = own ?? tickets.find((one) => one.id === wanted);
      if (!ticket) return missing;
      const there = { status: 303, headers: { location: `/tickets/${ticket.id}` } };
      // What the answer leads to is the ticket: whoever deletes there deletes no message.
      if (ask.method === 'DELETE') {
        if (own) tickets.splice(tickets.indexOf(own), 1);
        return own ? { status: 204 } : missing;
      }
      if (ask.method === 'POST' && message !== undefined) {
        const at = thread.findIndex((one) => String(one.id) === message && one.ticket === own?.id);
        if (at < 0) return missing;
        thread.splice(at, 1);
        return there;
      }
      if (ask.method === 'POST') {
        if (!own && variant === 'guarded') return missing;
        if (own || variant === 'flawed') thread.push({ id: ++count, ticket: ticket.id, text: sent.get('text') ?? '' });
        return there;
      }
      if (!own || below !== undefined) return missing;
      const rows = thread
        .filter((one) => one.ticket === own.id)
        .map(
          (one) =>
            `<li>${escaped(one.text)}<form method="post" action="/tickets/${own.id}/messages/${one.id}">${hidden}<button>Delete</button></form></li>`,
        );
      const action = inField ? '/replies' : `/tickets/${own.id}/messages`;
      const named = inField ? `<input type="hidden" name="ticket_id" value="${own.id}">` : '';
      return page(
        `<h1>${escaped(own.title)}</h1><p>${escaped(own.note)}</p><ul>${rows.join('')}</ul>
        <form method="post" action="${action}" ${inField ? 'enctype="multipart/form-data"' : ''}>${hidden}${named}<textarea name="text" required></textarea>${inField ? '<input type="file" name="paper"><label><input type="checkbox" name="urgent"> Urgent</label>' : ''}<button>Send message</button></form>`,
      );
    };
    return { answer, data: () => structuredClone({ tickets, thread }) };
  };

/** The fields of a form with a file in it (RFC 7578). */
const partsOf = (body: string) =>
  new URLSearchParams(
    [...body.matchAll(/name="([^"]+)"[^\r]*\r\n\r\n([\s\S]*?)\r\n--/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  const list = String(browse('GET', '/tickets').body);
  for (const [, path] of [...list.matchAll(/href="(\/tickets\/\d+)"/g)].slice(0, 2)) browse('GET', path ?? '');
};

/** A text put below another customer's record by the form that its page has for it. */
export const postedShapes: readonly WriteShape[] = [
  { id: 'posted-below-by-address', open: threads(false), walk },
  { id: 'posted-below-by-hidden-field', open: threads(true), walk },
];
