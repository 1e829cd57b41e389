import type { Customer, Person } from '../target.ts';

export type Wallet = {
  readonly name: string;
  readonly asks: readonly { readonly memo: string; readonly amount: number }[];
};
export type Account = { readonly login: string; readonly password: string };
export type Own = Account & { readonly shop: Wallet; readonly savings: Wallet };

const content: Readonly<Record<Customer, Own>> = {
  a: {
    login: 'acmetill',
    password: 'Juniper-6158-anvil',
    shop: {
      name: 'Acme boiler shop',
      asks: [
        { memo: 'Flange for the laundry of Ravenmoor', amount: 2130 },
        { memo: 'Second sweep for Barnaby Quill', amount: 870 },
      ],
    },
    savings: { name: 'Acme winter reserve', asks: [{ memo: 'Set aside for the Larchfield lorry', amount: 1400 }] },
  },
  b: {
    login: 'globextill',
    password: 'Cedar-2093-mandolin',
    shop: {
      name: 'Globex harbour kiosk',
      asks: [
        { memo: 'Harbour dues of the Petrel Queen', amount: 3310 },
        { memo: 'Lantern oil for Gannet Steps', amount: 640 },
      ],
    },
    savings: { name: 'Globex regatta purse', asks: [{ memo: 'Prize money for Sunniva Brekke', amount: 1950 }] },
  },
};

export const accounts: Readonly<Record<Customer, Own>> & Readonly<Record<Person, Account>> = {
  ...content,
  admin: { login: 'tillkeeper', password: 'Walnut-3380-trellis' },
};

/** Strings that only this customer may see. */
export const privateValuesOf = (customer: Customer): readonly string[] =>
  [content[customer].shop, content[customer].savings].flatMap(({ name, asks }) => [
    name,
    ...asks.map(({ memo }) => memo),
  ]);
