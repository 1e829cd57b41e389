import type { Customer } from '../target.ts';

export type PackageContent = {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly readme: string;
};

export type Content = {
  readonly user: string;
  readonly password: string;
  readonly email: string;
  readonly packages: readonly PackageContent[];
};

export const admin = {
  user: 'operator',
  password: 'Operator-Passw0rd-31',
  email: 'operator@portal.example.com',
} as const;

/** What each customer publishes; every text is found nowhere else. */
export const content: Readonly<Record<Customer, Content>> = {
  a: {
    user: 'acme',
    password: 'Acme-Passw0rd-17',
    email: 'ann@acme.example.com',
    packages: [
      {
        name: '@acme/billing',
        version: '1.4.2',
        description: 'Ledger export for the Marigold dock',
        readme: '# Acme billing\n\nPosts the ledger ACM-44171 to the clerk Winifred Oakes.\n',
      },
      {
        name: '@acme/crane-driver',
        version: '0.9.1',
        description: 'Relay driver for crane Fennel',
        readme: '# Crane driver\n\nSpeaks to cabinet K7-Tamarind over the serial line.\n',
      },
    ],
  },
  b: {
    user: 'globex',
    password: 'Globex-Passw0rd-23',
    email: 'bob@globex.example.com',
    packages: [
      {
        name: '@globex/valves',
        version: '3.0.7',
        description: 'Valve bank control for barn Bergamot',
        readme: '# Globex valves\n\nOpens row Persimmon at dawn, order GLX-90381.\n',
      },
      {
        name: '@globex/press',
        version: '2.2.0',
        description: 'Pressure log of the cider press Damson',
        readme: '# Globex press\n\nSends the ram pressure to Thaddeus Pike.\n',
      },
    ],
  },
};

/** Published by the operator, readable by every signed-in user. */
export const shared: PackageContent = {
  name: 'shared-lib',
  version: '1.0.0',
  description: 'Common helpers for all customers',
  readme: '# Shared library\n\nEvery signed-in customer may install this.\n',
};

/** Strings of this customer that nobody else may see. */
export function privateValuesOf(customer: Customer): string[] {
  return content[customer].packages.flatMap((one) => [
    one.name,
    one.description,
    ...one.readme.split('\n').filter((line) => line !== ''),
  ]);
}
