import type { Customer } from '../target.ts';

export type Content = {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly company: string;
  readonly projects: readonly { readonly id: string; readonly name: string; readonly brief: string }[];
  readonly invoices: readonly { readonly number: string; readonly memo: string; readonly amount: number }[];
  readonly messages: readonly string[];
  readonly file: { readonly id: string; readonly name: string; readonly text: string };
};

export const admin = { email: 'admin@example.com', password: 'Admin-Passw0rd-31' } as const;

/** What each customer enters; every text is found nowhere else. */
export const content: Readonly<Record<Customer, Content>> = {
  a: {
    userId: 'a0000000-0000-4000-8000-00000000000a',
    email: 'ann@acme.example.com',
    password: 'Ann-Passw0rd-17',
    firstName: 'Ann',
    company: 'acme',
    projects: [
      {
        id: 'a1000000-0000-4000-8000-0000000000a1',
        name: 'Harbour crane relay',
        brief: 'Relay cabinet K7 of crane Fennel',
      },
      {
        id: 'a1000000-0000-4000-8000-0000000000a2',
        name: 'Quay lighting survey',
        brief: 'Lamp count along pier Juniper',
      },
    ],
    invoices: [
      { number: 'ACM-44171', memo: 'Crane relay inspection at dock Marigold', amount: 4312.5 },
      { number: 'ACM-44172', memo: 'Lamp survey, second instalment Rosewood', amount: 918.75 },
      { number: 'ACM-44173', memo: 'Spare contactors for cabinet Tamarind', amount: 267.4 },
    ],
    messages: [
      'Please delay the crane shutdown until the tide of Larkspur',
      'Our auditor Winifred Oakes visits on the ninth',
    ],
    file: {
      id: 'a2000000-0000-4000-8000-0000000000a3',
      name: 'acme-crane-drawing.txt',
      text: 'Drawing ACM-DWG-5519 of crane Fennel\n',
    },
  },
  b: {
    userId: 'b0000000-0000-4000-8000-00000000000b',
    email: 'bob@globex.example.com',
    password: 'Bob-Passw0rd-23',
    firstName: 'Bob',
    company: 'globex',
    projects: [
      {
        id: 'b1000000-0000-4000-8000-0000000000b1',
        name: 'Orchard irrigation valves',
        brief: 'Valve bank Q3 near barn Bergamot',
      },
      {
        id: 'b1000000-0000-4000-8000-0000000000b2',
        name: 'Cider press overhaul',
        brief: 'Hydraulic ram of press Damson',
      },
    ],
    invoices: [
      { number: 'GLX-90381', memo: 'Irrigation valve bank, deposit Quince', amount: 7450.25 },
      { number: 'GLX-90382', memo: 'Press ram seals, urgent order Medlar', amount: 1320.6 },
      { number: 'GLX-90383', memo: 'Soil probes for the row Persimmon', amount: 88.15 },
    ],
    messages: [
      'The lender Hollis and Crane wants the press valuation',
      'Hold the valve order until Thaddeus Pike signs',
    ],
    file: {
      id: 'b2000000-0000-4000-8000-0000000000b3',
      name: 'globex-orchard-plan.txt',
      text: 'Plan GLX-PLAN-7703 of orchard Bergamot\n',
    },
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
    own.userId,
    own.file.name,
    own.file.id,
    own.file.text.trim(),
    ...own.projects.flatMap((project) => [project.id, project.name, project.brief]),
    ...own.invoices.flatMap((invoice) => [invoice.number, invoice.memo]),
    ...own.messages,
  ];
}
