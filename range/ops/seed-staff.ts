import { stableId } from '../portal/identifiers.ts';
import type { DepotKey, Staff } from './records.ts';

const host = 'quayworks.example';
const person = (
  key: string,
  depot: DepotKey | undefined,
  more: Omit<Staff, 'key' | 'id' | 'depot' | 'email'>,
): Staff => ({
  key,
  id: stableId('staff', key),
  depot,
  email: `${more.name.toLowerCase().replace(/[^a-z]+/g, '.')}@${host}`,
  ...more,
});

/** Who works at the desk: two depots, a spare account, and the head of both. */
export const deskStaff: readonly Staff[] = [
  person('a', 'harbour', {
    name: 'Tamsin Okoro',
    phone: '+44 7700 900 231',
    extension: '2231',
    role: 'clerk',
    note: 'Early shift until Whitsun, then afternoons. Has the key of the pilot hut.',
  }),
  person('a2', 'harbour', {
    name: 'Declan Ferris',
    phone: '+44 7700 900 244',
    extension: '2244',
    role: 'supervisor',
    note: 'Signs for everything above two thousand at the harbour.',
  }),
  person('b', 'inland', {
    name: 'Mireille Sandoval',
    phone: '+44 7700 900 377',
    extension: '3377',
    role: 'clerk',
    note: 'Knows every farm gate between Ottery and the reservoir.',
  }),
  person('b2', 'inland', {
    name: 'Gethin Probert',
    phone: '+44 7700 900 381',
    extension: '3381',
    role: 'supervisor',
    note: 'On sick leave until the ninth, Mireille stands in for him.',
  }),
  person('admin', undefined, {
    name: 'Rosalind Achebe',
    phone: '+44 7700 900 100',
    extension: '1000',
    role: 'administrator',
    note: 'Head of operations, both depots.',
  }),
  person('burner', 'harbour', {
    name: 'Spare Account',
    phone: '+44 7700 900 299',
    extension: '2299',
    role: 'clerk',
    note: 'For rehearsals only.',
  }),
];
