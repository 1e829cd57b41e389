import { isIP, isIPv4, isIPv6 } from 'node:net';

export interface HostAndPort {
  /** Lower case, punycode, no brackets, no trailing dot. */
  readonly name: string;
  readonly port?: number;
}

/**
 * The one spelling of a host by which it is compared: WHATWG host parsing (IDN to punycode, 0x7f.1 to 127.0.0.1), lower
 * case, without brackets and without the root dot. undefined for anything that is more or less than a host.
 */
export function normaliseHost(text: string): string | undefined {
  if (text === '' || text.length > 1024 || /[\s/\\@?#%]/.test(text)) return undefined;
  const bare = isIPv6(text) ? `[${text}]` : text;
  if (/:\d*$/.test(bare) && !bare.endsWith(']')) return undefined;
  const url = URL.parse(`http://${bare}/`);
  if (url === null || url.port !== '') return undefined;
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return name === '' || name.length > 253 ? undefined : name;
}

/** `app.example.com:8443`, `[::1]:3000`, `127.0.0.1`: a host with an optional port 1 to 65535. */
export function parseHostAndPort(text: string): HostAndPort | undefined {
  if (isIPv6(text)) return { name: text.toLowerCase() };
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(text);
  const name = match?.[1] ? normaliseHost(match[1]) : undefined;
  if (!name) return undefined;
  if (match?.[2] === undefined) return { name };
  const port = Number(match[2]);
  return port >= 1 && port <= 65535 ? { name, port } : undefined;
}

/**
 * Written as `localhost`, `127.x.y.z`, `::1` or `[::1]`: judged on the text as typed, so that a disguise such as
 * `2130706433`, `0x7f.1` or a name that happens to resolve to loopback does not count.
 */
export function isLiteralLoopback(text: string): boolean {
  const host = text.toLowerCase();
  return host === 'localhost' || host === '::1' || host === '[::1]' || isLoopbackAddress(host);
}

/** An address literal in 127.0.0.0/8 or ::1. */
export function isLoopbackAddress(address: string): boolean {
  return (isIPv4(address) && address.startsWith('127.')) || address === '::1';
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function hostInUrl(name: string): string {
  return isIP(name) === 6 ? `[${name}]` : name;
}
