import { describe, expect, it } from 'vitest';
import { namesRecord } from '../../src/collectors/portal/tenancy/met-anyway.ts';

describe('whether an answer names a record', () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ['$.rows[0].id', '2', '2', true],
    ['$.ids[3]', '2', '2', true],
    ['$[0]', '2', '2', true],
    ['$.rows[0].customerId', '17', '17', true],
    ['$.rows[0].quantity', '2', '2', false],
    ['$.paid', '17', '17', false],
    ['>#document>html>body>a', '2', '2', false],
    ['>#document>html>body>select>option@value', '2', '2', true],
    ['>#document>html>body>a@href', '/orders/2', '2', true],
    ['>#document>html>body>a@href', '/orders?page=2', '2', false],
    ['>#document>html>body>a@href', 'Invoices.aspx?cust=2&yr=2026', '2', true],
    ['>#document>html>body>a@href', 'Invoices.aspx?cust=1&yr=2', '2', false],
    ['>#document>html>body>td', 'ord_8Fk2Lq', 'ord_8Fk2Lq', true],
    ['$.next', 'https://portal.example/api/orders?after=ord%5F8Fk2Lq', 'ord_8Fk2Lq', true],
    ['>#document>html>body>a', 'VAT return of November, 16/12/2026', '12', false],
    ['$.due', '05/12/2026', '12', false],
    ['>#document>html>body>a@href', '2026/12', '12', true],
    ['$.title', 'about ord_8Fk2Lq', 'ord_8Fk2Lq', false],
  ];
  it.each(cases)('%s: %s names %s: %s', (path, value, reference, does) =>
    expect(namesRecord({ path, value }, reference)).toBe(does),
  );
});
