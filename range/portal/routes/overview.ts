import { randomInt } from 'node:crypto';
import { type Call, customerRoute, publicRoute, type Route, type SignedInCall } from '../call.ts';
import { absent } from '../denial.ts';
import { type Answer, attachment, problem } from '../http.ts';
import { stableId } from '../identifiers.ts';
import { dayBefore } from '../build-state.ts';
import { organisationOf, ownRows } from '../scope.ts';
import { type CatalogueItem, catalogueItems } from '../seed/catalogue.ts';
import { announcements, plans, tips } from '../seed/operator.ts';

const diaryPage = 8;

function dashboard(call: SignedInCall): Answer {
  const { state } = call.context;
  const invoices = ownRows(call, state.invoices).sort((x, y) => y.number - x.number);
  const due = invoices.filter((invoice) => invoice.status !== 'paid');
  const [latest] = invoices;
  return {
    status: 200,
    json: {
      projects: ownRows(call, state.projects).filter((project) => project.status === 'active').length,
      unread: ownRows(call, state.messages).filter((message) => !message.read).length,
      due: { count: due.length, total: due.reduce((sum, invoice) => sum + invoice.total, 0) },
      latestInvoice: latest === undefined ? null : { number: latest.number, total: latest.total, dueOn: latest.dueOn },
    },
  };
}

function search(call: SignedInCall): Answer {
  const { state, flaw } = call.context;
  const wanted = (call.query.get('q') ?? '').trim().toLowerCase();
  if (wanted.length > 200) throw problem(400, 'Please search for something shorter');
  const all = <Row extends { readonly id: string; readonly orgId: string }>(rows: readonly Row[]) =>
    flaw('search-not-scoped') ? rows : ownRows(call, rows);
  const hits = [
    ...all(state.projects).map((row) => ({
      kind: 'project',
      title: row.name,
      text: `${row.code} ${row.site} ${row.description}`,
      link: `/projects/${row.id}`,
    })),
    ...all(state.documents).map((row) => ({
      kind: 'document',
      title: row.title,
      text: row.text,
      link: `/projects/${row.projectId}/documents/${row.id}`,
    })),
    ...all(state.invoices).map((row) => ({
      kind: 'invoice',
      title: `Invoice ${row.number}`,
      text: `${row.reference} ${row.note}`,
      link: `/invoices/${row.id}`,
    })),
    ...all(state.messages).map((row) => ({
      kind: 'message',
      title: row.subject,
      text: row.body,
      link: `/messages/${row.id}`,
    })),
  ];
  const items = wanted === '' ? [] : hits.filter((hit) => `${hit.title} ${hit.text}`.toLowerCase().includes(wanted));
  return { status: 200, json: { items: items.slice(0, 50), total: items.length } };
}

const offsetOf = (cursor: string | null): number => {
  const found = cursor === null ? '0' : /^from:(\d{1,6})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (found === undefined) throw problem(400, 'This cursor is not one of ours');
  return Number(found);
};

const cursorAt = (offset: number): string => Buffer.from(`from:${offset}`).toString('base64url');

/** The diary, oldest entry first, eight entries from the cursor on. */
function diary(call: SignedInCall): Answer {
  const { activity } = call.context.state;
  const own = ownRows(call, activity);
  const from = offsetOf(call.query.get('cursor'));
  if (!call.context.flaw('cursor-over-all-tenants')) {
    const next = from + diaryPage < own.length ? cursorAt(from + diaryPage) : null;
    return { status: 200, json: { items: own.slice(from, from + diaryPage), next } };
  }
  const items = call.query.has('cursor') ? activity.slice(from, from + diaryPage) : own.slice(0, diaryPage);
  const last = items.at(-1);
  const after = last === undefined ? activity.length : activity.indexOf(last) + 1;
  return { status: 200, json: { items, next: after < activity.length ? cursorAt(after) : null } };
}

const cell = (value: unknown): string => {
  const text = String(value ?? '');
  // A leading sign would be run as a formula by a spreadsheet.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

function csv<Row extends object>(
  call: SignedInCall,
  name: string,
  all: readonly (Row & { id: string; orgId: string })[],
  columns: readonly (keyof Row & string)[],
): Answer {
  const rows = call.context.flaw('export-not-scoped') ? all : ownRows(call, all, organisationOf(call));
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))];
  return {
    status: 200,
    text: `${lines.join('\r\n')}\r\n`,
    type: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': attachment(name) },
  };
}

/** Open to everybody in the variant that has it; otherwise there is nothing at the address. */
function catalogue(call: Call): readonly CatalogueItem[] {
  if (!call.context.decoy('public-catalogue')) throw problem(404, 'There is nothing at this address');
  return catalogueItems;
}

const planItems = plans.map((plan) => ({ id: stableId('plan', plan.name), ...plan }));

/** What spans the objects: dashboard, search, diary, exports; and what the operator tells everybody alike. */
export const overviewRoutes: readonly Route[] = [
  publicRoute('GET', '/healthz', () => ({ status: 200, json: { status: 'ok' } })),
  publicRoute('GET', '/api/v1/plans', () => ({ status: 200, json: { items: planItems, total: planItems.length } })),
  publicRoute('GET', '/api/v1/plans/:id', (call) => {
    const plan = planItems.find((candidate) => candidate.id === call.params.id);
    if (plan === undefined) throw absent(call, 'plan', call.params.id, false);
    return { status: 200, json: plan };
  }),
  publicRoute('GET', '/api/v1/catalogue', (call) => {
    const items = catalogue(call);
    return { status: 200, json: { items, total: items.length } };
  }),
  publicRoute('GET', '/api/v1/catalogue/:id', (call) => {
    const item = catalogue(call).find((candidate) => candidate.id === call.params.id);
    if (item === undefined) throw absent(call, 'service', call.params.id, false);
    return { status: 200, json: item };
  }),
  customerRoute('GET', '/api/v1/dashboard', dashboard),
  customerRoute('GET', '/api/v1/search', search),
  customerRoute('GET', '/api/v1/activity', diary),
  customerRoute('GET', '/api/v1/announcements', (call) => {
    if (call.context.flaw('failing-request-on-dashboard')) throw problem(500, 'Something went wrong on our side');
    const now = call.context.options.now();
    const items = announcements.map(({ daysAgo, ...notice }) => ({ ...notice, date: dayBefore(now, daysAgo) }));
    return { status: 200, json: { items, total: items.length } };
  }),
  customerRoute('GET', '/api/v1/tips/current', (call) => {
    const rotates = call.context.decoy('rotating-tip');
    const tip = tips[rotates ? randomInt(tips.length) : 0];
    return { status: 200, json: { text: tip } };
  }),
  customerRoute('GET', '/api/v1/exports/projects.csv', (call) =>
    csv(call, 'projects.csv', call.context.state.projects, ['code', 'name', 'site', 'status', 'budget', 'description']),
  ),
  customerRoute('GET', '/api/v1/exports/invoices.csv', (call) =>
    csv(call, 'invoices.csv', call.context.state.invoices, [
      'number',
      'status',
      'issuedOn',
      'dueOn',
      'reference',
      'total',
      'note',
    ]),
  ),
];
