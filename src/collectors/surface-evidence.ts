import type { IdentityName } from '../model/identity.ts';
import type { Alive, Atom, CrossRead, View } from './portal-evidence.ts';

/** Nothing of the kind was met in a fully walked portal. */
export interface NothingOfTheKind {
  readonly none: true;
  readonly operations: number;
}

/** A signed address of a file, as it is and with a part of it changed (authz.files). */
export interface SignedFile {
  readonly kind: 'signed';
  readonly method: string;
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  /** Seconds from the request to the end that the address names. */
  readonly lifetimeSeconds?: number;
  readonly expired: boolean;
  readonly asGiven: View;
  readonly changed: readonly {
    /** `object`: the signature of another file, with this one put in its place. */
    readonly what: 'signature' | 'expiry' | 'unsigned' | 'object';
    readonly view: View;
    /** The very file came back. */
    readonly same: boolean;
  }[];
  readonly reproduce: string;
}
/** A file of one customer asked for in the session of another (authz.files). */
export interface SessionFile {
  readonly kind: 'session';
  readonly read: CrossRead;
}

/** A table of a back end as a service, read with the public key and as another customer (authz.baas). */
export interface BackendTable {
  readonly kind: 'postgrest';
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly atoms: readonly Atom[];
  readonly ownerView: View;
  readonly tries: readonly { readonly who: IdentityName; readonly what: string; readonly view: View }[];
  /** An answer holds rows under records that only the owner's lists name, beside the asker's: who got it, how many. */
  readonly underOthers?: { readonly who: IdentityName; readonly what: string; readonly owner: number };
  /** Rows that the asker got and that say, in this column, that they are of the owner's tenant. */
  readonly ofTenant?: { readonly name: string; readonly rows: number };
  readonly alive: readonly Alive[];
  readonly reproduce: string;
}
/** A back end that the list does not name: only the pages' own requests reach it. */
export interface ForeignBackend {
  readonly kind: 'third-party';
  readonly host: string;
  readonly product: string;
}

/** A channel of the owner's, listened to from the asker's page; marks of values heard, a list for each time (authz.realtime). */
export interface ChannelRead {
  readonly kind: 'websocket' | 'event-stream';
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  readonly atoms: readonly Atom[];
  readonly messages: { readonly owner: number; readonly ordinary: number; readonly cross?: number };
  readonly ordinary: readonly (readonly string[])[];
  readonly cross: readonly (readonly string[])[];
  readonly closed?: string;
  readonly alive: readonly Alive[];
}

/** A private page opened by a browser that is signed out (auth.pages). */
export interface PageRead {
  readonly template: string;
  readonly host: string;
  readonly owner: IdentityName;
  readonly status: number;
  /** Its owner sees neither the account nor a way out there, as on most of its other pages. */
  readonly outside?: true;
  readonly landsOnSignIn: boolean;
  /** The address still names the page that was asked for. */
  readonly remembers: boolean;
  /** How many of the private values that were looked for the page shows. */
  readonly holds: number;
  readonly looked: number;
  readonly failed?: string;
}

export interface SurfaceEvidence {
  readonly 'tenancy.file': SignedFile | SessionFile | NothingOfTheKind;
  readonly 'tenancy.backend': BackendTable | ForeignBackend | NothingOfTheKind;
  readonly 'tenancy.channel': ChannelRead | NothingOfTheKind;
  readonly 'tenancy.page': PageRead;
}
