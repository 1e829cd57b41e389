import { expect, it } from 'vitest';
import { labelledFields, labelledIn } from '../../src/collectors/portal/writes/labelled.ts';
import type { WriteForm } from '../../src/collectors/portal/writes/prove-record.ts';
import { proveFields } from '../../src/collectors/portal/writes/prove-fields.ts';
import { changesOf, sentOf } from '../../src/collectors/portal/writes/sent-change.ts';
import { formFieldsOf } from '../../src/collectors/portal/writes/sent-form-records.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';
import { action, heldServerForm, page } from './held-server-form.ts';

/** A job whose page says what it may cost; its form has a title alone. */
function job(takesAll: boolean) {
  const record: Record<string, string> = { title: 'Replace the east gutter', costCap: '1500' };
  const money = () => Number(record.costCap).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  return {
    record,
    view: () =>
      viewed(
        'a',
        200,
        `<html><body><h1>${record.title}</h1><dl><dt>Cost cap</dt><dd>${money()}</dd></dl></body></html>`,
      ),
    take({ headers = [], body = '' }: WriteForm) {
      if (headers.find(([name]) => name === 'next-action')?.[1] !== action) return;
      // As React reads it: the part called 0 takes what came before it.
      const [before = ''] = body.split('name="0"');
      for (const [, name = '', value = ''] of before.matchAll(/name="_1_(\w+)"\r\n\r\n([^\r\n]*)/g))
        if (name === 'title' || (takesAll && name in record)) record[name] = value;
    },
  };
}

async function prove(takesAll: boolean) {
  const portal = job(takesAll);
  const sent = sentOf(heldServerForm);
  const change = sent && changesOf(sent)[0];
  const next = counter();
  const proof = await proveFields(
    { url: page, asker: 'a', what: 'its own job' },
    {
      journal: { plan: async () => 'w', settle: async () => undefined, entries: async () => [] },
      read: async () => portal.view(),
      write: async (_as, form) => {
        portal.take(form);
        return portal.view();
      },
      mark: () => `lr${String(next()).padStart(10, '0')}`,
      wait: async () => undefined,
    },
    (view) => change && formFieldsOf(change, view, () => []),
    async () => false,
  );
  return { proof, record: portal.record };
}

it('a form that is sent to a function of the server takes a field that its page only shows, and is put back', async () => {
  const { proof, record } = await prove(true);
  expect(proof?.fields[0]).toMatchObject({ field: 'costCap', kind: 'price', readBack: 'taken', restored: true });
  expect(record).toEqual({ title: 'Replace the east gutter', costCap: '1500' });
});

it('one that takes what it knows alone keeps the field as it was', async () => {
  const { proof, record } = await prove(false);
  expect(proof?.control).toBe(true);
  expect(proof?.fields.map(({ readBack }) => readBack)).toEqual(['as-before', 'as-before']);
  expect(record.costCap).toBe('1500');
});

it('amounts are read whole, and those with cents not at all', () => {
  const said = (text: string) => [...labelledIn(`<dl><dt>Price</dt><dd>${text}</dd></dl>`).values()];
  expect(said('$1,500.00')).toEqual(['1500']);
  expect(said('1.500,00 €')).toEqual(['1500']);
  expect(said('40')).toEqual(['40']);
  expect(said('$1,385.50')).toEqual([]);
});

it('a label of several words has the names that requests have', () => {
  const source = '<dl><dt>Credit limit</dt><dd>900</dd></dl>';
  expect(labelledFields(source, 'job[title]', () => []).map(({ keys }) => keys[0])).toEqual([
    'job[creditLimit]',
    'job[credit_limit]',
  ]);
});
