/** Records of the operations desk, all in memory. Every one belongs to one depot. */
export type DepotKey = 'harbour' | 'inland';

export interface Staff {
  readonly key: string;
  readonly id: string;
  readonly email: string;
  readonly name: string;
  phone: string;
  readonly extension: string;
  readonly role: 'clerk' | 'supervisor' | 'administrator';
  /** Administrators belong to no depot and see both. */
  readonly depot: DepotKey | undefined;
  note: string;
}

export interface Ticket {
  readonly number: number;
  readonly depot: DepotKey;
  title: string;
  detail: string;
  place: string;
  state: 'open' | 'waiting' | 'closed';
  readonly raisedBy: string;
  readonly openedOn: string;
  readonly comments: { readonly by: string; readonly text: string }[];
}

export interface Approval {
  readonly id: string;
  readonly depot: DepotKey;
  readonly subject: string;
  readonly amount: number;
  readonly reason: string;
  readonly askedBy: string;
  state: 'asked' | 'granted' | 'refused';
}

export interface Customer {
  readonly id: string;
  readonly depot: DepotKey;
  name: string;
  address: string;
  phone: string;
  note: string;
  readonly meter: string;
  readonly visits: readonly { readonly on: string; readonly text: string }[];
}

export interface Records {
  readonly staff: readonly Staff[];
  readonly tickets: Ticket[];
  readonly approvals: readonly Approval[];
  readonly customers: Customer[];
}

export const depotNames: Readonly<Record<DepotKey, string>> = { harbour: 'Harbour depot', inland: 'Inland depot' };
