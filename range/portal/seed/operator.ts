import { sharedWording, type TenantSeed } from './tenant-seed.ts';

/** The operator of the portal: its staff have an empty organisation of their own and the console. */
export const operator: TenantSeed = {
  key: 'operator',
  organisation: {
    slug: 'northline',
    name: 'Northline Building Services',
    registration: 'GB 07720194',
    address: 'Foundry House, 3 Tanner Row, Merrowhaven MH2 4QA',
    phone: '+44 1632 960 100',
    billingEmail: 'office@northline.example',
    plan: sharedWording.plan,
  },
  users: [
    {
      key: 'admin',
      name: 'Beatrix Holloway',
      email: 'beatrix.holloway@northline.example',
      phone: '+44 7700 900 402',
      title: 'Customer operations',
      about: 'Runs the customer desk.',
      role: 'staff',
    },
  ],
  projects: [],
  invoices: [],
  messages: [],
  contacts: [],
};

/** Public price list: the same for everybody, signed in or not. */
export const plans = [
  {
    name: 'FieldCare Basic',
    pricePerSite: 940,
    summary: 'One visit a year and a telephone line on working days.',
    includes: ['Annual inspection', 'Portal access', 'Fault log'],
  },
  {
    name: sharedWording.plan,
    pricePerSite: 1890,
    summary: 'Quarterly visits, four-hour response and one named engineer.',
    includes: ['Quarterly inspection', 'Four-hour response', 'Named engineer', 'Parts up to 250'],
  },
  {
    name: 'FieldCare Estate',
    pricePerSite: 1740,
    summary: 'For ten sites and more: monthly visits and a yearly condition survey.',
    includes: ['Monthly inspection', 'Condition survey', 'Two-hour response', 'Planned replacement'],
  },
] as const;

/** Notices of the operator, the same for all customers. */
export const announcements = [
  {
    title: 'Winter opening hours of the customer desk',
    text: 'From November to March the desk is staffed from seven to nineteen hours on working days.',
    daysAgo: 6,
  },
  {
    title: 'New numbers for call-outs',
    text: 'Please use the call-out number on your plan page. The old one is switched off at the end of the year.',
    daysAgo: 24,
  },
] as const;

export const tips = [
  'Add a photograph to a message: it saves one visit in four.',
  'A project on hold keeps its documents and its budget.',
  'Search looks through projects, documents, invoices and messages at once.',
  'The invoice export opens in any spreadsheet.',
] as const;
