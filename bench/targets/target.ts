import type { Dump } from './dump-data.ts';

/** What every target's `start` takes and gives; nothing here knows a product. */

export type Customer = 'a' | 'b';
export type Person = Customer | 'admin';

export type StartOptions = {
  /** The address that browsers will use, for applications that must know it; default: the loopback URL. */
  readonly publicUrl?: string;
  /** Set up wrongly on purpose, as the target's truth.broken.json says: what has to be found. */
  readonly broken?: boolean;
  /** False where no request of a truth file will be sent: an application that limits sign-ins must not have spent them. */
  readonly sessions?: boolean;
};

export type StartedTarget = {
  /** Loopback URL of the running application, without a trailing slash. */
  readonly url: string;
  /** LR_A_USER, LR_A_PASSWORD, LR_B_…, LR_ADMIN_…: what an auditor is given. */
  readonly env: Readonly<Record<string, string>>;
  /** Strings that only this customer (and the operator) may ever see. */
  readonly privateValues: Readonly<Record<Customer, readonly string[]>>;
  /**
   * Request headers of sessions signed in over HTTP, for the hand-made requests of the truth file: of `a`, `b` and
   * `admin`, and under further names (`a-cli`) where an application has a second kind of session.
   */
  readonly sessions: Readonly<Record<Person, Readonly<Record<string, string>>>> &
    Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What stands for `{name}` in the requests of the truth file: references that differ at each start. */
  readonly references?: Readonly<Record<string, string>>;
  /** Where an account signs in, if that is another page than the customers': part of what an owner hands over. */
  readonly signInAt?: Readonly<Partial<Record<Person, string>>>;
  /** What is stored, without what every sign-in and page view changes: it must be the same after an audit. */
  readonly dump?: () => Promise<Dump>;
  readonly close: () => Promise<void>;
};

export type Start = (dir: string, options?: StartOptions) => Promise<StartedTarget>;

export const targetNames = [
  'verdaccio',
  'directus',
  'redmine',
  'payload',
  'dokuwiki',
  'ihatemoney',
  'evershop',
  'pretix',
  'doccano',
  'lnbits',
  'n8n',
] as const;
export type TargetName = (typeof targetNames)[number];

/** Narrows a command-line argument; throws with the known names. */
export function targetName(text: string | undefined): TargetName {
  const found = targetNames.find((name) => name === text);
  if (found === undefined) throw new Error(`Unknown target ${text ?? '(none)'}; one of: ${targetNames.join(', ')}.`);
  return found;
}

/** Loads a target's `start`. */
export async function loadTarget(name: TargetName): Promise<Start> {
  const module = (await import(`./${name}/start.ts`)) as { readonly start: Start };
  return module.start;
}
