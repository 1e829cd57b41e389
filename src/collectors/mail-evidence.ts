import type { Gap } from '../model/gap.ts';
import type { SpfNode } from '../parse/spf/spf-tree.ts';

/** TXT records of one name, and how the name was reached. */
export interface TextLook {
  readonly name: string;
  /** Names behind CNAME records, in order. */
  readonly aliases: readonly string[];
  /** `alias-loop`: the aliases lead in a circle; `trouble`: asked twice, no usable answer. */
  readonly end: 'records' | 'no-record' | 'no-such-name' | 'alias-loop' | 'trouble';
  /** What the servers said instead of an answer. */
  readonly trouble?: string;
  /** Strings joined, bytes above 127 as single characters. */
  readonly records: readonly string[];
}

/** What the owner says of a domain, or that nobody has named it. */
export interface MailDomain {
  readonly domain: string;
  /** False where it was only taken from the portal's hostname. */
  readonly declared: boolean;
  readonly sends: boolean;
  readonly parked: boolean;
}

/** The SPF record with everything below it (subject: domain). */
export interface SpfLook extends MailDomain {
  /** Senders that the config approves of, where it lists any. */
  readonly approved?: readonly string[];
  readonly tree: SpfNode;
}

export interface SelectorLook extends TextLook {
  readonly selector: string;
  readonly from: 'configured' | 'common' | 'received';
}
/** DKIM keys at configured and usual selectors (subject: domain). */
export interface DkimLook extends MailDomain {
  /** Configured ones always; usual ones where something stands. */
  readonly selectors: readonly SelectorLook[];
  /** How many usual selectors were tried. */
  readonly tried: number;
  /** How many of those could not be asked. */
  readonly failed: number;
  /** What any made-up selector is answered with. */
  readonly wildcard: readonly string[];
}

/** Keys that mail was signed with which the audit received (subject: the signing domain). */
export interface ReceivedKeys extends MailDomain {
  readonly selectors: readonly SelectorLook[];
}

export interface ReportPermission {
  readonly address: string;
  readonly domain: string;
  /** Where the receiver of reports has to agree (RFC 9990 §4). */
  readonly name: string;
  readonly outcome: 'same-organisation' | 'agreed' | 'not-agreed' | 'trouble';
}
/** The DMARC records that the DNS Tree Walk of RFC 9989 §4.10 finds (subject: From domain). */
export interface DmarcLook extends MailDomain {
  readonly walk: readonly TextLook[];
  /** The domain that signs and that bounces return to, where the config says that it is another, and its own walk. */
  readonly sender?: { readonly domain: string; readonly walk: readonly TextLook[] };
  readonly reports: readonly ReportPermission[];
  /** A DMARC record that stands at the domain itself instead of below `_dmarc`. */
  readonly misplaced?: string;
}

export interface MailServer {
  readonly host: string;
  readonly preference: number;
  /** `alias`: the name is a CNAME, which RFC 5321 §5.1 forbids. */
  readonly outcome: 'addresses' | 'nothing' | 'alias' | 'address-literal' | 'trouble' | 'null' | 'inward';
  readonly addresses: readonly string[];
}
/** Where mail for the domain goes (subject: domain). */
export interface MxLook extends MailDomain {
  readonly status: 'ok' | 'none' | 'no-such-name' | 'trouble';
  readonly servers: readonly MailServer[];
  /** Addresses of the domain itself: mail goes there where no MX stands (RFC 5321 §5.1). */
  readonly implicit: readonly string[];
}

/** MTA-STS (RFC 8461): the record, the policy file and the mail servers that it has to name (subject: domain). */
export interface StsLook extends MailDomain {
  readonly record: TextLook;
  readonly policy?: {
    readonly url: string;
    readonly status: number;
    readonly contentType: string;
    readonly text: string;
  };
  /** Why the file was not seen; a certificate that does not verify is seen trouble, the rest is a gap. */
  readonly policyGap?: Gap;
  readonly certificateTrouble?: string;
  readonly servers: readonly string[];
  readonly serversKnown: boolean;
  /** Whether the policy host has an address; asked only where the file was not seen. */
  readonly policyHost?: 'exists' | 'absent' | 'unknown';
}

export interface RecordLook extends MailDomain {
  readonly look: TextLook;
}

export interface Lookalike {
  readonly domain: string;
  readonly how: string;
  readonly mail: boolean;
  readonly servers: readonly string[];
}
/** Close names that exist and take mail (subject: domain). */
export interface LookalikeLook extends MailDomain {
  readonly asked: number;
  readonly failed: number;
  readonly found: readonly Lookalike[];
}

/** Evidence of the DNS records behind mail. */
export interface MailEvidence {
  readonly 'mail.spf': SpfLook;
  readonly 'mail.dkim': DkimLook;
  readonly 'mail.received-keys': ReceivedKeys;
  readonly 'mail.dmarc': DmarcLook;
  readonly 'mail.mx': MxLook;
  readonly 'mail.sts': StsLook;
  readonly 'mail.tls-rpt': RecordLook;
  readonly 'mail.bimi': RecordLook;
  readonly 'mail.lookalikes': LookalikeLook;
}
