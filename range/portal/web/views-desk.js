import { api, apiOrigin, session } from './api.js';
import { badge, empty, facts, h, link, table } from './dom.js';

async function ask(operationName, query, variables = {}) {
  const { data } = await api('POST', '/api/v1/graphql', { operationName, query, variables });
  return data ?? {};
}

let keys;

async function notes() {
  keys ??= await api('GET', '/api/v1/desk/keys');
  const query = new URLSearchParams({ select: 'id,title,body', org_id: `eq.${session.user.organisation.id}` });
  const response = await fetch(`${apiOrigin}/rest/v1/site_notes?${query}`, {
    headers: { apikey: keys.publicKey, Authorization: `Bearer ${keys.accessToken}` },
  });
  return response.ok ? response.json() : [];
}

let stream;
let socket;

/** What happens at the desk, as it happens: from both channels, while the page is open. */
function liveList() {
  const list = h('ol', { class: 'diary' });
  const show = (event) => {
    if (event.type === 'ticket' && list.childElementCount < 12)
      list.append(h('li', {}, `${event.site}: ${event.subject}`));
  };
  stream?.close();
  socket?.close();
  stream = new EventSource(`${apiOrigin}/api/v1/events`, { withCredentials: true });
  stream.addEventListener('ticket', (message) => show({ type: 'ticket', ...JSON.parse(message.data) }));
  socket = new WebSocket(`${apiOrigin.replace(/^http/, 'ws')}/api/v1/live`);
  socket.onopen = () => socket.send(JSON.stringify({ type: 'subscribe', room: `org:${session.user.organisation.id}` }));
  socket.onmessage = (message) => show(JSON.parse(message.data));
  return list;
}

export async function deskView() {
  const [{ tickets = [] }, summary, rows] = await Promise.all([
    ask('Tickets', 'query Tickets { tickets { id subject status } }'),
    api('GET', '/api/v1/desk/summary'),
    notes(),
  ]);
  return [
    h('p', { class: 'lead' }, `${summary.open} open`),
    tickets.length === 0
      ? empty('There are no tickets.')
      : table(
          ['Ticket', 'Status'],
          tickets.map((one) => [link(`/desk/${one.id}`, one.subject), badge(one.status)]),
        ),
    h('h2', {}, 'Notes'),
    rows.map((one) => h('article', { class: 'card' }, h('h3', {}, one.title), h('p', {}, one.body))),
    h('h2', {}, 'Now'),
    liveList(),
  ];
}

const fields = 'id subject detail site status attachment { name url } neighbours { id subject }';

export async function ticketView({ params }) {
  const { ticket } = await ask('Ticket', `query Ticket($id: ID!) { ticket(id: $id) { ${fields} } }`, { id: params.id });
  if (!ticket) return [empty('There is no such ticket.')];
  const follow = () => {
    stream?.close();
    stream = new EventSource(`${apiOrigin}/api/v1/ticket-events?topic=ticket:${ticket.id}`, { withCredentials: true });
  };
  const { node } = await ask(
    'Again',
    'query Again($id: ID!) { node(id: $id) { id ... on Ticket { subject detail site } } }',
    { id: params.id },
  );
  return [
    h('p', { class: 'lead' }, ticket.subject),
    facts([
      ['Site', ticket.site],
      ['Status', badge(ticket.status)],
    ]),
    h('p', { class: 'prose', oncontextmenu: follow }, ticket.detail),
    node && h('p', { class: 'muted' }, `${node.site}`),
    h('p', {}, h('a', { href: ticket.attachment.url }, ticket.attachment.name)),
    ticket.neighbours.length > 0 && h('h2', {}, 'Beside it'),
    ticket.neighbours.map((one) => h('p', {}, link(`/desk/${one.id}`, one.subject))),
  ];
}
