import type { Customer } from '../target.ts';

export type Content = {
  readonly email: string;
  readonly password: string;
  readonly fullName: string;
  readonly address: {
    readonly full_name: string;
    readonly telephone: string;
    readonly address_1: string;
    readonly city: string;
    readonly province: string;
    readonly country: 'US';
    readonly postcode: string;
  };
  /** One order for each list of products; the last list stays in the cart. */
  readonly orders: readonly { readonly product: number; readonly note: string }[];
  readonly cart: { readonly product: number; readonly quantity: number };
};

export const admin = { email: 'operator@shop.example', password: 'Admin-Passw0rd-31', name: 'Shop Operator' } as const;

/** What each customer enters; every text is found nowhere else. */
export const content: Readonly<Record<Customer, Content>> = {
  a: {
    email: 'ann@acme.example.com',
    password: 'Ann-Passw0rd-17',
    fullName: 'Ann Larkspur',
    address: {
      full_name: 'Ann Larkspur',
      telephone: '4155550117',
      address_1: '17 Juniper Pier, Cabinet K7',
      city: 'Marigold Bay',
      province: 'US-CA',
      country: 'US',
      postcode: '94117',
    },
    orders: [
      { product: 0, note: 'Leave with the crane driver Fennel at gate Tamarind' },
      { product: 1, note: 'Ring twice for Winifred Oakes' },
    ],
    cart: { product: 2, quantity: 3 },
  },
  b: {
    email: 'bob@globex.example.com',
    password: 'Bob-Passw0rd-23',
    fullName: 'Bob Medlar',
    address: {
      full_name: 'Bob Medlar',
      telephone: '5035550123',
      address_1: '23 Bergamot Barn, Valve Bank Q3',
      city: 'Damson Press',
      province: 'US-OR',
      country: 'US',
      postcode: '97223',
    },
    orders: [
      { product: 3, note: 'The lender Hollis takes the parcel for Quince' },
      { product: 4, note: 'Hold until Thaddeus Pike signs' },
    ],
    cart: { product: 5, quantity: 2 },
  },
};

/** Strings of this customer that nobody else but the operator may see. */
export function privateValuesOf(customer: Customer): string[] {
  const { email, fullName, address, orders } = content[customer];
  return [email, fullName, address.telephone, address.address_1, address.city, ...orders.map((order) => order.note)];
}
