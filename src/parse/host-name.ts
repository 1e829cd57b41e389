import { isIP } from 'node:net';
import { parse as parseDomain } from 'tldts';

export interface HostAndPort {
  readonly host: string;
  readonly port?: number;
}

/** `app.example.com:8443` → host and port; lower case, without the brackets of an IPv6 address. */
export function splitHost(subject: string): HostAndPort {
  const text = subject.trim().toLowerCase();
  if (isIP(text) === 6) return { host: text };
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(text);
  const host = (match?.[1] ?? match?.[2] ?? text).replace(/\.$/, '');
  return match?.[3] ? { host, port: Number(match[3]) } : { host };
}

/** A subject as it stands in a URL, for a scheme's usual port or the subject's own. */
export function urlHost(subject: string): string {
  const { host, port } = splitHost(subject);
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}

/** An address, or a name that means this machine and stands in no public DNS (RFC 6761 §6.3). */
export function isLiteral(host: string): boolean {
  return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost');
}

/**
 * Does a certificate's dNSName cover the host? A wildcard is the whole left-most label and stands for one label
 * (RFC 9525 §6.3); the common name does not count.
 */
export function coversName(pattern: string, host: string): boolean {
  const want = host.toLowerCase().replace(/\.$/, '');
  const have = pattern.toLowerCase().replace(/\.$/, '');
  if (have === want) return have !== '';
  if (!have.startsWith('*.') || have.slice(2).includes('*') || have.split('.').length < 3) return false;
  const dot = want.indexOf('.');
  return dot > 0 && want.slice(dot) === have.slice(1);
}

/** The name that a company registers: `example.co.uk` of `app.example.co.uk`; undefined for addresses and suffixes. */
export function registrable(host: string): string | undefined {
  return parseDomain(host).domain ?? undefined;
}

/** A name below a hosting platform's own domain (`shop.pages.dev`): nobody owns a www sibling of it. */
export function isPlatformName(host: string): boolean {
  const { isPrivate, publicSuffix } = parseDomain(host, { allowPrivateDomains: true });
  return isPrivate === true && publicSuffix !== null && host !== publicSuffix;
}

/** The bare name of a www pair that the host belongs to: `example.com` of both `example.com` and `www.example.com`. */
export function bareNameOf(host: string): string | undefined {
  if (isLiteral(host) || isPlatformName(host)) return undefined;
  if (host.startsWith('www.') && host.split('.').length > 2) return host.slice(4);
  return registrable(host) === host ? host : undefined;
}
