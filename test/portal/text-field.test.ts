import { expect, it } from 'vitest';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { textFieldOf } from '../../src/collectors/portal/writes/text-field.ts';

const fieldOf = (record: unknown) =>
  textFieldOf(readAnswer(Buffer.from(JSON.stringify(record)), 'application/json'))?.keys.join('.');

it.each([
  ['a note before its title', { id: 1, title: 'Roof', notes: 'Ring first' }, 'notes'],
  ['instructions in another language', { id: 1, consignes: 'Clé au 2e', digicode: '4711' }, 'consignes'],
  ['words that somebody wrote, whatever they are called', { id: 1, beizhu: 'bring the long ladder please' }, 'beizhu'],
  ['none of where somebody lives', { id: 1, address: '12 long lane behind the mill' }, undefined],
  ['none of what the portal says', { id: 1, status: 'waiting for the next visit' }, undefined],
  ['no single word', { id: 1, lane: 'North' }, undefined],
])('the text to change: %s', (_what, record, key) => expect(fieldOf(record)).toBe(key));
