import { type Call, customerRoute, publicRoute, type Route, type SignedInCall } from '../call.ts';
import { pageOf } from '../fields.ts';
import { type Answer, attachment, problem } from '../http.ts';
import { invoiceLines, invoicePage } from '../invoice-print.ts';
import { pdfOf } from '../pdf.ts';
import { invoiceOf, paged } from '../presented.ts';
import { organisationOf, organisationOfList, ownRow, ownRows } from '../scope.ts';
import { signedIn } from '../signed-in.ts';
import type { Invoice } from '../state.ts';

const pageSize = 4;
const statuses = ['open', 'paid', 'overdue'];

function list(call: SignedInCall): Answer {
  const status = call.query.get('status');
  if (status !== null && !statuses.includes(status)) throw problem(400, 'There is no such status');
  const rows = ownRows(call, call.context.state.invoices, organisationOfList(call))
    .filter((invoice) => status === null || invoice.status === status)
    .sort((x, y) => y.number - x.number);
  return { status: 200, json: paged(rows.map(invoiceOf), pageOf(call.query), pageSize) };
}

const byId = (call: Call): Invoice | undefined =>
  call.context.state.invoices.find((invoice) => invoice.id === call.params.id);

const guarded = (call: SignedInCall): Invoice => ownRow(call, call.context.state.invoices, call.params.id, 'invoice');

function read(call: SignedInCall): Answer {
  const found = byId(call);
  if (found !== undefined && call.context.flaw('invoice-read-without-owner-check')) {
    return { status: 200, json: invoiceOf(found) };
  }
  return { status: 200, json: invoiceOf(guarded(call)) };
}

function readByNumber(call: SignedInCall): Answer {
  const { state, flaw } = call.context;
  const found = state.invoices.find((invoice) => String(invoice.number) === call.params.number);
  if (found !== undefined && flaw('invoice-by-number-without-owner-check'))
    return { status: 200, json: invoiceOf(found) };
  return { status: 200, json: invoiceOf(ownRow(call, state.invoices, found?.id ?? call.params.number, 'invoice')) };
}

function pdf(call: SignedInCall): Answer {
  const { state, flaw, decoy } = call.context;
  const found = byId(call);
  const invoice = found !== undefined && flaw('invoice-pdf-unguarded') ? found : guarded(call);
  const customer = state.organisations.find((candidate) => candidate.id === invoice.orgId);
  return {
    status: 200,
    bytes: pdfOf(invoiceLines(invoice, customer)),
    type: 'application/pdf',
    headers: {
      'Content-Disposition': attachment(`invoice-${invoice.number}.pdf`),
      ...(flaw('invoice-pdf-may-be-stored') ? { 'Cache-Control': 'public, s-maxage=3600' } : {}),
      ...(decoy('invoice-pdf-kept-by-browser') ? { 'Cache-Control': 'private, max-age=3600' } : {}),
    },
  };
}

/** A page for the printer. Whoever is not signed in or has no such invoice is sent to sign-in. */
function print(call: Call): Answer {
  const { state, options, flaw } = call.context;
  const found = byId(call);
  const page = (invoice: Invoice) =>
    invoicePage(
      invoice,
      state.organisations.find((candidate) => candidate.id === invoice.orgId),
    );
  const toSignIn: Answer = { status: 303, headers: { Location: `${options.origins.app}/sign-in` } };
  const html = 'text/html; charset=utf-8';
  if (call.user === undefined) {
    const continues = found !== undefined && flaw('print-anonymous-redirect-holds-data');
    return continues ? { ...toSignIn, text: page(found), type: html } : toSignIn;
  }
  const organisation = organisationOf(signedIn(call));
  if (found === undefined || found.orgId !== organisation.id) {
    const continues = found !== undefined && flaw('print-redirect-holds-data');
    return continues ? { ...toSignIn, text: page(found), type: html } : toSignIn;
  }
  return { status: 200, text: page(found), type: html };
}

/** Invoices: written by the operator, read by the customer. */
export const invoiceRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/invoices', list),
  customerRoute('GET', '/api/v1/invoices/by-number/:number', readByNumber),
  customerRoute('GET', '/api/v1/invoices/:id', read),
  customerRoute('GET', '/api/v1/invoices/:id/payment-details', (call) => {
    const invoice = guarded(call);
    return { status: 200, json: { iban: invoice.iban, reference: invoice.reference, amount: invoice.total } };
  }),
  customerRoute('GET', '/api/v1/invoices/:id/pdf', pdf),
  publicRoute('GET', '/print/invoices/:id', print),
];
