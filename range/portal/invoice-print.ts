import type { Invoice, Organisation } from './state.ts';

/** An invoice as lines of text, for the PDF and the print view. */
export function invoiceLines(invoice: Invoice, customer: Organisation | undefined): readonly string[] {
  return [
    'Northline Building Services',
    `Invoice ${invoice.number}`,
    `Issued ${invoice.issuedOn}, due ${invoice.dueOn}`,
    '',
    customer?.name ?? '',
    customer?.address ?? '',
    `Your reference ${invoice.reference}`,
    '',
    ...invoice.lines.map((line) => `${line.quantity} x ${line.text}: ${line.unitPrice.toFixed(2)}`),
    `Total GBP ${invoice.total.toFixed(2)}`,
    '',
    invoice.note,
    invoice.terms,
  ];
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A bare page: the printer needs no style. */
export function invoicePage(invoice: Invoice, customer: Organisation | undefined): string {
  const paragraphs = invoiceLines(invoice, customer).filter((line) => line !== '');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Invoice ${invoice.number}</title></head>
<body>
<main>
<h1>${escaped(paragraphs[1] ?? '')}</h1>
${paragraphs.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
</main>
</body>
</html>
`;
}
