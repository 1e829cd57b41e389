import type { Answer } from '../portal/http.ts';
import { type DeskCall, type DeskRoute, get, html, mine, post, sees, seeOther, text } from './desk-call.ts';
import type { Ticket } from './records.ts';
import { area, escaped, facts, field, form, page, ticketTable } from './views.ts';

function ticketOf(call: DeskCall): Ticket | undefined {
  const found = call.records.tickets.find(({ number }) => String(number) === call.params[0]);
  return found && (call.flaw('ops-ticket-without-depot-check') || sees(call.viewer.staff, found.depot))
    ? found
    : undefined;
}

function tickets(call: DeskCall): Answer {
  const state = call.query.get('state') ?? '';
  const rows = mine(call.records.tickets, call).filter((one) => state === '' || one.state === state);
  const filters = ['open', 'waiting', 'closed'].map((one) => `<a href="/tickets?state=${one}">${one}</a>`).join(' ');
  const find = '<label>Search<input id="q" type="search" autocomplete="off"></label><ul id="hints"></ul>';
  return html(
    page(call.viewer, 'Tickets', `<p>${filters} <a href="/tickets/new">New ticket</a></p>${find}${ticketTable(rows)}`),
  );
}

const ticketFields = (one?: Ticket) =>
  field('title', 'Title', one?.title) +
  field('place', 'Place', one?.place) +
  area('detail', 'What is wrong', one?.detail);

function ticket(call: DeskCall): Answer | undefined {
  const one = ticketOf(call);
  if (!one) return undefined;
  const comments = one.comments.map(({ by, text: said }) => `<li>${escaped(by)}: ${escaped(said)}</li>`).join('');
  const body = `${facts([
    ['State', one.state],
    ['Place', one.place],
    ['What is wrong', one.detail],
    ['Raised by', one.raisedBy],
    ['Opened', one.openedOn],
  ])}<p><a href="/tickets/${one.number}/edit">Edit</a></p><h2>Comments</h2><ul>${comments}</ul>
<h2>History</h2><ul data-from="/api/tickets/${one.number}/history"></ul>
${form(call.viewer, `/tickets/${one.number}/comments`, area('text', 'Comment'), 'Add comment')}`;
  return html(page(call.viewer, `T-${one.number} ${one.title}`, body));
}

function addTicket(call: DeskCall): Answer {
  const { staff } = call.viewer;
  const number = Math.max(...call.records.tickets.map((one) => one.number)) + 3;
  call.records.tickets.push({
    number,
    depot: staff.depot ?? 'harbour',
    title: text(call.body, 'title'),
    place: text(call.body, 'place'),
    detail: text(call.body, 'detail'),
    state: 'open',
    raisedBy: staff.name,
    openedOn: call.now().toISOString().slice(0, 10),
    comments: [],
  });
  return seeOther(`/tickets/${number}`);
}

function changeTicket(call: DeskCall): Answer | undefined {
  const one = ticketOf(call);
  if (!one || !sees(call.viewer.staff, one.depot)) return undefined;
  for (const name of ['title', 'place', 'detail'] as const) one[name] = text(call.body, name) || one[name];
  return seeOther(`/tickets/${one.number}`);
}

/** Tickets: list, one, new, changed, commented on. */
export const ticketRoutes: readonly DeskRoute[] = [
  get(/^\/tickets$/, tickets),
  get(/^\/tickets\/new$/, (call) =>
    html(page(call.viewer, 'New ticket', form(call.viewer, '/tickets', ticketFields(), 'Create'))),
  ),
  post(/^\/tickets$/, addTicket),
  get(/^\/tickets\/(\d{1,7})$/, ticket),
  get(/^\/tickets\/(\d{1,7})\/edit$/, (call) => {
    const one = ticketOf(call);
    const action = `/tickets/${one?.number}/edit`;
    return one && html(page(call.viewer, `Edit T-${one.number}`, form(call.viewer, action, ticketFields(one), 'Save')));
  }),
  post(/^\/tickets\/(\d{1,7})\/edit$/, changeTicket),
  post(/^\/tickets\/(\d{1,7})\/comments$/, (call) => {
    const one = ticketOf(call);
    if (!one || !sees(call.viewer.staff, one.depot)) return undefined;
    one.comments.push({ by: call.viewer.staff.name, text: text(call.body, 'text') });
    return seeOther(`/tickets/${one.number}`);
  }),
];
