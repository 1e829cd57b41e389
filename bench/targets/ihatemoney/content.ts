import type { Customer } from '../target.ts';

export type Bill = { readonly what: string; readonly amount: string; readonly date: string };
export type Own = {
  /** The budget's id is what signs in, and the first part of every address. */
  readonly id: string;
  readonly name: string;
  readonly password: string;
  readonly mail: string;
  readonly members: readonly string[];
  readonly bills: readonly Bill[];
};

export const content: Readonly<Record<Customer, Own>> = {
  a: {
    id: 'acme-offsite',
    name: 'Acme offsite at Ravenmoor',
    password: 'Juniper-6158-anvil',
    mail: 'treasurer@acme-works.example',
    members: ['Isolde Fairweather', 'Barnaby Quill'],
    bills: [
      { what: 'Coach hire to Ravenmoor', amount: '841.37', date: '2026-09-14' },
      { what: 'Retainer of the falconer', amount: '412.09', date: '2026-09-15' },
      { what: 'Tent pegs and lanterns', amount: '96.44', date: '2026-09-16' },
    ],
  },
  b: {
    id: 'globex-fair',
    name: 'Globex fair at Saltmarsh Pier',
    password: 'Cedar-2093-mandolin',
    mail: 'purser@globex-press.example',
    members: ['Leopold Hartnell', 'Sunniva Brekke'],
    bills: [
      { what: 'Stand fee Saltmarsh Pier', amount: '1733.58', date: '2026-10-02' },
      { what: 'Bribe-free harbour pilot', amount: '275.16', date: '2026-10-03' },
      { what: 'Ferry for the rotary press', amount: '608.92', date: '2026-10-04' },
    ],
  },
};

/** Strings that only this customer may see. */
export const privateValuesOf = (customer: Customer): readonly string[] => {
  const { name, mail, members, bills } = content[customer];
  return [name, mail, ...members, ...bills.map(({ what }) => what)];
};
