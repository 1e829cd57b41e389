/** One CAA record (RFC 8659 §4.1). */
export interface CaaRecord {
  readonly critical: boolean;
  /** Lower case. */
  readonly tag: string;
  readonly value: string;
}

/** `128 issue ca.example; account=1`; null where it is not of that form. */
export function readCaa(text: string): CaaRecord | null {
  const match = /^(\d{1,3}) ([a-z0-9]+)(?: (.*))?$/is.exec(text.trim());
  if (!match) return null;
  return { critical: (Number(match[1]) & 128) !== 0, tag: (match[2] ?? '').toLowerCase(), value: match[3] ?? '' };
}

/**
 * The authority that an issue or issuewild value names: `''` for `;`, which names none, null for a value that breaks the
 * grammar, which authorities must read as naming none (RFC 8659 §4.2).
 */
export function caaIssuer(value: string): string | null {
  const [name = '', ...parameters] = value.split(';');
  const issuer = name.trim().toLowerCase();
  const wellFormed = parameters.every((one) =>
    /^\s*(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\s*=\s*[\x21-\x3a\x3c-\x7e]*)?\s*$/i.test(one),
  );
  const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
  if (!wellFormed || (issuer !== '' && !new RegExp(`^${label}(?:\\.${label})*$`).test(issuer))) return null;
  return issuer;
}

/** Tags that authorities know: RFC 8659, RFC 9495 (issuemail), the VMC guidelines, and contacts of the CA/Browser Forum. */
export const knownCaaTags: ReadonlySet<string> = new Set([
  'issue',
  'issuewild',
  'iodef',
  'issuemail',
  'issuevmc',
  'contactemail',
  'contactphone',
]);
