import { isIPv4, isIPv6 } from 'node:net';

/** Not one of the private, shared, loopback and link-local ranges (RFC 1918, 6598, 4193, 3927, 4291): others can reach it. */
export function isPublicLiteral(address: string): boolean {
  if (isIPv4(address)) {
    const [one = 0, two = 0] = address.split('.').map(Number);
    const inside =
      one === 10 ||
      one === 127 ||
      (one === 100 && two >= 64 && two < 128) ||
      (one === 169 && two === 254) ||
      (one === 172 && two >= 16 && two < 32) ||
      (one === 192 && two === 168);
    return !inside;
  }
  return isIPv6(address) && !/^(?:f[cd]|fe[89ab]|::1$)/i.test(address);
}
