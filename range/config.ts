import type { Edition } from './editions.ts';
import type { Switches } from './internet/switches.ts';
import type { PlannedRecords } from './internet/name-records.ts';
import { mailFlaws } from './flaws/mail-delivery.ts';
import { domain, hostNames, type Role, roles } from './internet/names.ts';

export interface RangeHost {
  readonly name: string;
  readonly role: string;
  readonly environment: string;
  readonly owner: string;
  readonly oldUrls?: (string | { readonly from: string; readonly to: string })[];
  readonly dns: PlannedRecords;
}
export interface RangeDomain {
  readonly name: string;
  readonly sends: boolean;
  readonly selectors: string[];
  readonly authorDomains: string[];
  readonly parked?: boolean;
}
export interface MapEntry {
  readonly name: string;
  readonly port: number;
  readonly to: string;
}
export interface RangeAccount {
  readonly user: string;
  readonly password: string;
  readonly tenant: string;
  readonly role: string;
  readonly totp?: string;
}
export type RangeAccounts = Readonly<Record<'a' | 'b' | 'a2' | 'admin', RangeAccount>>;
/** An account that may be locked, for those who want to give one: it is not in the configuration by itself. */
export interface Burner {
  readonly account: object;
  readonly env: Readonly<Record<string, string>>;
}

/** The hosts of the launch as its owner would list them. */
export function rangeHosts(
  oldAddresses: ReadonlyMap<string, string>,
  planned: (role: Role) => PlannedRecords,
): readonly RangeHost[] {
  return roles.map((role) => ({
    name: hostNames[role],
    role,
    environment: role === 'staging' ? 'staging' : 'production',
    owner: 'Ida Moor',
    dns: planned(role),
    ...(role === 'old'
      ? { oldUrls: [...oldAddresses].map(([path, to]) => ({ from: `https://${hostNames.old}${path}`, to })) }
      : {}),
  }));
}

export function rangeDomains(selector: string): readonly RangeDomain[] {
  return [{ name: domain, sends: true, selectors: [selector], authorDomains: [domain] }];
}

export interface LaunchFacts {
  readonly hosts: readonly RangeHost[];
  readonly domains: readonly RangeDomain[];
  readonly accounts: RangeAccounts;
  readonly lab: { readonly resolver: string; readonly ca: string; readonly map: readonly MapEntry[] };
  readonly edition: Pick<Edition, 'canaries' | 'policy' | 'staffAt' | 'signInOrigins'>;
}

/** A configuration with which the launch can be audited as it stands. Credentials travel in the environment only. */
export function launchConfig({ hosts, domains, accounts, lab, edition }: LaunchFacts): object {
  const origins = edition.signInOrigins ? { origins: [...edition.signInOrigins] } : {};
  const signInAt = (role: Role) => ({ url: `https://${hostNames[role]}/`, ...origins });
  const account = ({ tenant, role, password }: RangeAccount, at: Role) => ({
    tenant,
    role,
    signIn: { ...signInAt(at), ...(password === '' ? { kind: 'magic-link' } : {}) },
    testAccount: true,
  });
  return {
    checklists: ['b2b-api'],
    target: {
      hosts: [...hosts],
      domains: [...domains],
      ...(hosts.length > 0 ? { staging: hostNames.staging } : {}),
    },
    accounts: {
      a: account(accounts.a, 'app'),
      b: account(accounts.b, 'app'),
      a2: account(accounts.a2, 'app'),
      admin: account(accounts.admin, edition.staffAt ?? 'admin'),
    },
    canaries: [...edition.canaries],
    policy: [...edition.policy],
    // A launch of its own on this very machine: nobody else's requests are in the way.
    budget: { requestsPerSecond: 1000 },
    lab: { ...lab, map: [...lab.map] },
  };
}

export function burnerOf({ user, password, tenant, role }: RangeAccount): Burner {
  return {
    account: { tenant, role, signIn: { url: `https://${hostNames.app}/` }, testAccount: true },
    env: { LR_BURNER_USER: user, LR_BURNER_PASSWORD: password },
  };
}

const resetFlaws: readonly string[] = mailFlaws.flatMap(({ id }) => (/invit|sign-up|notice/.test(id) ? [] : [id]));

/** The inbox in which all of the launch's mail arrives, and the limit that the owner set where mail is late. */
export function mailConfig(
  { cases, flaws }: Pick<Switches, 'cases' | 'flaws'>,
  folder: string,
  accounts: RangeAccounts,
): object {
  if (cases.has('mail-no-inbox')) return {};
  const path = cases.has('mail-inbox-broken') ? `${folder}-absent` : folder;
  const domains = new Set(Object.values(accounts).map(({ user }) => user.split('@')[1] ?? ''));
  // Where resets alone are at stake, the owner has one mailbox: an inbox for every address would send more mail than that takes.
  const one = resetFlaws.some((id) => flaws.has(id));
  const receives = one ? [accounts.a.user] : [...domains].map((name) => `@${name}`);
  return {
    inboxes: [{ name: 'desk', kind: 'folder', path, receives }],
    ...(flaws.has('mail-invite-late') || flaws.has('mail-reset-never-sent')
      ? { thresholds: { 'email.delivery.max-seconds': 1 } }
      : {}),
  };
}

/** LR_A_USER, LR_A_PASSWORD and so on for every account. */
export function accountVariables(accounts: RangeAccounts): Record<string, string> {
  const pairs = Object.entries(accounts).flatMap(([name, { user, password, totp }]) => [
    [`LR_${name.toUpperCase()}_USER`, user],
    // An account without a password signs in by mail.
    ...(password === '' ? [] : [[`LR_${name.toUpperCase()}_PASSWORD`, password]]),
    ...(totp === undefined ? [] : [[`LR_${name.toUpperCase()}_TOTP`, totp]]),
  ]);
  return Object.fromEntries(pairs);
}
