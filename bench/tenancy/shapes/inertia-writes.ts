import { type Ask, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { numbered, orgOf, type Row, rowsOf, type WriteShape } from './write-shape.ts';
import { escaped } from './markup.ts';

const version = '9e107d9d372b';
const asked = { 'x-inertia': 'true', 'x-inertia-version': version, accept: 'text/html, application/xhtml+xml' };
/** As frameworks do: sealed in a cookie, sent back in a header, and padded so that it has to be decoded. */
const tokenOf = (who: Ask['who']) => `c2VhbGVk-${who}-7f0a==`;

/** `put`: with its own method; `posted`: files make it a POST that names the method in its body. */
type Verb = 'put' | 'posted';

/**
 * Inertia: a change is answered by 303 to a page whether it was taken or not; what was wrong, and what was done, stands in the props of
 * the next page. Its tokens travel in a cookie and a header.
 */
const openFor =
  (verb: Verb): WriteShape['open'] =>
  (variant) => {
    const rows = rowsOf(numbered);
    const notices = new Map<string, object>();
    const answer = (ask: Ask): Reply => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      const isInertia = ask.headers['x-inertia'] !== undefined;
      const told = (component: string, props: Record<string, unknown>, status = 200): Reply => {
        const notice = notices.get(ask.who) ?? { errors: {}, flash: {} };
        notices.delete(ask.who);
        const page = { component, props: { ...notice, ...props }, url: ask.path, version };
        if (isInertia) return { status, body: page, headers: { 'x-inertia': 'true', vary: 'X-Inertia' } };
        const html = `<!doctype html><div id="app" data-page="${escaped(JSON.stringify(page))}"></div>`;
        return { status, type: 'text/html', body: html };
      };
      if (ask.method === 'GET' && isInertia && ask.headers['x-inertia-version'] !== version)
        return { status: 409, headers: { 'x-inertia-location': ask.path } };
      const mine = (row: Row) => row.org === orgOf(ask.who);
      if (ask.path === '/tickets')
        return told('Tickets/Index', { tickets: rows.filter(mine).map(({ id, title }) => ({ id, title })) });
      const row = rows.find(({ id }) => id === ask.path.split('/')[2]);
      if (!row) return told('Error', { status: 404 }, 404);
      if (ask.method === 'GET') return mine(row) ? told('Tickets/Edit', { ticket: row }) : told('Error', {}, 403);
      const seeOther = { status: 303, headers: { location: `/tickets/${row.id}` } };
      if (decodeURIComponent(ask.headers['x-xsrf-token'] ?? '') !== tokenOf(ask.who)) return { status: 419 };
      const sent = JSON.parse(ask.body || '{}') as Partial<Row> & { _method?: string };
      const meant = verb === 'posted' && ask.method === 'POST' ? sent._method : ask.method.toLowerCase();
      if (meant !== 'put' || (verb === 'posted' && ask.method !== 'POST')) return { status: 405 };
      if (!sent.title?.trim() || !sent.note?.trim()) {
        notices.set(ask.who, { errors: { title: 'The title is needed.' }, flash: {} });
        return seeOther;
      }
      if (!mine(row) && variant === 'guarded') return told('Error', { status: 403 }, 403);
      const may = mine(row) || variant === 'flawed';
      if (may) Object.assign(row, { title: sent.title, note: sent.note });
      notices.set(ask.who, { errors: {}, flash: may ? { success: 'Saved.' } : { error: 'You may not do that.' } });
      return seeOther;
    };
    return { answer, data: () => structuredClone(rows) };
  };

const walk: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  browse('GET', '/tickets');
  const { props } = browse('GET', '/tickets', { headers: asked }).body as { props: { tickets: Row[] } };
  for (const { id } of props.tickets.slice(0, 2)) browse('GET', `/tickets/${id}`, { headers: asked });
};

const heldFor =
  (verb: Verb): WriteShape['held'] =>
  (who) => {
    const row = rowsOf(numbered).find(({ org }) => org === orgOf(who));
    if (!row) return [];
    const { id, title, note } = row;
    return [
      {
        method: verb === 'put' ? 'PUT' : 'POST',
        url: `https://portal.example/tickets/${id}`,
        body: JSON.stringify({ ...(verb === 'put' ? {} : { _method: 'put' }), title, note }),
        type: 'application/json',
        page: '',
      },
    ];
  };

const shape = (verb: Verb): WriteShape => ({
  id: `inertia-change-${verb}`,
  cookies: (who) => ({ 'XSRF-TOKEN': encodeURIComponent(tokenOf(who)) }),
  open: openFor(verb),
  walk,
  held: heldFor(verb),
});

export const inertiaWriteShapes: readonly WriteShape[] = [shape('put'), shape('posted')];
