import type { Customer } from '../target.ts';

export type Own = {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly mail: string;
  readonly pages: Readonly<Record<string, string>>;
  readonly file: { readonly name: string; readonly text: string };
};

/** What each customer's part of the wiki holds; page names are those of the address. */
export const content: Readonly<Record<Customer, Own>> = {
  a: {
    login: 'acme-desk',
    password: 'Larch-4471-tumbler',
    name: 'Perpetua Langford',
    mail: 'perpetua@acme-works.example',
    pages: {
      start: '====== Acme works ======\nOur plans: [[acme:boiler|boiler room]], [[acme:contacts|contacts]].',
      boiler:
        '====== Boiler room ======\nThe flue of boiler nine was lined in Wexcombe steel. Key with Osgood Tarrant.',
      contacts: '====== Contacts ======\nNight desk: Osgood Tarrant, line 7734-118.',
    },
    file: { name: 'flue-report.txt', text: 'Flue report of Wexcombe steel, signed Osgood Tarrant.\n' },
  },
  b: {
    login: 'globex-desk',
    password: 'Maple-9926-lantern',
    name: 'Cornelius Abbotsbury',
    mail: 'cornelius@globex-press.example',
    pages: {
      start: '====== Globex press ======\nOur plans: [[globex:ledger|ledger]], [[globex:visits|visits]].',
      ledger:
        '====== Ledger ======\nQuarter three closed at Marlowe Quay with a deficit of 88,412 crowns. Auditor: Phyllida Ransome.',
      visits: '====== Visits ======\nPhyllida Ransome comes on the ninth, gate code 5519-KESTREL.',
    },
    file: { name: 'quay-audit.txt', text: 'Audit at Marlowe Quay, signed Phyllida Ransome.\n' },
  },
};

export const shared =
  '====== Shared help ======\nThe help desk answers within two working days. This page is for every customer.';
export const admin = { login: 'wiki-operator', password: 'Alder-3308-compass' };

/** Strings that only this customer and the operator may see. */
export const privateValuesOf = (customer: Customer): readonly string[] =>
  customer === 'a'
    ? ['Wexcombe steel', 'Osgood Tarrant', '7734-118']
    : ['Marlowe Quay', 'Phyllida Ransome', '88,412 crowns', '5519-KESTREL'];
