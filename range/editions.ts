import type { IncomingMessage, ServerResponse } from 'node:http';
import { declaredCanaries, declaredPolicy } from './declared.ts';
import { opsCanaries, opsPolicy } from './ops/declared.ts';
import { createOps, identityHost } from './ops/desk.ts';
import { createShop } from './shop/shop.ts';
import { shopCanaries, shopPolicy } from './shop/declared.ts';
import { createPortal, type Portal, type PortalOptions } from './portal/portal.ts';

/** The application of a launch. What surrounds it, names, network and mail, is the same for all. */
export type Application = Pick<Portal, 'app' | 'api' | 'admin' | 'accounts' | 'burner' | 'identify' | 'seeded'> &
  Partial<Pick<Portal, 'live'>> & {
    /** Hosts of others that belong to it, such as an identity provider; served by https, in no list of hosts. */
    readonly others?: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>;
  };

export interface Edition {
  readonly create: (options: PortalOptions) => Application;
  /** What the owner declares in the configuration. */
  readonly canaries: readonly { readonly identity: string; readonly value: string }[];
  readonly policy: readonly object[];
  /** Where staff sign in; the console's host by default. */
  readonly staffAt?: 'app' | 'admin';
  /** Origins of identity providers, for `accounts.*.signIn.origins`. */
  readonly signInOrigins?: readonly string[];
}

export const editions = {
  service: { create: createPortal, canaries: declaredCanaries, policy: declaredPolicy },
  ops: {
    create: createOps,
    canaries: opsCanaries,
    policy: opsPolicy,
    staffAt: 'app',
    signInOrigins: [`https://${identityHost}`],
  },
  shop: { create: createShop, canaries: shopCanaries, policy: shopPolicy, staffAt: 'app' },
} as const satisfies Readonly<Record<string, Edition>>;
export type EditionName = keyof typeof editions;

/** @throws where there is no such edition */
export function editionOf(name: string): Edition {
  const found = Object.entries(editions).find(([known]) => known === name)?.[1];
  if (found === undefined) throw new Error(`Unknown edition ${name}. Known: ${Object.keys(editions).join(', ')}`);
  return found;
}
