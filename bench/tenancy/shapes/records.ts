import { type Ask, both, type Customer, type Reply, refused, type Shape, signedOut, whoAmI } from '../shape.ts';

/** How a record goes by in addresses; each customer has three. */
export type IdOf = (customer: Customer, at: number) => string;
export interface Row {
  readonly id: string;
  readonly owner: Customer;
  readonly title: string;
  readonly note: string;
  readonly amount: number;
}

export const uuid: IdOf = (customer, at) =>
  `${customer.key === 'a' ? '5b0d6c1e' : 'c71f29d4'}-3a4${at}-4f0${at}-9${at}be-70d2c8e1f5a${at}`;
export const number: IdOf = (customer, at) => String(customer.key === 'a' ? 41 + at : 57 + at);
export const slug: IdOf = (customer, at) => (customer.records[at]?.title ?? '').toLowerCase().replace(/[^a-z]+/g, '-');

export function rows(idOf: IdOf): readonly Row[] {
  return both.flatMap((owner) => owner.records.map((record, at) => ({ id: idOf(owner, at), owner, ...record })));
}

export const shown = ({ id, title, note, amount }: Row) => ({ id, title, note, amount });
export const listed = ({ id, title }: Row) => ({ id, title });

/** The row for whoever may see it: everybody signed in where the portal forgets to ask whose it is. */
export function find(all: readonly Row[], id: string | undefined | null, ask: Ask, flawed: boolean): Row | undefined {
  return all.find((row) => row.id === id && ask.who !== 'anonymous' && (flawed || row.owner.key === ask.who));
}
export const own = (all: readonly Row[], ask: Ask) => all.filter((row) => row.owner.key === ask.who);

/** Signed out and who-am-I are the same in most portals; the rest is the shape's own. */
export function portalOf(answer: (ask: Ask, flawed: boolean) => Reply): Shape['portal'] {
  return (flawed) => (ask) => whoAmI(ask) ?? (ask.who === 'anonymous' ? signedOut : answer(ask, flawed));
}

export const give = (row: Row | undefined, otherwise: Reply = refused): Reply =>
  row === undefined ? otherwise : { body: shown(row) };

export const jsonOf = (ask: Ask): Record<string, unknown> => {
  try {
    return JSON.parse(ask.body) as Record<string, unknown>;
  } catch {
    return {};
  }
};

export const signedIn = (who: string): boolean => who !== 'anonymous';

/** The first two records of whoever asks. */
export const ofOwn = (all: readonly Row[], who: string): readonly Row[] =>
  all.filter(({ owner }) => owner.key === who).slice(0, 2);
