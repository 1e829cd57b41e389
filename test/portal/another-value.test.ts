import { expect, it } from 'vitest';
import { anotherValue, isSameValue } from '../../src/collectors/portal/writes/another-value.ts';
import { editForms, valueForms } from '../../src/collectors/portal/writes/form-target.ts';

const select = (words: string, value: string, options: readonly string[]) =>
  anotherValue({ kind: 'select', value, options, words });
const input = (kind: string, value: string, words = 'when') => anotherValue({ kind, value, options: [], words });

it('a state is exchanged for another open one, and one that ends a record is neither chosen nor left', () => {
  expect(select('ticket[status]', 'open', ['open', 'waiting', 'closed'])).toBe('waiting');
  expect(select('status', 'waiting', ['open', 'waiting', 'closed'])).toBe('open');
  expect(select('status', 'closed', ['open', 'waiting', 'closed'])).toBeUndefined();
  expect(select('status', 'open', ['open', 'closed'])).toBeUndefined();
  expect(select('country', 'de', ['de', 'at'])).toBeUndefined();
});

it('a date is moved by a week, a number raised by one; a number that names something stays', () => {
  expect(input('date', '2026-12-28')).toBe('2027-01-04');
  expect(input('datetime-local', '2026-12-14T09:30')).toBe('2026-12-21T09:30');
  expect(input('number', '12.50', 'hours')).toBe('13.50');
  expect(input('number', '12', 'customer_id')).toBeUndefined();
  expect(input('number', '3', 'version')).toBeUndefined();
  expect(input('text', '12', 'hours')).toBeUndefined();
});

it('the same value in another way of writing is the same', () => {
  expect(isSameValue('2026-12-14T09:30', '2026-12-14T09:30:00Z')).toBe(true);
  expect(isSameValue('4', '4.00')).toBe(true);
  expect(isSameValue('2026-12-14T09:30', '2026-12-14T10:30')).toBe(false);
  expect(isSameValue('new', 'newer')).toBe(false);
});

it('a form that may add something is none that changes a value', () => {
  const page = 'https://desk.example.test/visits/7';
  const form = (inside: string) => `<form method="post" action="/visits/7">${inside}</form>`;
  const date = '<input type="date" name="day" value="2026-12-14">';
  expect(valueForms(form(`${date}<button>Save</button>`), page)).toMatchObject([{ changed: '2026-12-21' }]);
  expect(valueForms(form(`${date}<textarea name="note"></textarea><button>Save</button>`), page)).toEqual([]);
  expect(valueForms(form(`${date}<button>Add visit</button>`), page)).toEqual([]);
  expect(valueForms(form(`${date}<button>Cancel visit</button>`), page)).toEqual([]);
  expect(editForms(form(`${date}<button>Save</button>`), page)).toEqual([]);
});
