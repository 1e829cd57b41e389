import { sharedWording, type TenantSeed } from './tenant-seed.ts';

/** A customer of the operator's own making, without any records: its one account may be locked, and gets mail for tests. */
export const spare: TenantSeed = {
  key: 'spare',
  organisation: {
    slug: 'northline-trial',
    name: 'Northline trial account',
    registration: '',
    address: '',
    phone: '',
    billingEmail: 'office@northline.example',
    plan: sharedWording.plan,
  },
  users: [
    {
      key: 'burner',
      name: 'Trial Customer',
      email: 'trial.customer@northline.example',
      phone: '',
      title: '',
      about: '',
      role: 'member',
    },
  ],
  projects: [],
  invoices: [],
  messages: [],
  contacts: [],
};
