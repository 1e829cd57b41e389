/** Records of the portal, all in memory. Every record but the operator's own belongs to one organisation. */
export interface Organisation {
  readonly id: string;
  readonly key: string;
  readonly slug: string;
  readonly name: string;
  readonly registration: string;
  readonly address: string;
  readonly phone: string;
  readonly billingEmail: string;
  readonly plan: string;
}

export type Role = 'member' | 'manager' | 'admin' | 'staff';

export interface User {
  readonly id: string;
  readonly key: string;
  readonly orgId: string;
  name: string;
  readonly email: string;
  phone: string;
  title: string;
  about: string;
  readonly role: Role;
  passwordHash: string;
  locked: boolean;
  /** Base32 secret of the second factor, where the account has one. */
  totp?: string;
  /** Fields that nobody knows, where the portal stores what it is sent. */
  more?: Readonly<Record<string, unknown>>;
}

export interface Project {
  readonly id: string;
  readonly orgId: string;
  code: string;
  name: string;
  site: string;
  status: string;
  budget: number;
  ownerId: string;
  description: string;
  updatedAt: string;
  /** Organisations that the owner has invited to read the project. */
  readonly sharedWith: readonly string[];
}

export interface Document {
  readonly id: string;
  readonly orgId: string;
  readonly projectId: string;
  title: string;
  text: string;
  readonly fileName: string;
  updatedAt: string;
  readonly sharedWith: readonly string[];
}

export interface Invoice {
  readonly id: string;
  readonly orgId: string;
  readonly number: number;
  readonly status: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly reference: string;
  readonly note: string;
  readonly terms: string;
  readonly iban: string;
  readonly lines: readonly { readonly text: string; readonly quantity: number; readonly unitPrice: number }[];
  readonly total: number;
}

export interface Message {
  readonly id: string;
  readonly orgId: string;
  readonly subject: string;
  readonly body: string;
  readonly from: string;
  readonly sentAt: string;
  read: boolean;
}

export interface Contact {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string;
  readonly note: string;
}

/** One line of the diary: what somebody did, and when. */
export interface Activity {
  readonly id: string;
  readonly orgId: string;
  readonly at: string;
  readonly text: string;
}

export interface PortalState {
  readonly organisations: Organisation[];
  readonly users: User[];
  readonly projects: Project[];
  readonly documents: Document[];
  readonly invoices: Invoice[];
  readonly messages: Message[];
  readonly contacts: Contact[];
  /** Oldest first. */
  readonly activity: Activity[];
  /** What customers changed of their tickets, by the ticket's id. */
  readonly ticketChanges: Map<string, { readonly detail?: string }>;
  /** Notes of the caretaker that were made since. */
  readonly newNotes: SiteNote[];
}

/** A note of the caretaker, kept in the table that the browser reads directly. */
export interface SiteNote {
  readonly id: string;
  readonly orgId: string;
  readonly title: string;
  readonly body: string;
}
