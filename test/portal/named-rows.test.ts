import { expect, it } from 'vitest';
import { placesShown, rowsNaming, type Told } from '../../src/collectors/portal/tenancy/named-rows.ts';

const leaf = (path: string, value: string) => ({ path, type: 'string' as const, value });
const told = (names: readonly string[], values: readonly string[]): Told => ({
  knows: (value) => names.includes(value) || values.includes(value),
  names: new Set(names),
});
const dairy = told(['Quarrendon Dairy'], ['14 Tollgate Lane', 'Key with the porter, bell three', 'Cleaning']);
const joinery = told(['Larkfield Joinery'], ['2 Pellow Street', 'Code is the old one', 'Cleaning']);
const visits = [
  leaf('.list[0].town', 'Bremen'),
  leaf('.list[0].customer', 'Quarrendon Dairy'),
  leaf('.list[0].street', '14 Tollgate Lane'),
  leaf('.list[0].access', 'Key with the porter, bell three'),
  leaf('.list[1].town', 'Bremen'),
  leaf('.list[1].customer', 'Larkfield Joinery'),
  leaf('.list[1].street', '2 Pellow Street'),
  leaf('.list[1].access', 'Code is the old one'),
];
const shownBy = (text: string) => {
  const places = placesShown(visits, [text]);
  return (place: string) => places.has(place);
};

it('rows that name a customer and say what it alone was told', () => {
  const own = rowsNaming(visits, dairy, joinery, shownBy('Our teams are in Bremen this week'));
  expect(own).toEqual([{ values: ['Quarrendon Dairy', '14 Tollgate Lane', 'Key with the porter, bell three'] }]);
  expect(rowsNaming(visits, joinery, dairy, () => false)).toHaveLength(1);
});

it('a page that shows any customer’s name publishes customers: no row is left', () => {
  expect(rowsNaming(visits, dairy, joinery, shownBy('They trust us: LARKFIELD  Joinery'))).toEqual([]);
});

it('what names no customer is a catalogue, and a name alone a list of references', () => {
  const goods = [leaf('[0].name', '14 Tollgate Lane'), leaf('[0].text', 'Key with the porter, bell three')];
  expect(rowsNaming(goods, dairy, joinery, () => false)).toEqual([]);
  expect(rowsNaming([leaf('[0].name', 'Quarrendon Dairy')], dairy, joinery, () => false)).toEqual([]);
});

it('what the other customer was told as well is nobody’s alone', () => {
  const both = told(['Larkfield Joinery'], ['14 Tollgate Lane', 'Key with the porter, bell three']);
  expect(rowsNaming(visits, dairy, both, () => false)).toEqual([]);
});
