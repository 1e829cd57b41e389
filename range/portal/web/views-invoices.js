import { api, apiOrigin, queryOf, session } from './api.js';
import { badge, button, day, empty, facts, h, link, money, table } from './dom.js';
import { pager } from './pager.js';

export async function invoicesView({ query }) {
  const status = query.get('status');
  const fields = { orgId: session.user.organisation.id, status, page: query.get('page') };
  const list = await api('GET', `/api/v1/invoices${queryOf(fields)}`);
  const rows = list.items.map((invoice) => [
    link(`/invoices/${invoice.id}`, `Invoice ${invoice.number}`),
    invoice.reference,
    day(invoice.dueOn),
    badge(invoice.status),
    money(invoice.total),
  ]);
  return [
    h(
      'p',
      { class: 'filters' },
      link('/invoices', 'All'),
      ['open', 'overdue', 'paid'].map((name) => link(`/invoices?status=${name}`, name)),
    ),
    rows.length === 0
      ? empty('There are no such invoices.')
      : table(['Invoice', 'Reference', 'Due', 'Status', 'Total'], rows),
    pager('/invoices', list, { status }),
  ];
}

const invoicePage = (invoice) => {
  const details = h('div', {});
  const show = async () => {
    const payment = await api('GET', `/api/v1/invoices/${invoice.id}/payment-details`);
    details.replaceChildren(
      facts([
        ['IBAN', payment.iban],
        ['Reference', payment.reference],
        ['Amount', money(payment.amount)],
      ]),
    );
  };
  const lines = invoice.lines.map((line) => [
    line.text,
    String(line.quantity),
    money(line.unitPrice),
    money(line.quantity * line.unitPrice),
  ]);
  return [
    h('p', { class: 'lead' }, `Invoice ${invoice.number}`),
    facts([
      ['Status', badge(invoice.status)],
      ['Issued', day(invoice.issuedOn)],
      ['Due', day(invoice.dueOn)],
      ['Your reference', invoice.reference],
      ['Total', money(invoice.total)],
    ]),
    table(['Position', 'Quantity', 'Price', 'Sum'], lines),
    h('p', { class: 'prose' }, invoice.note),
    h('p', { class: 'muted' }, invoice.terms),
    h(
      'p',
      { class: 'actions' },
      h('a', { class: 'button', href: `${apiOrigin}/api/v1/invoices/${invoice.id}/pdf` }, 'Download PDF'),
      h(
        'a',
        { class: 'button', href: `${apiOrigin}/print/invoices/${invoice.id}`, target: '_blank', rel: 'noopener' },
        'Print view',
      ),
      button('Show payment details', show),
    ),
    details,
  ];
};

export async function invoiceView({ params }) {
  return invoicePage(await api('GET', `/api/v1/invoices/${params.id}`));
}

export async function invoiceByNumberView({ params }) {
  return invoicePage(await api('GET', `/api/v1/invoices/by-number/${params.number}`));
}
