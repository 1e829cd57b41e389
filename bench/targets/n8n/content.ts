import type { Customer, Person } from '../target.ts';

export type Account = {
  readonly mail: string;
  readonly first: string;
  readonly last: string;
  readonly password: string;
};
export type Own = Account & {
  readonly flows: readonly { readonly name: string; readonly note: string }[];
  readonly login: { readonly name: string; readonly user: string; readonly password: string };
};

export const content: Readonly<Record<Customer, Own>> = {
  a: {
    mail: 'ann@acme-works.example',
    first: 'Ann',
    last: 'Fairweather',
    password: 'Juniper-6158-anvil',
    flows: [
      { name: 'Acme boiler rota', note: 'Call Osgood Tarrant before the sweep' },
      { name: 'Acme winter reminders', note: 'Barnaby Quill pays at Whitsun' },
    ],
    login: { name: 'Acme depot login', user: 'acme-depot', password: 'Kestrel-7715-brine' },
  },
  b: {
    mail: 'bob@globex-press.example',
    first: 'Bob',
    last: 'Ransome',
    password: 'Cedar-2093-mandolin',
    flows: [
      { name: 'Globex harbour dues', note: 'Ask Leopold Hartnell about Candlemas' },
      { name: 'Globex lost umbrellas', note: 'The heron handle waits at the quay' },
    ],
    login: { name: 'Globex pier login', user: 'globex-pier', password: 'Petrel-4402-quoin' },
  },
};

export const accounts: Readonly<Record<Person, Account>> = {
  ...content,
  admin: { mail: 'operator@flows.example', first: 'Olive', last: 'Keeper', password: 'Walnut-3380-trellis' },
};

/** Strings that only this customer may see; names and mail addresses are in a list for everybody who is signed in. */
export const privateValuesOf = (customer: Customer): readonly string[] => {
  const { flows, login } = content[customer];
  return [...flows.flatMap(({ name, note }) => [name, note]), login.name, login.user];
};
