import { expect, it } from 'vitest';
import { isOwnList, namesNoRecord } from '../../src/collectors/portal/roles/own-list.ts';
import { saysStaff } from '../../src/collectors/portal/roles/staff-words.ts';

const staffsList = ['Bakery Korenaar', 'K-2041', 'Hofstra Installations', 'K-2077', 'Zeilmakerij Prins', 'K-2090'];
const atoms = staffsList.map((value) => ({ value }));
const never = () => false;

it('a list that is made for whoever asks is nobody’s leak, though staff gets the rows of all at the same address', () => {
  const mine = 'Bakery Korenaar K-2041';
  expect(isOwnList(atoms, mine, 'Hofstra Installations K-2077', never)).toBe(true);
  expect(isOwnList(atoms, mine, 'K-2041 is yours', never)).toBe(true);
});

it('staff’s list that every customer gets stays a leak, and so do rows of which the other one knows that they are its own', () => {
  const all = staffsList.join(' ');
  expect(isOwnList(atoms, all, all, never)).toBe(false);
  const met = (value: string) => ['Hofstra Installations', 'K-2077'].includes(value);
  expect(isOwnList(atoms, all, 'refused', met)).toBe(false);
});

it('an address names a record by its path or by a parameter with a number', () => {
  const base = 'https://portal.example.test';
  expect(namesNoRecord('/orders', `${base}/orders?sort=name`)).toBe(true);
  expect(namesNoRecord('/orders/{id}/margin', `${base}/orders/7/margin`)).toBe(false);
  expect(namesNoRecord('/margins', `${base}/margins?order=7`)).toBe(false);
});

it('words that begin like those for administrators are not all theirs', () => {
  expect(['/admin', '/api/admin-users', '/administration/users', '/administrators'].map(saysStaff)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(
    ['/administraties', '/administratie/7', '/administrative-documents', '/administratief'].map(saysStaff),
  ).toEqual([false, false, false, false]);
});
