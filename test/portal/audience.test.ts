import { expect, it } from 'vitest';
import { type FormChoice, narrowest } from '../../src/collectors/portal/canaries/audience.ts';

const select = (about: string, words: readonly string[], chosen = 0): FormChoice => ({
  at: 2,
  kind: 'select',
  about,
  options: words.map((one, at) => ({ words: one, value: String(at), chosen: at === chosen })),
});
const box = (about: string, chosen: boolean): FormChoice => ({
  at: 4,
  kind: 'checkbox',
  about,
  options: [{ words: '', value: 'on', chosen }],
});

it('what a form proposes to show to everybody is kept to its owner', () => {
  expect(narrowest([select('visibility', ['Joinable', 'Discoverable', 'Hidden'], 1)])).toEqual([{ at: 2, value: '2' }]);
  expect(narrowest([select('scope', ['Everyone', 'Only me'])])).toEqual([{ at: 2, value: '1' }]);
  expect(narrowest([{ ...select('status', ['Öffentlich', 'Nicht öffentlich', 'Privat']), kind: 'radio' }])).toEqual([
    { at: 2, value: '2' },
  ]);
  expect(narrowest([select('範囲', ['公開', '非公開'])])).toEqual([{ at: 2, value: '1' }]);
  expect(narrowest([box('Make this list public', true), box('Private', false)])).toEqual([
    { at: 4, value: 'on' },
    { at: 4, value: 'on' },
  ]);
});

it('what says nothing of who may see it, or is narrow already, stays as it is', () => {
  expect(narrowest([select('visibility', ['Public', 'Private'], 1)])).toEqual([]);
  expect(narrowest([select('customer', ['Private', 'Business'])])).toEqual([]);
  expect(narrowest([select('colour', ['Red', 'Green']), select('visibility', ['Internal', 'Customers'])])).toEqual([]);
  expect(narrowest([box('Make this list public', false), box('Private', true), box('Urgent', false)])).toEqual([]);
});
