/** What one customer's corner of the portal starts with. Days are counted back from the start of the portal. */
export interface TenantSeed {
  readonly key: string;
  readonly organisation: {
    readonly slug: string;
    readonly name: string;
    readonly registration: string;
    readonly address: string;
    readonly phone: string;
    readonly billingEmail: string;
    readonly plan: string;
  };
  readonly users: readonly {
    readonly key: string;
    readonly name: string;
    readonly email: string;
    readonly phone: string;
    readonly title: string;
    readonly about: string;
    readonly role: 'member' | 'manager' | 'admin' | 'staff';
  }[];
  readonly projects: readonly ProjectSeed[];
  readonly invoices: readonly {
    readonly number: number;
    readonly status: 'open' | 'paid' | 'overdue';
    readonly issuedDaysAgo: number;
    readonly reference: string;
    readonly note: string;
    readonly iban: string;
    readonly lines: readonly { readonly text: string; readonly quantity: number; readonly unitPrice: number }[];
  }[];
  readonly messages: readonly {
    readonly subject: string;
    readonly body: string;
    readonly from: string;
    readonly sentDaysAgo: number;
  }[];
  readonly contacts: readonly {
    readonly name: string;
    readonly company: string;
    readonly email: string;
    readonly phone: string;
    readonly note: string;
  }[];
}

export interface ProjectSeed {
  readonly code: string;
  readonly name: string;
  readonly site: string;
  readonly status: 'planned' | 'active' | 'on hold' | 'done';
  readonly budget: number;
  readonly owner: string;
  readonly description: string;
  readonly documents: readonly { readonly title: string; readonly fileName: string; readonly text: string }[];
}

/** Wording that the operator gives to every customer alike. */
export const sharedWording = {
  plan: 'FieldCare Plus',
  annualCover: 'FieldCare Plus annual cover',
  handoverTitle: 'Site handover checklist',
  handoverText:
    'Keys counted and signed for. Alarm codes changed. Waste removed. Meter readings taken. Snags listed with a date for each. Both parties keep a copy.',
  paymentTerms: 'Payable within 30 days of the invoice date without deduction.',
} as const;
