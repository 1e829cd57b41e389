import { type Answer, attachment } from '../portal/http.ts';
import { type DeskCall, type DeskRoute, get, html, mine, post, sees, seeOther, text } from './desk-call.ts';
import { type DepotKey, depotNames, type Records, type Staff } from './records.ts';
import { ticketRoutes } from './ticket-pages.ts';
import {
  approvalTable,
  area,
  customerTable,
  facts,
  field,
  form,
  openPage,
  page,
  staffTable,
  ticketTable,
  type Viewer,
} from './views.ts';

const customerOf = (call: DeskCall) => mine(call.records.customers, call).find(({ id }) => id === call.params[0]);
const approvalOf = (call: DeskCall) => mine(call.records.approvals, call).find(({ id }) => id === call.params[0]);

function board(call: DeskCall): Answer {
  const open = mine(call.records.tickets, call).filter(({ state }) => state !== 'closed');
  const asked = mine(call.records.approvals, call).filter(({ state }) => state === 'asked');
  const body = `<h2>Open tickets</h2>${ticketTable(open)}<h2>Waiting for approval</h2>${approvalTable(asked)}
<h2>Last heard</h2><ul data-from="/api/summary"></ul>`;
  return html(page(call.viewer, 'Board', body));
}

function approval(call: DeskCall): Answer | undefined {
  const one = approvalOf(call);
  if (!one) return undefined;
  const decides = call.viewer.staff.role !== 'clerk' && one.state === 'asked';
  const select =
    '<label>Decision<select name="decision"><option>granted</option><option>refused</option></select></label>';
  const body = `${facts([
    ['Amount', one.amount.toFixed(2)],
    ['Reason', one.reason],
    ['Asked by', one.askedBy],
    ['State', one.state],
  ])}${decides ? form(call.viewer, `/approvals/${one.id}/decision`, select, 'Decide') : ''}
<p><a href="/approvals/${one.id}/print">Print</a></p>`;
  return html(page(call.viewer, one.subject, body));
}

function decide(call: DeskCall): Answer | undefined {
  const one = approvalOf(call);
  if (!one) return undefined;
  if (call.viewer.staff.role === 'clerk')
    return html(page(call.viewer, 'Not allowed', '<p>A supervisor decides on this.</p>'), 403);
  one.state = text(call.body, 'decision') === 'granted' ? 'granted' : 'refused';
  return seeOther(`/approvals/${one.id}`);
}

function customer(call: DeskCall): Answer | undefined {
  const one = customerOf(call);
  if (!one) return undefined;
  const body = `${facts([
    ['Address', one.address],
    ['Phone', one.phone],
    ['Meter', one.meter],
    ['Note', one.note],
  ])}<h2>Visits</h2><ul data-from="/api/customers/${one.id}/visits"></ul>
${form(call.viewer, `/customers/${one.id}`, field('phone', 'Phone', one.phone) + area('note', 'Note', one.note), 'Save')}`;
  return html(page(call.viewer, one.name, body));
}

function changeCustomer(call: DeskCall): Answer | undefined {
  const one = customerOf(call);
  if (!one) return undefined;
  one.phone = text(call.body, 'phone') || one.phone;
  one.note = text(call.body, 'note') || one.note;
  return seeOther(`/customers/${one.id}`);
}

function report(call: DeskCall): Answer | undefined {
  const depot = call.params[0] as DepotKey;
  if (!sees(call.viewer.staff, depot) || !(depot in depotNames)) return undefined;
  const rows = call.records.tickets.filter((one) => one.depot === depot);
  const cell = (value: unknown) => `"${String(value).replace(/"/g, '""')}"`;
  const lines = rows.map((one) => [one.number, one.title, one.place, one.state, one.openedOn].map(cell).join(','));
  return {
    status: 200,
    text: ['number,title,place,state,opened', ...lines, ''].join('\r\n'),
    type: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': attachment(`tickets-${depot}.csv`), 'Cache-Control': 'no-store' },
  };
}

const profileFields = ({ staff }: Viewer) => field('phone', 'Phone', staff.phone) + area('note', 'Note', staff.note);
const id = '[0-9a-f-]{36}';

/** The pages of the desk, all drawn by the server. What is undefined is answered by "Not found". */
export const deskRoutes: readonly DeskRoute[] = [
  get(/^\/$/, board),
  ...ticketRoutes,
  get(/^\/approvals$/, (call) =>
    html(page(call.viewer, 'Approvals', approvalTable(mine(call.records.approvals, call)))),
  ),
  get(new RegExp(`^/approvals/(${id})$`), approval),
  post(new RegExp(`^/approvals/(${id})/decision$`), decide),
  get(/^\/customers$/, (call) =>
    html(page(call.viewer, 'Customers', customerTable(mine(call.records.customers, call)))),
  ),
  get(new RegExp(`^/customers/(${id})$`), customer),
  post(new RegExp(`^/customers/(${id})$`), changeCustomer),
  get(/^\/reports$/, (call) => {
    const own = (Object.keys(depotNames) as DepotKey[]).filter((one) => sees(call.viewer.staff, one));
    const list = own.map((one) => `<li><a href="/reports/${one}.csv">Tickets, ${depotNames[one]}</a></li>`).join('');
    return html(page(call.viewer, 'Reports', `<ul>${list}</ul>`));
  }),
  get(/^\/reports\/(harbour|inland)\.csv$/, report),
  get(/^\/staff$/, (call) => html(page(call.viewer, 'Staff', staffTable(mine(call.records.staff, call))))),
  get(new RegExp(`^/staff/(${id})$`), (call) => {
    const one = mine(call.records.staff, call).find((row) => row.id === call.params[0]);
    const pairs =
      one &&
      ([
        ['Role', one.role],
        ['E-mail', one.email],
        ['Phone', one.phone],
        ['Note', one.note],
      ] as const);
    return one && pairs && html(page(call.viewer, one.name, facts(pairs)));
  }),
  get(/^\/profile$/, (call) => {
    const body =
      facts([['E-mail', call.viewer.staff.email]]) + form(call.viewer, '/profile', profileFields(call.viewer), 'Save');
    return html(page(call.viewer, 'My profile', body));
  }),
  post(/^\/profile$/, ({ viewer, body }) => {
    viewer.staff.phone = text(body, 'phone') || viewer.staff.phone;
    viewer.staff.note = text(body, 'note') || viewer.staff.note;
    return seeOther('/profile');
  }),
  get(/^\/admin$/, (call) => {
    if (call.viewer.staff.role !== 'administrator') return undefined;
    return html(page(call.viewer, 'Administration', `<h2>Everybody</h2>${staffTable(call.records.staff)}`));
  }),
];

/** The print view of an approval, for whoever is signed in; in one variant for anybody. */
export function printed(
  records: Records,
  approvalId: string,
  staff: Staff | undefined,
  open: boolean,
): Answer | undefined {
  const one = records.approvals.find((row) => row.id === approvalId);
  if (!one || !(open || (staff && sees(staff, one.depot)))) return undefined;
  return html(
    openPage(
      one.subject,
      facts([
        ['Amount', one.amount.toFixed(2)],
        ['Reason', one.reason],
        ['Asked by', one.askedBy],
        ['State', one.state],
      ]),
    ),
  );
}
