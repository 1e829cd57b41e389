import type { Customer, Person } from '../target.ts';

export type Project = {
  readonly name: string;
  readonly description: string;
  readonly guideline: string;
  readonly labels: readonly string[];
  readonly texts: readonly string[];
  readonly comment: string;
};
export type Account = { readonly login: string; readonly mail: string; readonly password: string };
export type Own = Account & {
  /** Texts that are put into classes. */
  readonly classes: Project;
  /** Texts in which words are marked. */
  readonly words: Project;
};

export const admin: Account = {
  login: 'desk-operator',
  mail: 'operator@annotation.example',
  password: 'Walnut-3380-trellis',
};

export const content: Readonly<Record<Customer, Own>> = {
  a: {
    login: 'acme-curator',
    mail: 'curator@acme-works.example',
    password: 'Juniper-6158-anvil',
    classes: {
      name: 'Acme boiler complaints',
      description: 'Letters about the boilers of Ravenmoor',
      guideline: 'Read the letter to Osgood Tarrant first',
      labels: ['Leaking flange', 'Overdue sweep', 'Praise for the fitter'],
      texts: [
        'The flange in the laundry of Ravenmoor drips since Whitsun',
        'Barnaby Quill swept the flue twice and charged for three',
        'Isolde Fairweather thanks the fitter for his patience',
      ],
      comment: 'Ask Barnaby for the second invoice',
    },
    words: {
      name: 'Acme fitter names',
      description: 'Who went where in the winter rota',
      guideline: 'Mark the fitter and the street',
      labels: ['Fitter of Acme', 'Street of the rota'],
      texts: ['Osgood Tarrant went to Larchfield Row', 'Wilhelmina Prowse relieved him at Tumbler Yard'],
      comment: 'Tumbler Yard is two streets',
    },
  },
  b: {
    login: 'globex-curator',
    mail: 'curator@globex-press.example',
    password: 'Cedar-2093-mandolin',
    classes: {
      name: 'Globex reader letters',
      description: 'Letters to the Saltmarsh paper',
      guideline: 'Skip what Phyllida Ransome signed',
      labels: ['Harbour dues', 'Crossword errata', 'Lost umbrella'],
      texts: [
        'The harbour pilot Leopold Hartnell owes dues since Candlemas',
        'Seven down should have read mandolin, writes Sunniva Brekke',
        'An umbrella with a heron handle waits at the quay office',
      ],
      comment: 'Heron handle was claimed on Tuesday',
    },
    words: {
      name: 'Globex ship register',
      description: 'Names of vessels in the pier ledger',
      guideline: 'Mark the vessel and the berth',
      labels: ['Vessel of Globex', 'Berth of the pier'],
      texts: ['The Petrel Queen lay at Lantern Berth', 'The Copper Ketch paid for Gannet Steps'],
      comment: 'Gannet Steps was rebuilt',
    },
  },
};

export const accounts: Readonly<Record<Person, Account>> = { a: content.a, b: content.b, admin };

/** Strings that only this customer may see; not its user name, which a directory shows to everybody who is signed in. */
export const privateValuesOf = (customer: Customer): readonly string[] =>
  [content[customer].classes, content[customer].words].flatMap((one) => [
    one.name,
    one.description,
    one.guideline,
    one.comment,
    ...one.labels,
    ...one.texts,
  ]);
