import type { Gap } from '../model/gap.ts';
import type { ErrorsLook, ExposureLook } from './exposure-evidence.ts';
import type { PageLook } from './page-evidence.ts';
import type { PageMove } from '../parse/page-redirect.ts';
import type { StapledStatus } from '../parse/stapled-status.ts';
import type { DnsAnswer } from '../world/world.ts';

/** What became of a try to connect to a port. `silent`: no answer in time. */
export type PortAnswer = 'answers' | 'closed' | 'silent' | 'not-asked' | 'unclear';

/** A hostname in DNS, its aliases followed by hand, and whether something listens at its address (subject: host). */
export interface NameLook {
  readonly host: string;
  /** `literal`: an address or a name of this machine; `unanswered`: the servers gave no usable answer. */
  readonly end: 'addresses' | 'no-such-name' | 'no-address' | 'alias-loop' | 'unanswered' | 'literal';
  /** Names behind CNAME records, in order. */
  readonly aliases: readonly string[];
  readonly addresses: readonly string[];
  /** DNS outcomes in plain words: `A old.example.com: SERVFAIL`. */
  readonly answers: readonly { readonly question: string; readonly status: DnsAnswer['status'] }[];
  readonly https: PortAnswer;
  readonly http: PortAnswer;
  /** Why a port could not be asked, where that was so. */
  readonly portGap?: Gap;
}

export interface CertificateSummary {
  readonly subject: string;
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly addresses: readonly string[];
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly key: string;
  readonly keyBits: number;
  readonly keyType: string;
  readonly signature: string;
  /** Signed by its own key. */
  readonly selfSigned: boolean;
  readonly ca: boolean;
  /** Signed by the next certificate that was sent. */
  readonly signedByNext: boolean;
  readonly sha256: string;
  /** Organisation that issued it, where it says one. */
  readonly issuerOrganization?: string;
  /** Where in the list of sent certificates its issuer stands. */
  readonly signedBy?: number;
  /** Domains of the addresses that its issuer put into it: for revocation, for its own certificate, for its policy. */
  readonly issuerDomains?: readonly string[];
}

/** The chain as the server sent it, leaf first, and what the trust store of this machine's Node says (subject: host). */
export interface CertificateLook {
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
  readonly authorized: boolean;
  readonly authorizationError?: string;
  readonly chain: readonly CertificateSummary[];
  /** Set where the host has several addresses: the one that this was seen at. */
  readonly address?: string;
  /** What the server chose of h2 and http/1.1 (RFC 7301). */
  readonly alpn?: string;
  /** What other addresses of the host show, where it differs. */
  readonly elsewhere?: readonly AddressCertificate[];
  readonly stapling?: Stapling;
  /** Addresses that show the same. */
  readonly sameAt?: readonly string[];
  readonly unseenAt?: readonly UnseenAddress[];
}
export interface AddressCertificate {
  readonly address: string;
  /** The server has two certificates, and shows this one to programs that take keys of that kind alone. */
  readonly shownTo?: 'RSA' | 'ECDSA';
  readonly authorized: boolean;
  readonly authorizationError?: string;
  readonly chain: readonly CertificateSummary[];
  readonly stapling?: Stapling;
}
/** Stapled answers of the authority: noted where the certificate demands one, or one says that it is revoked. */
export interface Stapling extends Partial<StapledStatus> {
  readonly demanded: boolean;
  /** Handshakes that asked for one, and those that brought one. */
  readonly asked: number;
  readonly came: number;
}
export interface UnseenAddress {
  readonly address: string;
  readonly detail: string;
  /** This machine has no route to addresses of that family. */
  readonly noRoute?: true;
}

export const tlsVersions = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'SSLv3', 'SSLv2'] as const;
export type TlsVersion = (typeof tlsVersions)[number];
export interface VersionProbe {
  readonly version: TlsVersion;
  readonly outcome: 'accepted' | 'refused' | 'inconclusive';
  readonly detail: string;
}
/** Which protocol versions a server takes, each asked alone (subject: host). */
export interface ProtocolLook {
  readonly host: string;
  readonly port: number;
  readonly versions: readonly VersionProbe[];
  /** Other addresses of the host, where they take other versions. */
  readonly elsewhere?: readonly { readonly address: string; readonly versions: readonly VersionProbe[] }[];
}

export interface VersionOffer {
  readonly version: TlsVersion;
  /** Names by IANA, in the order in which the server took them when it was offered all. */
  readonly suites: readonly string[];
  /** No further suite is taken; else there may be more. */
  readonly complete: boolean;
  /** The smallest prime seen in a Diffie-Hellman exchange. */
  readonly dhBits?: number;
}
/** Which cipher suites a server takes in each version (subject: host). */
export interface CipherLook {
  readonly host: string;
  readonly port: number;
  readonly offers: readonly VersionOffer[];
  readonly elsewhere?: readonly { readonly address: string; readonly offers: readonly VersionOffer[] }[];
}

/** CAA records on the way from a name up to its top-level domain (subject: host). */
export interface CaaLook {
  readonly host: string;
  readonly levels: readonly CaaLevel[];
}
export interface CaaLevel {
  readonly name: string;
  /** The name behind CNAME records whose CAA records count for this one (RFC 8659 §3). */
  readonly alias?: string;
  readonly status: DnsAnswer['status'];
  /** `0 issue ca.example`. */
  readonly records: readonly string[];
}

/** One answer on the way. Query values other than our own probe's are replaced by `…`. */
export interface Hop {
  readonly url: string;
  readonly status: number;
  /** Where it sends the visitor, resolved against `url`. */
  readonly to?: string;
  /** It is no redirect: a page was answered that sends the browser on by itself. */
  readonly by?: PageMove;
  /** Headers that name the software which answered (software-headers.ts), where it sent any. */
  readonly software?: readonly (readonly [name: string, value: string])[];
}
export type ChainEnd =
  | 'answer'
  | 'loop'
  | 'too-many'
  | 'unlisted'
  | 'bad-location'
  /** Nothing listens on the port. */
  | 'closed'
  | 'gap';
/** A way followed from one URL over listed hosts, cookies kept as a browser keeps them, at most ten hops. */
export interface Chain {
  readonly start: string;
  readonly hops: readonly Hop[];
  readonly end: ChainEnd;
  readonly gap?: Gap;
}

/** Where `http://host` and `https://host` lead, for `/?lr=1` and for a deeper path (subject: host). */
export interface MovesLook {
  readonly host: string;
  readonly role: string;
  readonly http: Chain;
  readonly httpDeep?: Chain;
  /** The page in clear has a script that goes to https. */
  readonly scriptUpgrades?: true;
  /** http answers without a redirect, and says the same as https. */
  readonly httpLikeHttps?: boolean;
  readonly https: Chain;
  /** Only asked where the host sends visitors to another host. */
  readonly httpsDeep?: Chain;
  readonly certificateTrouble?: string;
}

/** A www name and its bare sibling (subject: the bare name). */
export interface PairLook {
  readonly bare: string;
  readonly www: string;
  readonly listed: readonly string[];
  /** Whether each name exists in DNS; asked only of the resolver. */
  readonly inDns: Readonly<Record<string, 'yes' | 'no' | 'unknown'>>;
  /** What was seen at the listed ones. */
  readonly moves: Readonly<Record<string, MovesLook>>;
  /** A name below a hosting platform's own domain has no www sibling. */
  readonly platform?: true;
}

export type { CookieLook, PageLook, PageResponse } from './page-evidence.ts';

export type {
  ErrorProbe,
  ErrorsLook,
  ExposedKind,
  ExposureLook,
  ExposureProbe,
  LeakSign,
} from './exposure-evidence.ts';

/** Evidence of names, certificates, redirects, headers, errors and exposed paths. */
export interface NetworkEvidence {
  readonly 'net.name': NameLook;
  readonly 'net.certificate': CertificateLook;
  readonly 'net.protocols': ProtocolLook;
  readonly 'net.ciphers': CipherLook;
  readonly 'net.caa': CaaLook;
  readonly 'net.moves': MovesLook;
  readonly 'net.pair': PairLook;
  readonly 'net.page': PageLook;
  readonly 'net.errors': ErrorsLook;
  readonly 'net.exposure': ExposureLook;
}
