import type { Gap } from '../../model/gap.ts';
import type { IdentityName } from '../../model/identity.ts';

/** Signs of an edge network in front of a host (subject: host). */
export interface EdgeLook {
  readonly host: string;
  /** An address, or a name of this machine: nothing that customers use. */
  readonly literal?: true;
  readonly addresses: readonly {
    readonly address: string;
    readonly provider?: string;
    readonly range?: string;
    readonly source?: string;
    readonly asOf?: string;
    /** In no list, and asked by itself: it answers as the same edge does, it answers as something else, or not at all. */
    readonly answers?: 'as-edge' | 'past-edge' | 'nothing';
  }[];
  readonly signals: readonly EdgeSignal[];
  /** Status of the answer whose headers were read. */
  readonly status?: number;
  /** Why no answer was read, where none was. */
  readonly gap?: Gap;
  /** Headers that speak of an edge or of a network for content that is not known here. */
  readonly unknownEdge?: readonly string[];
  /** How many edges are known, and the date of the oldest list. */
  readonly known: number;
  readonly asOf: string;
}
export interface EdgeSignal {
  readonly kind: 'address' | 'header' | 'alias';
  readonly provider: string;
  readonly detail: string;
}

export interface AssetSeen {
  readonly url: string;
  readonly fingerprinted: boolean;
  readonly status: number;
  readonly contentType: string;
  /** Decoded. */
  readonly bytes: number;
  readonly cacheControl: string;
  /** Seconds from Date to Expires, where the answer says both. */
  readonly expiresS?: number;
  readonly encoding: string;
  /** Compressed without a word about it in Vary: whether it comes so to one who takes no compression. Absent in older dossiers and where Vary says it. */
  readonly forced?: boolean;
}
/** How the scripts and style sheets of a host's own page are served (subject: host). */
export interface AssetLook {
  readonly host: string;
  readonly page: string;
  readonly assets: readonly AssetSeen[];
  /** Scripts and style sheets that the page names, from listed hosts. */
  readonly named: number;
  /** Why a page that names none is not the portal's: it asks who is there, is in trouble, or was too long to be read to its end. */
  readonly unseen?: 'closed' | 'trouble' | 'cut';
}

/** What became of asking a server behind the edge for the portal's page. */
export type OriginAnswer =
  | 'closed'
  | 'silent'
  | 'hung-up'
  | 'denied'
  | 'redirect'
  | 'other'
  | 'same'
  | 'alike'
  | 'trouble'
  | 'not-asked';
export interface OriginSeen {
  /** As it stands in the config, or in DNS. */
  readonly candidate: string;
  readonly from: 'config' | 'dns';
  readonly https: OriginAnswer;
  readonly http: OriginAnswer;
  readonly detail: string;
  /** Of the certificate that it shows for the host's name. */
  readonly certificate?: 'verified' | 'edge-only' | 'untrusted';
  readonly certificateError?: string;
}
/** Servers behind the edge, asked directly for the page that the edge gives (subject: host). */
export interface OriginLook {
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly title: string;
  readonly candidates: readonly OriginSeen[];
}

/** A page of A's, asked for as A under an address of our own, then by nobody (subject: `GET https://host/path`). */
export interface CacheProbe {
  readonly host: string;
  readonly path: string;
  readonly kind: 'page' | 'deception';
  /** The address that was asked, random part shown. */
  readonly url: string;
  /** A's own values in A's answer. */
  readonly own: number;
  /** Of these, in nobody's answers to the same address afterwards, first and second time. */
  readonly leaked: readonly number[];
  /** Of these, in nobody's answer to a fresh address of the same form: then no cache is needed to read them. */
  readonly openAnyway: number;
  readonly status: number;
  readonly anonymousStatus: number;
  readonly cacheControl: string;
  readonly vary: string;
  /** What is said to the edge alone (RFC 9213), and goes before Cache-Control there. */
  readonly cdnCacheControl?: string;
  /** A's request carried an Authorization header, which shared caches heed (RFC 9111 §3.5). */
  readonly withToken?: true;
  /** Header that says a cache answered nobody, where one did. */
  readonly hit?: string;
  readonly alive: boolean;
  /** The same page and another customer, where one is signed in. */
  readonly neighbour?: NeighbourProbe;
}
/** Whether what one customer was given is handed to another one who asks for the same address. */
export interface NeighbourProbe {
  /** Who was given another's page. */
  readonly asker: IdentityName;
  /** Whose it is. */
  readonly owner: IdentityName;
  /** The owner's own values in the owner's answer. */
  readonly own: number;
  /** Of these, in the asker's answers, first and second time. */
  readonly leaked: readonly number[];
  /** Of these, in what the asker is given at an address that the owner did not ask for. */
  readonly elsewhere: number;
  /** The cache leaves parameters out: the asker met the owner's page at an address that nobody had asked for. */
  readonly byPath?: true;
  /** Header that says a cache answered the asker, where one did. */
  readonly hit?: string;
  readonly alive: boolean;
}
export interface CacheLook {
  readonly host: string;
  readonly probes: readonly CacheProbe[];
  /** Addresses of A's pages that were left out, and why. */
  readonly left: readonly { readonly path: string; readonly why: string }[];
}

export interface EdgeEvidence {
  readonly 'net.edge': EdgeLook;
  readonly 'net.assets': AssetLook;
  readonly 'net.origin': OriginLook;
  readonly 'portal.cache': CacheLook;
}
