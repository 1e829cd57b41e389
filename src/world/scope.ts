import type { Gap } from '../model/gap.ts';
import type { HostConfig } from '../model/config.ts';
import type { Permit } from '../model/permit.ts';

/** A (name, port) that the lab or a loopback URL maps to an address of this machine. */
export interface LoopbackEntry {
  readonly name: string;
  readonly port: number;
  readonly address: string;
  readonly toPort: number;
}

export type FenceAnswer =
  | { readonly allowed: true; readonly address: string; readonly port: number; readonly family: 4 | 6 }
  | { readonly allowed: false; readonly gap: Gap };

/** What a run may touch. Built once from config, flags and proofs of ownership; immutable afterwards. */
export interface Scope {
  /** Listed hosts, lower case, without port. */
  readonly hosts: readonly HostConfig[];
  readonly loopback: readonly LoopbackEntry[];
  readonly granted: readonly Permit[];
  readonly requestsPerSecond: number;
  readonly requestsTotal: number;
  readonly isListed: (host: string) => boolean;
  readonly isOwned: (host: string) => boolean;
  /** undefined when granted, else the gap `no-consent` that says what would grant it. */
  readonly refuses: (permit: Permit, host: string) => Gap | undefined;
}
