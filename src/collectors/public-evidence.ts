import type { Gap } from '../model/gap.ts';
import type { Chain, LeakSign } from './network-evidence.ts';

/** The file in which a host says how to report a hole (subject: host; RFC 9116). */
export interface SecurityTxtLook {
  readonly host: string;
  readonly url: string;
  readonly chain: Chain;
  readonly state: 'file' | 'absent' | 'other-page' | 'moved';
  readonly status: number;
  readonly contentType: string;
  /** Only at the old place, the root of the site. */
  readonly legacyOnly?: true;
  readonly file?: {
    readonly fields: readonly { readonly name: string; readonly value: string }[];
    readonly signed: boolean;
    readonly problems: readonly string[];
    readonly expires?: string;
    readonly canonical: readonly string[];
  };
}

/** What a visitor is shown where there is nothing (subject: host). */
export interface MissingPageLook {
  readonly host: string;
  readonly role: string;
  readonly samples: readonly {
    readonly path: string;
    readonly status: number;
    readonly contentType: string;
    readonly kind: 'page' | 'stock' | 'bare' | 'empty' | 'data' | 'text' | 'catch-all' | 'soft' | 'redirect';
    readonly by?: string;
    readonly version?: string;
    readonly forDevelopers?: true;
    readonly title?: string;
    readonly signs: readonly LeakSign[];
  }[];
}

/** A storage bucket that the portal's own pages use, and what one list request shows (subject: bucket, or the target). */
export interface StorageLook {
  readonly bucket?: string;
  readonly service?: string;
  readonly metIn: readonly string[];
  readonly state: 'none-used' | 'listed' | 'refused' | 'no-such-bucket' | 'no-list-by-get' | 'unclear';
  readonly status?: number;
  readonly entries?: number;
  readonly listing?: string;
  /** Pages and answers that were looked through. */
  readonly looked: number;
  readonly gap?: Gap;
}

export interface InsecureLoad {
  readonly url: string;
  readonly kind: string;
  readonly active: boolean;
  /** What the browser did with it. */
  readonly outcome: 'blocked' | 'upgraded' | 'loaded' | 'named';
}
/** Pages of a host as a browser loads them (subject: host). */
export interface VisitLook {
  readonly host: string;
  readonly pages: readonly {
    readonly path: string;
    readonly by: 'anonymous' | 'signed in';
    readonly loads: number;
    /** Addresses that its scripts asked for by GET, without their queries; a few. */
    readonly asks?: readonly string[];
    readonly insecure: readonly InsecureLoad[];
  }[];
  /** Paths of pages that were linked and did not open, tried twice. */
  readonly unopened?: readonly string[];
  /** Set where the host shows no page of its own. */
  readonly noPage?: string;
  /** Why that says nothing about the portal: it asks who is there, sends visitors elsewhere for now, or is in trouble. */
  readonly unseen?: 'closed' | 'elsewhere' | 'trouble';
  /** The pages come over http:// themselves: browsers know no mixed content there. */
  readonly inClear?: true;
}

export interface PublicEvidence {
  readonly 'net.security-txt': SecurityTxtLook;
  readonly 'net.missing-page': MissingPageLook;
  readonly 'net.storage': StorageLook;
  readonly 'net.visit': VisitLook;
}
