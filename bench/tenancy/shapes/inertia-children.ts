import { type Ask, type Reply, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, rowsOf, type WriteShape } from './write-shape.ts';

const version = '9e107d9d372b';
const asked = { 'x-inertia': 'true', 'x-inertia-version': version };

/** What B's own note holds, as the audit would have planted it. */
export const notedMark = 'Checkkelumopatirosadeno';

/**
 * Notes below a ticket, as Inertia has them: making one leads back to the ticket, whose props hold it with its number. To delete one
 * is asked below its ticket. `flawed`: of that the ticket alone is looked at.
 */
const notes: WriteShape['open'] = (variant) => {
  const tickets = rowsOf(numbered);
  const all: { id: number; ticket: string; by: string; body: string }[] = [];
  let count = 700;
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const told = (component: string, props: Record<string, unknown>, status = 200): Reply => ({
      status,
      body: { component, props: { errors: {}, flash: {}, ...props }, url: ask.path, version },
      headers: { 'x-inertia': 'true' },
    });
    const mine = tickets.filter(({ org }) => org === orgOf(ask.who));
    const [, , id, kind, note] = ask.path.split('/');
    if (id === undefined)
      return told('Tickets/Index', { tickets: mine.map(({ id: own, title }) => ({ id: own, title })) });
    const ticket = mine.find((one) => one.id === id);
    if (!ticket) return told('Error', { status: 404 }, 404);
    const back = { status: 303, headers: { location: `/tickets/${id}` } };
    if (kind === undefined) {
      const own = all.filter((one) => one.ticket === id);
      return told('Tickets/Show', {
        ticket: { ...ticket, notes: own.map(({ id: number, by, body }) => ({ id: number, by, body })) },
      });
    }
    if (ask.method === 'POST' && note === undefined) {
      const { body = '' } = JSON.parse(ask.body || '{}') as { body?: string };
      if (body !== '') all.push({ id: ++count, ticket: id, by: ask.who, body });
      return back;
    }
    const at = all.findIndex((one) => String(one.id) === note && (one.ticket === id || variant === 'flawed'));
    if (ask.method !== 'DELETE' || note === undefined) return told('Error', { status: 405 }, 405);
    if (at < 0) return variant === 'decoy' ? back : told('Error', { status: 404 }, 404);
    all.splice(at, 1);
    return back;
  };
  return { answer, data: () => structuredClone({ tickets, all }) };
};

export const noteBelowTicket: WriteShape = {
  id: 'inertia-note-below-a-ticket',
  canaries: [notedMark],
  open: notes,
  walk: (who, browse) => {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const { props } = browse('GET', '/tickets', { headers: asked }).body as { props: { tickets: { id: string }[] } };
    const page = `/tickets/${props.tickets[0]?.id}`;
    browse('GET', page, { headers: asked });
    if (who === 'b') browse('POST', `${page}/notes`, { headers: asked, body: { body: `Seen to ${notedMark}` } });
    browse('GET', page, { headers: asked });
  },
};
