import type { Gap } from '../model/gap.ts';
import type { HostConfig } from '../model/config.ts';
import type { InboxConfig } from '../model/inbox-config.ts';
import type { Permit } from '../model/permit.ts';

/** A (name, port) that the lab or a loopback URL maps to an address of this machine. */
export interface LoopbackEntry {
  readonly name: string;
  readonly port: number;
  readonly address: string;
  readonly toPort: number;
  /** From `lab.map`: the lab's certificate authority counts for this name. */
  readonly lab?: boolean;
  /** `localhost` means ::1 as well where nothing listens on 127.0.0.1. */
  readonly alternatives?: readonly string[];
}

export type FenceAnswer =
  | {
      readonly allowed: true;
      readonly address: string;
      readonly port: number;
      readonly family: 4 | 6;
      /** Further addresses of the same host that were checked at the same time, tried when the first does not connect. */
      readonly alternatives?: readonly string[];
      /** The lab or loopback entry that decided, where one did. */
      readonly entry?: LoopbackEntry;
    }
  | { readonly allowed: false; readonly gap: Gap };

export interface LabScope {
  /** `127.0.0.1:PORT`, for DNS evidence only; it never decides where a connection goes. */
  readonly resolver?: string;
  /** PEM of the lab's certificate authority, trusted for lab-mapped names only. */
  readonly ca?: string;
}

/** What a run may touch. Built once from config, flags and proofs of ownership; immutable afterwards. */
export interface Scope {
  /** Listed hosts, lower case, without port. */
  readonly hosts: readonly HostConfig[];
  readonly loopback: readonly LoopbackEntry[];
  readonly granted: readonly Permit[];
  /** For public hosts; loopback entries get `rateFor`. */
  readonly requestsPerSecond: number;
  readonly requestsTotal: number;
  /** Requests per second allowed for one host (default: requestsPerSecond). */
  readonly rateFor?: (host: string) => number;
  /** Ports that the URL or the config names for a listed host, besides 80 and 443. */
  readonly ports?: (host: string) => readonly number[];
  /** Hosts of `accounts.*.signIn.origins`: a browser may sign in there, nothing else. */
  readonly signInHosts?: readonly string[];
  /** Inboxes that the owner opened to this run; none in a passive one. */
  readonly inboxes?: readonly InboxConfig[];
  /** Present when a lab was configured: then only the loopback entries can be reached. */
  readonly lab?: LabScope;
  readonly isListed: (host: string) => boolean;
  /** A host that serves the MTA-STS policy of a mail domain; that one file may be looked at. */
  readonly isPolicyHost?: (host: string) => boolean;
  readonly isOwned: (host: string) => boolean;
  /** Whether a server is named as one behind the host's edge, or stands below a domain that the owner has proven. */
  readonly isOrigin?: (host: string, origin: string) => boolean;
  /** undefined when granted, else the gap `no-consent` that says what would grant it. */
  readonly refuses: (permit: Permit, host: string) => Gap | undefined;
}
