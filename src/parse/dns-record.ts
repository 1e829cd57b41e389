import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

/** A record's value in the one spelling by which it is compared (RFC 1035 §3.1, RFC 5952, RFC 5891). */
export function normalRecord(type: string, value: string): string {
  const text = value.trim();
  if (type === 'TXT') return text.replace(/^"(.*)"$/s, '$1').replaceAll('" "', '');
  if (type === 'AAAA' && isIPv6(text)) return new URL(`http://[${text}]/`).hostname;
  if (type === 'MX') {
    const [preference = '', exchange = ''] = text.split(/\s+/);
    return `${Number(preference)} ${nameOf(exchange)}`;
  }
  return type === 'A' ? text : nameOf(text);
}

function nameOf(text: string): string {
  const bare = text.toLowerCase().replace(/\.$/, '');
  // An underscore is fine in DNS and stops the conversion, which such names do not need.
  return domainToASCII(bare) || bare;
}

/** The same records in any order; for TXT, every wanted one among others (verification tokens come and go). */
export function sameRecords(type: string, wanted: readonly string[], found: readonly string[]): boolean {
  const want = new Set(wanted.map((value) => normalRecord(type, value)));
  const have = new Set(found.map((value) => normalRecord(type, value)));
  const all = [...want].every((value) => have.has(value));
  return all && (type === 'TXT' ? want.size > 0 || have.size === 0 : have.size === want.size);
}
