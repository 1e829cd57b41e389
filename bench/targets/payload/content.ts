import type { Customer } from '../target.ts';

export type Content = {
  readonly email: string;
  readonly password: string;
  readonly tenant: string;
  readonly projects: readonly { readonly name: string; readonly brief: string }[];
  readonly invoices: readonly { readonly number: string; readonly memo: string; readonly amount: number }[];
};

export const admin = { email: 'operator@portal.example.com', password: 'Operator-Passw0rd-31' } as const;

/** What each customer enters; every text is found nowhere else. */
export const content: Readonly<Record<Customer, Content>> = {
  a: {
    email: 'ann@acme.example.com',
    password: 'Ann-Passw0rd-17',
    tenant: 'Acme Harbour Works',
    projects: [
      { name: 'Harbour crane relay', brief: 'Relay cabinet K7 of crane Fennel' },
      { name: 'Quay lighting survey', brief: 'Lamp count along pier Juniper' },
    ],
    invoices: [
      { number: 'ACM-44171', memo: 'Crane relay inspection at dock Marigold', amount: 4312.5 },
      { number: 'ACM-44172', memo: 'Lamp survey, second instalment Rosewood', amount: 918.75 },
      { number: 'ACM-44173', memo: 'Spare contactors for cabinet Tamarind', amount: 267.4 },
    ],
  },
  b: {
    email: 'bob@globex.example.com',
    password: 'Bob-Passw0rd-23',
    tenant: 'Globex Orchards',
    projects: [
      { name: 'Orchard irrigation valves', brief: 'Valve bank Q3 near barn Bergamot' },
      { name: 'Cider press overhaul', brief: 'Hydraulic ram of press Damson' },
    ],
    invoices: [
      { number: 'GLX-90381', memo: 'Irrigation valve bank, deposit Quince', amount: 7450.25 },
      { number: 'GLX-90382', memo: 'Press ram seals, urgent order Medlar', amount: 1320.6 },
      { number: 'GLX-90383', memo: 'Soil probes for the row Persimmon', amount: 88.15 },
    ],
  },
};

export const announcements = [
  { title: 'Maintenance on Sunday', body: 'The portal is read-only from six to seven.' },
  { title: 'New invoice layout', body: 'Amounts are shown with two decimals.' },
] as const;

/** Strings of this customer that nobody else but the operator may see. */
export function privateValuesOf(customer: Customer): string[] {
  const own = content[customer];
  return [
    own.email,
    own.tenant,
    ...own.projects.flatMap((project) => [project.name, project.brief]),
    ...own.invoices.flatMap((invoice) => [invoice.number, invoice.memo]),
  ];
}
