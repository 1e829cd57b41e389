import { expect, it } from 'vitest';
import { formRows, inRow } from '../../src/parse/form-rows.ts';
import type { FormField } from '../../src/parse/html-forms.ts';

const field = (name: string, value: string): FormField => ({
  name,
  kind: 'text',
  value,
  sent: true,
  editable: true,
  options: [],
});

it.each([
  ['form-0-id', 'form-0-note', 'form-7-note'],
  ['order[lines_attributes][0][id]', 'order[lines_attributes][0][note]', 'order[lines_attributes][7][note]'],
  ['Items[0].Id', 'Items[0].Note', 'Items[7].Note'],
  ['items.0.id', 'items.0.note', 'items.7.note'],
  ['address2-0-id', 'address2-0-note', 'address2-7-note'],
])('%s names a row', (id, note, there) => {
  const rows = formRows([field('title', 'x'), field(id, '41'), field(note, 'first')]);
  expect(rows.map((one) => [one.index, one.id.value, one.fields.length])).toEqual([[0, '41', 2]]);
  expect(inRow(note, 7)).toBe(there);
});

it('a blank row for something new edits no record', () => {
  expect(formRows([field('form-2-id', ''), field('form-2-note', '')])).toEqual([]);
});

it('other names are left as they are', () => {
  expect([inRow('title', 3), formRows([field('id', '7')])]).toEqual(['title', []]);
});
