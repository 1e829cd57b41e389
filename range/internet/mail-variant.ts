import type { DnsFault } from './dns-server.ts';

/** What differs from a sound mail domain. `{d}` stands for the domain itself; an empty list leaves the record out. */
export interface MailVariant {
  readonly spf?: readonly string[];
  /** Further TXT records of the domain itself. */
  readonly text?: readonly string[];
  readonly dmarc?: readonly string[];
  /** By selector: the key's record or records; `line1` holds a sound key unless it stands here. */
  readonly dkim?: Readonly<Record<string, readonly string[]>>;
  readonly mx?: readonly string[];
  /** `_mta-sts` records, and the policy file with its status; the certificate covers it unless `policyUncovered`. */
  readonly sts?: readonly string[];
  readonly policy?: string;
  readonly policyStatus?: number;
  readonly policyUncovered?: boolean;
  /** Nothing listens on the policy host. */
  readonly policyClosed?: boolean;
  readonly tlsRpt?: readonly string[];
  readonly bimi?: readonly string[];
  /** `name TYPE value`, for names at and below the domain and for zones of strangers that end in .test. */
  readonly records?: readonly string[];
  readonly faults?: Readonly<Record<string, DnsFault>>;
  /** What the owner says in the configuration. */
  readonly selectors?: readonly string[];
  readonly parked?: boolean;
  readonly authorDomains?: readonly string[];
}

export interface MailDomainOfRange {
  /** `{id}.test` */
  readonly name: string;
  readonly variant: MailVariant;
}

/** Every `{d}` of the variant filled in. */
export function filled(text: string, domain: string): string {
  return text.replaceAll('{d}', domain);
}
