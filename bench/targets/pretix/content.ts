import type { Customer } from '../target.ts';

export type Order = {
  readonly code: string;
  readonly mail: string;
  readonly attendee: string;
  readonly comment: string;
  readonly price: string;
};
export type Own = {
  /** The organizer's short name: the first part of every address of its own. */
  readonly slug: string;
  readonly name: string;
  readonly event: { readonly slug: string; readonly name: string; readonly item: string };
  readonly mail: string;
  readonly password: string;
  readonly orders: readonly Order[];
  readonly vouchers: readonly { readonly code: string; readonly comment: string }[];
};

export const content: Readonly<Record<Customer, Own>> = {
  a: {
    slug: 'ravenmoor',
    name: 'Ravenmoor Chamber Players',
    event: { slug: 'winter', name: 'Winter Serenade', item: 'Stalls seat' },
    mail: 'box-office@ravenmoor.example',
    password: 'Juniper-6158-anvil',
    orders: [
      {
        code: 'RVJ7K',
        mail: 'isolde.fairweather@brightmail.example',
        attendee: 'Isolde Fairweather',
        comment: 'Needs the aisle for her crutches',
        price: '41.50',
      },
      {
        code: 'RVQ3W',
        mail: 'barnaby.quill@brightmail.example',
        attendee: 'Barnaby Quill',
        comment: 'Paid in coins at the door',
        price: '41.50',
      },
    ],
    vouchers: [{ code: 'FALCONER4418', comment: 'For the falconer and his wife' }],
  },
  b: {
    slug: 'saltmarsh',
    name: 'Saltmarsh Pier Trust',
    event: { slug: 'regatta', name: 'Regatta Breakfast', item: 'Deck table' },
    mail: 'purser@saltmarsh.example',
    password: 'Cedar-2093-mandolin',
    orders: [
      {
        code: 'SMX9H',
        mail: 'leopold.hartnell@quaymail.example',
        attendee: 'Leopold Hartnell',
        comment: 'Arrives with the harbour pilot',
        price: '63.25',
      },
      {
        code: 'SMB8T',
        mail: 'sunniva.brekke@quaymail.example',
        attendee: 'Sunniva Brekke',
        comment: 'Allergic to smoked eel',
        price: '63.25',
      },
    ],
    vouchers: [{ code: 'LIGHTHOUSE7702', comment: 'Keeper of the lighthouse, on the house' }],
  },
};

/** Strings that only this organizer may see; what its public shop shows (names of organizer, event, product) is not among them. */
export const privateValuesOf = (customer: Customer): readonly string[] => {
  const { orders, vouchers, mail } = content[customer];
  return [
    mail,
    ...orders.flatMap((one) => [one.mail, one.attendee, one.comment]),
    ...vouchers.flatMap((one) => [one.code, one.comment]),
  ];
};
