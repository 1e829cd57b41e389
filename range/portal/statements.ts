import type { Organisation, PortalState } from './state.ts';

/** File names of the statements of the last three full months, newest first. */
export function statementNames(organisation: Organisation, now: Date): readonly string[] {
  return [1, 2, 3].map((back) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7);
    return `statement-${organisation.slug}-${month}.txt`;
  });
}

/** One statement: who, and every invoice with its reference. */
export function statementText(state: PortalState, organisation: Organisation, name: string): string {
  const invoices = state.invoices.filter((invoice) => invoice.orgId === organisation.id);
  return [
    'Northline Building Services: statement of account',
    name.replace(/^.*-(\d{4}-\d{2})\.txt$/, 'Month $1'),
    '',
    organisation.name,
    organisation.address,
    organisation.registration,
    organisation.billingEmail,
    '',
    ...invoices.map(
      (invoice) => `${invoice.number}  ${invoice.reference}  ${invoice.total.toFixed(2)}  ${invoice.note}`,
    ),
    '',
  ].join('\n');
}
