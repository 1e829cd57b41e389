import { isIP } from 'node:net';

/** An address as bytes; an IPv4 address mapped into IPv6 is IPv4 (RFC 7208 §5). */
export interface Address {
  readonly version: 4 | 6;
  readonly bytes: readonly number[];
}

/** undefined for what is no address. */
export function parseAddress(text: string): Address | undefined {
  const version = isIP(text);
  if (version === 4) return { version: 4, bytes: text.split('.').map(Number) };
  if (version !== 6) return undefined;
  const bytes = bytesOf6(text.replace(/%.*$/, ''));
  const mapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return mapped ? { version: 4, bytes: bytes.slice(12) } : { version: 6, bytes };
}

function bytesOf6(text: string): readonly number[] {
  const withGroups = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_whole, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = withGroups.split('::');
  const groups = (side: string) => (side === '' ? [] : side.split(':')).map((group) => Number.parseInt(group, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
  return all.flatMap((group) => [group >> 8, group & 255]);
}

/** Whether both lie in the same network of that prefix length; different versions never do. */
export function sameNetwork(one: Address, other: Address, bits: number): boolean {
  if (one.version !== other.version) return false;
  return one.bytes.every((byte, at) => {
    const own = Math.min(8, Math.max(0, bits - at * 8));
    const mask = (0xff00 >> own) & 0xff;
    return (byte & mask) === ((other.bytes[at] ?? 0) & mask);
  });
}

/** The macro `i`: dotted quad, or dotted upper-case nibbles for IPv6 (RFC 7208 §7.3). */
export function dotted({ version, bytes }: Address): string {
  if (version === 4) return bytes.join('.');
  return bytes
    .flatMap((byte) => [byte >> 4, byte & 15])
    .map((nibble) => nibble.toString(16).toUpperCase())
    .join('.');
}

/** The name that holds the PTR record (RFC 1035 §3.5, RFC 3596 §2.5). */
export function reverseName(address: Address): string {
  const parts = dotted(address).toLowerCase().split('.').reverse().join('.');
  return address.version === 4 ? `${parts}.in-addr.arpa` : `${parts}.ip6.arpa`;
}
