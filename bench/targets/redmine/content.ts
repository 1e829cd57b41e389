import type { Customer } from '../target.ts';

export type Content = {
  readonly login: string;
  readonly password: string;
  readonly email: string;
  /** Identifier of the private project that seed.rb made; the same word as the login. */
  readonly project: string;
  readonly projectName: string;
  readonly projectText: string;
  readonly issues: readonly { readonly subject: string; readonly description: string }[];
  readonly news: { readonly title: string; readonly text: string };
  readonly document: { readonly title: string; readonly description: string };
  readonly wiki: string;
  readonly file: { readonly name: string; readonly text: string };
};

export const admin = { login: 'admin', password: 'Admin-Passw0rd-31' } as const;

/** What each customer enters; every text is found nowhere else. Names and passwords as in seed.rb. */
export const content: Readonly<Record<Customer, Content>> = {
  a: {
    login: 'acme',
    password: 'Ann-Passw0rd-17',
    email: 'ann@acme.example.com',
    project: 'acme',
    projectName: 'Harbour crane relay',
    projectText: 'Relay cabinet K7 of crane Fennel',
    issues: [
      { subject: 'Relay clicks twice at dock Marigold', description: 'Contactor Tamarind drops out, see ACM-44171.' },
      { subject: 'Lamp survey along pier Juniper', description: 'Count the lamps with Winifred Oakes.' },
      { subject: 'Spare part for slewing ring Rosewood', description: 'Order two, the price is 4312.50.' },
    ],
    news: { title: 'Crane Fennel is back in use', text: 'The slewing ring passed the load test of Larkspur.' },
    document: { title: 'Load test protocol ACM-DWG-5519', description: 'Protocol of the slewing ring, page of Oakes.' },
    wiki: 'Wiring notes: cabinet K7 has the spare fuse behind panel Sorrel.',
    file: { name: 'acme-crane-drawing.txt', text: 'Drawing ACM-PLAN-8812 of the jib\n' },
  },
  b: {
    login: 'globex',
    password: 'Bob-Passw0rd-23',
    email: 'bob@globex.example.com',
    project: 'globex',
    projectName: 'Orchard irrigation valves',
    projectText: 'Valve bank Q3 near barn Bergamot',
    issues: [
      { subject: 'Valve Quince stays open at night', description: 'Row Persimmon is flooded, see GLX-90381.' },
      { subject: 'Seal kit for press Damson', description: 'Thaddeus Pike asks for the urgent order Medlar.' },
      { subject: 'Soil probe reports twice', description: 'Probe 14 of barn Mulberry, cost 1320.60.' },
    ],
    news: { title: 'Cider press Damson certified', text: 'The lender Hollis and Crane has the certificate.' },
    document: { title: 'Valuation of the press GLX-PLAN-7703', description: 'Figures for Hollis and Crane only.' },
    wiki: 'Pump notes: the bypass of barn Bergamot opens with key Hawthorn.',
    file: { name: 'globex-orchard-plan.txt', text: 'Plan GLX-MAP-3340 of the rows\n' },
  },
};

/** Strings of this customer that nobody else but the operator may see. */
export function privateValuesOf(customer: Customer): string[] {
  const own = content[customer];
  return [
    own.email,
    own.projectName,
    own.projectText,
    ...own.issues.flatMap((issue) => [issue.subject, issue.description]),
    own.news.title,
    own.news.text,
    own.document.title,
    own.document.description,
    own.wiki,
    own.file.name,
    own.file.text.trim(),
  ];
}
