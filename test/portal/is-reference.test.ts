import { expect, it } from 'vitest';
import { isReference } from '../../src/collectors/portal/tenancy/known-references.ts';

const query = (name: string, value: string) => ({ place: 'query' as const, name, value });

it('on and off name no record, whatever they switch; a customer with the number one does', () => {
  expect([query('archief', '1'), query('open', '0')].map(isReference)).toEqual([false, false]);
  expect([query('customer', '1'), query('dossier', '17'), query('orderId', '0')].map(isReference)).toEqual([
    true,
    true,
    true,
  ]);
});
