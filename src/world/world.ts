import type { AlertSenders } from './alert-senders.ts';
import type { StoredReceipts } from './receipts.ts';
import type { AccountName } from '../model/identity.ts';
import type { Permit } from '../model/permit.ts';
import type { HelloRequest, HelloResult } from './hello-types.ts';
import type { OriginPlace } from './open-origin.ts';
import type { Scope } from './scope.ts';
import type { Journal } from './journal.ts';
import type { Inboxes } from './inbox/inbox.ts';
import type { SavedSignIn } from './sign-in-store.ts';
import type { SecretReader } from './secrets/secret-reader.ts';
import type { Vault } from './vault.ts';
import type { BrowserPool } from './browser-types.ts';

/** Header list as received: order and duplicates kept, names as sent. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface HttpRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly body?: string | Uint8Array;
  /** What the request is an instance of; refused with gap `no-consent` where the scope does not grant it. */
  readonly permit: Permit;
  /** Whole exchange, default 10 000 ms. */
  readonly timeoutMs?: number;
  /** Cap on the decoded body, default 2 MiB; beyond it `truncated` is true and the socket is dropped. */
  readonly maxBodyBytes?: number;
  /** For looking at a host whose certificate is broken: never together with credentials. */
  readonly allowInvalidCertificate?: boolean;
  /** Only this one of the host's addresses, to look at each by itself. */
  readonly address?: string;
  /** Past the host's edge: to this server behind it, under the host's own name. Needs the permit `guess`. */
  readonly via?: OriginPlace;
  /** The one list request to a storage bucket that the portal's own pages use: GET, no header of ours, no other path. */
  readonly thirdParty?: 'storage-list';
  readonly signal?: AbortSignal;
}

export interface HttpResponse {
  readonly url: string;
  readonly status: number;
  readonly headers: HeaderList;
  /** Decoded (gzip, deflate, br), at most `maxBodyBytes`. */
  readonly body: Uint8Array;
  readonly truncated: boolean;
  /** Why decoding stopped, if it did (broken gzip, bomb). */
  readonly bodyTrouble?: string;
  readonly address: string;
  readonly port: number;
  readonly totalMs: number;
}

export interface HttpClient {
  /**
   * One exchange. Follows no redirect. Throws GapError: `refused` (fence), `no-consent`, `unreachable` (DNS, connect,
   * reset), `timed-out`, `unreadable` (not HTTP, too many headers), `budget-spent`.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}

export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'NS' | 'SOA' | 'CAA';
/** `status` keeps what Node merges: NXDOMAIN and NODATA are answers, the rest is trouble (RFC 1035 §4.1.1). */
export interface DnsAnswer {
  readonly name: string;
  readonly type: DnsType;
  readonly status: 'ok' | 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'timeout' | 'error';
  /** One string per record, presentation format without quotes (TXT chunks joined, MX `10 host`). */
  readonly records: readonly string[];
}
export interface DnsClient {
  /** Never throws for a DNS outcome; throws GapError only when cancelled or out of budget. */
  query(name: string, type: DnsType): Promise<DnsAnswer>;
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  /** Presentation format, names lower case without the closing dot. */
  readonly value: string;
}
/** What one chosen name server said. `no-address`: its own name does not resolve; `not-reached`: nothing is known. */
export interface DnsServerAnswer {
  readonly server: string;
  readonly name: string;
  readonly type: string;
  readonly status:
    | 'ok'
    | 'nodata'
    | 'nxdomain'
    | 'referral'
    | 'servfail'
    | 'refused'
    | 'timeout'
    | 'closed'
    | 'no-address'
    | 'not-reached'
    | 'error';
  readonly authoritative: boolean;
  readonly records: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly address?: string;
  readonly detail?: string;
}
export interface DnsServerClient {
  /** Asks this server (a name or an address) itself. Never throws for a DNS outcome, as `DnsClient`. */
  ask(
    server: string,
    name: string,
    type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'SOA' | 'MX' | 'TXT',
    options?: { readonly recursion?: boolean },
  ): Promise<DnsServerAnswer>;
}

export interface TlsRequest {
  readonly host: string;
  readonly port: number;
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers?: string;
  /** Protocols to offer by ALPN (RFC 7301). */
  readonly alpn?: readonly string[];
  /** Asks for a stapled answer of the certificate's authority, as browsers do (RFC 6066 §8). */
  readonly staple?: true;
  readonly timeoutMs?: number;
  /** Only this one of the host's addresses, to look at each by itself. */
  readonly address?: string;
  /** Past the host's edge: to this server behind it, under the host's own name. Needs the permit `guess`. */
  readonly via?: OriginPlace;
}
export type TlsResult =
  | {
      readonly connected: true;
      readonly protocol: string;
      readonly cipher: string;
      /** Chain verifies against the trust store (public roots, or the lab's CA) and the name matches. */
      readonly authorized: boolean;
      readonly authorizationError?: string;
      /** DER of the certificates as the server sent them, leaf first. */
      readonly sentChain: readonly Uint8Array[];
      /** What the server chose of the protocols offered. */
      readonly alpn?: string;
      /** The stapled answer, DER, where one was asked for and sent. */
      readonly staple?: Uint8Array;
      readonly address: string;
    }
  | {
      readonly connected: false;
      /** `alert`: the server refused with a TLS alert; `local`: this machine cannot offer it. */
      readonly failure: 'alert' | 'reset' | 'closed' | 'timed-out' | 'refused' | 'dns' | 'fence' | 'local' | 'other';
      readonly detail: string;
    };
export interface TlsClient {
  /** One handshake, no verification abort: a bad certificate still connects and is reported. Never throws but for budget. */
  handshake(request: TlsRequest): Promise<TlsResult>;
  /** A hello by hand, for versions and suites that this machine's library does not offer. Never throws but for budget. */
  hello(request: HelloRequest): Promise<HelloResult>;
  /** Every address that the host has here, in the order tried; none where a lab or the URL itself says where it is. */
  addresses(host: string, port: number): Promise<readonly string[]>;
}

export interface Clock {
  now(): Date;
  monotonicMs(): number;
  /** Resolves after `ms`, rejects when `signal` aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface RequestUsage {
  readonly sent: number;
  readonly perHost: Readonly<Record<string, number>>;
  readonly permitted: readonly Permit[];
}

export interface Credentials {
  readonly user: string;
  /** Empty where the account has none: a token, cookies, a recorded sign-in or a link by mail lets it in. */
  readonly password: string;
  readonly totp?: string;
  /** A bearer token. */
  readonly token?: string;
  /** `name=value; name=value` */
  readonly cookie?: string;
  /** File of a recorded sign-in. */
  readonly state?: string;
}

/** All I/O of a run, fenced by its scope. Nothing else opens a socket, a file of the target's or a browser. */
export interface World {
  readonly scope: Scope;
  readonly clock: Clock;
  readonly http: HttpClient;
  readonly dns: DnsClient;
  /** DNS asked of a chosen server: each name server of a zone, to compare what they say. */
  readonly nameServers: DnsServerClient;
  readonly tls: TlsClient;
  readonly browser: BrowserPool;
  /** The owner's inboxes: wait there for what the portal sends, and verify what came. */
  readonly inbox: Inboxes;
  /** Knows every secret of the run; everything written or printed passes its `redact`. */
  readonly vault: Vault;
  /** Searches repositories, files and received texts for secrets; gives back masked sightings. */
  readonly secrets: SecretReader;
  /** Every write is here, on disk, before it is sent. */
  readonly journal: Journal;
  /** Alerts of a drill, to hosts that the scope lists. */
  readonly alerts: AlertSenders;
  /** Signed receipts of earlier drills of this project, oldest first. */
  readonly receipts: () => Promise<StoredReceipts>;
  /** Credentials from the environment; undefined where none were given. */
  readonly credentials: (account: AccountName) => Credentials | undefined;
  /** A text file of this machine that the config names, at most 50 MB. Throws GapError `not-configured`. */
  readonly readText: (path: string) => Promise<string>;
  /** The sign-in that a person recorded for this account at this host. Throws GapError `not-configured`, `unreadable`. */
  readonly savedSignIn: (account: AccountName, host: string) => Promise<SavedSignIn>;
  readonly randomHex: (bytes: number) => string;
  /** HMAC-SHA-256 under this run's random key, first 16 hex digits: equal values get equal marks, nothing more. */
  readonly mark: (value: string) => string;
  readonly usage: () => RequestUsage;
  readonly signal: AbortSignal;
  /** This process has hardly a pause (busy.ts); absent where nobody measures. */
  readonly busy?: () => boolean;
  /** Milliseconds of this run in which this process could not run (held-up.ts); absent where nobody measures. */
  readonly heldUpMs?: () => number;
  close(): Promise<void>;
}
