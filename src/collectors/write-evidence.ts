import type { IdentityName } from '../model/identity.ts';
import type { Alive } from './portal-evidence.ts';

/** One way in which the asker tried to change the owner's object, and what the owner read afterwards. */
export interface WriteTrial {
  /** `PATCH`, `PUT`, `POST that says it is a PATCH`, `the form`, `mutation updateNote`, `DELETE`, … */
  readonly way: string;
  readonly status: number;
  readonly outcome: string;
  /** The owner read the asker's value (or no object any more), twice; null where the owner's reading failed. */
  readonly changed: boolean | null;
}

/** authz.write: one object of the owner's, written by its owner first, then by somebody else. */
export interface CrossWrite {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  /** `record`: a value of it; `child`: something new below it; `moved`: the asker's own record set below it; `planted`: an object that the audit made itself, deleted; `sacrificed`: such an object, moved into another state for good by the control that `field` names. */
  readonly object: 'record' | 'child' | 'moved' | 'planted' | 'sacrificed';
  /** Of a moved record: where it showed; `stored`: the reference was taken, and nobody was seen to read more by it. */
  readonly moved?: 'owner-reads-it' | 'asker-reads-more' | 'stored' | 'no';
  /** Where the value stood; undefined for whole objects. */
  readonly field?: string;
  /** The owner could do it: without that, a refusal of the asker says nothing. */
  readonly control: boolean;
  readonly trials: readonly WriteTrial[];
  /** Where the refusal may be about something else (a token, a role): whether the asker changes its own record in this way. */
  readonly askerControl?: boolean;
  /** The asker meets the record in its own lists as well: what all may change is nobody's alone. */
  readonly shared?: boolean;
  /** The owner's object is as it was; null where nothing had been changed. */
  readonly restored: boolean | null;
  readonly alive: readonly Alive[];
  readonly reproduce: string;
}

/** authz.mass-assignment: a field that the pages never send, sent with an ordinary change of the account's own record. */
export interface ExtraField {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly asker: IdentityName;
  readonly fields: readonly {
    readonly field: string;
    /** `withheld`: the same page has a field for it, a number or a date, where somebody looks at it who may do more; `withheld-text`: for a plain text. */
    readonly kind: 'role' | 'plan' | 'owner' | 'price' | 'withheld' | 'withheld-text' | 'unknown';
    readonly status: number;
    /** Read back: the sent value stood there; the former one; or the field is not shown. */
    readonly readBack: 'taken' | 'as-before' | 'not-shown' | 'unclear';
    /** The ordinary part of the same request arrived: the server took the request and left the field out. */
    readonly restTaken: boolean;
    readonly restored: boolean | null;
    /** Of a field that was taken: the portal's own pages let the account change it; null: no page could be looked at. */
    readonly offered?: boolean | null;
  }[];
  readonly control: boolean;
  /** Sent with the making of an object, not with the change of one. */
  readonly making?: true;
  readonly reproduce: string;
}

/** authz.function: an operation that only staff or admins use, asked for by a customer. */
export interface FunctionTrial {
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly privileged: IdentityName;
  readonly asker: IdentityName;
  /** Values of the privileged answer that the asker does not meet in ordinary use. */
  readonly telling: number;
  /** Below a record or a workspace that the asker alone uses, though no answer of its own names the address. Absent in older dossiers. */
  readonly ownPlace?: true;
  /** The field by which the portal's own data mark these rows as not for customers. */
  readonly marked?: string;
  readonly attempts: readonly {
    readonly way: string;
    readonly status: number;
    readonly outcome: string;
    /** How many of those values came back, in the first and in the second try. */
    readonly held: readonly [number, number];
  }[];
  /** A change of a test account's record by the operation's address or mutation, and what staff read afterwards. */
  readonly write?: {
    readonly way: string;
    readonly status: number;
    readonly outcome: string;
    readonly changed: boolean | null;
  };
  readonly writeNotTried?: string;
  /** A function of a customer's owner, tried by an ordinary user of the same customer. */
  readonly within?: {
    /** `decide`: something that cannot be put back, done to a record that the audit made for it. */
    readonly does: 'role' | 'invitation' | 'change' | 'read' | 'decide';
    readonly field: string;
    /** The page that offers it to the owner, opened by the asker: refused, or shown without it. */
    readonly page: 'refused' | 'without';
    /** The asker's page says that it is for owners. */
    readonly said: boolean;
    /** Where the server refuses the asker what it gives the owner. */
    readonly beside?: { readonly what: string; readonly status: number };
    /** What cannot be put back says yes or no to something. */
    readonly decision?: true;
    /** The one telling value is a whole text that somebody wrote. */
    readonly text?: true;
    /** Its own page draws the rest of the same answer and leaves this out; `masked`: it shows the end of it alone. */
    readonly leftOut?: 'fields' | 'masked';
    /** A list that names the record to the owner and leaves it out for the asker: how many rows of how many the asker is shown. */
    readonly unlisted?: { readonly list: string; readonly shown: number; readonly of: number };
    /** The former value was read again; null where the asker changed nothing, or nothing can be put back. */
    readonly restored: boolean | null;
  };
  /** The page of the operation, opened by the asker, shows none of the values: the role is looked at in the page only. */
  readonly pageHides: boolean | null;
  readonly declaredFor: readonly string[];
  readonly alive: readonly Alive[];
  readonly reproduce: string;
}

export interface WriteEvidence {
  readonly 'tenancy.write': CrossWrite;
  readonly 'tenancy.fields': ExtraField;
  readonly 'tenancy.function': FunctionTrial;
}
