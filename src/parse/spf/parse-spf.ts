import { isIPv6 } from 'node:net';
import { type MacroString, parseDomainSpec, parseMacros } from './macro.ts';

export type Qualifier = '+' | '-' | '~' | '?';
interface Mechanism {
  /** As it stands in the record. */
  readonly text: string;
  readonly qualifier: Qualifier;
}
export type SpfTerm =
  | (Mechanism & { readonly kind: 'all' })
  | (Mechanism & { readonly kind: 'include' | 'exists'; readonly domain: MacroString })
  | (Mechanism & { readonly kind: 'ptr'; readonly domain?: MacroString })
  | (Mechanism & {
      readonly kind: 'a' | 'mx';
      readonly domain?: MacroString;
      readonly bits4: number;
      readonly bits6: number;
    })
  | (Mechanism & { readonly kind: 'ip4' | 'ip6'; readonly address: string; readonly bits: number })
  | { readonly kind: 'redirect' | 'exp'; readonly text: string; readonly domain: MacroString }
  | { readonly kind: 'modifier'; readonly text: string; readonly name: string }
  | { readonly kind: 'broken'; readonly text: string; readonly problem: string };

export interface SpfRecord {
  readonly terms: readonly SpfTerm[];
  /** Any of them makes the whole record a permanent error, also behind a term that would have matched (RFC 7208 §4.6). */
  readonly problems: readonly { readonly term: string; readonly problem: string }[];
}

/** Whether a TXT record is an SPF record: the version, then a space or the end (RFC 7208 §4.5). */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** Reads a record that `isSpf`. Bytes above 127 stand as single characters (latin1). */
export function parseSpf(text: string): SpfRecord {
  const terms = text
    .slice('v=spf1'.length)
    .split(' ')
    .filter((term) => term !== '')
    .map(parseTerm);
  const problems = terms.flatMap((term) =>
    term.kind === 'broken' ? [{ term: term.text, problem: term.problem }] : [],
  );
  for (const kind of ['redirect', 'exp'] as const) {
    const [, second] = terms.filter((term) => term.kind === kind);
    if (second) problems.push({ term: second.text, problem: `${kind} stands more than once` });
  }
  return { terms, problems };
}

function parseTerm(text: string): SpfTerm {
  const broken = (problem: string): SpfTerm => ({ kind: 'broken', text, problem });
  if (/[^!-~]/.test(text)) return broken('it holds a character that is no visible ASCII');
  const [, sign = '', name = '', rest = ''] = /^([+\-?~]?)([A-Za-z][A-Za-z0-9._-]*)(.*)$/.exec(text) ?? [];
  if (name === '') return broken('it does not start with the name of a mechanism or modifier');
  if (rest.startsWith('=')) {
    if (sign !== '') return broken(`a modifier takes no "${sign}"`);
    return parseModifier(text, name, rest.slice(1));
  }
  return parseMechanism({ text, qualifier: (sign || '+') as Qualifier }, name.toLowerCase(), rest, broken);
}

function parseModifier(text: string, written: string, value: string): SpfTerm {
  const name = written.toLowerCase();
  if (name === 'redirect' || name === 'exp') {
    const domain = parseDomainSpec(value);
    return 'problem' in domain
      ? { kind: 'broken', text, problem: domain.problem }
      : { kind: name, text, domain: domain.value };
  }
  const parsed = parseMacros(value, 'modifier');
  return 'problem' in parsed ? { kind: 'broken', text, problem: parsed.problem } : { kind: 'modifier', text, name };
}

function parseMechanism(base: Mechanism, name: string, rest: string, broken: (problem: string) => SpfTerm): SpfTerm {
  switch (name) {
    case 'all':
      return rest === '' ? { kind: 'all', ...base } : broken('"all" takes nothing after it');
    case 'include':
    case 'exists': {
      if (!rest.startsWith(':')) return broken(`"${name}" needs a domain`);
      const domain = parseDomainSpec(rest.slice(1));
      return 'problem' in domain ? broken(domain.problem) : { kind: name, ...base, domain: domain.value };
    }
    case 'ptr': {
      if (rest === '') return { kind: 'ptr', ...base };
      if (!rest.startsWith(':')) return broken('"ptr" takes a domain only');
      const domain = parseDomainSpec(rest.slice(1));
      return 'problem' in domain ? broken(domain.problem) : { kind: 'ptr', ...base, domain: domain.value };
    }
    case 'a':
    case 'mx':
      return parseHosts(name, base, rest, broken);
    case 'ip4':
    case 'ip6':
      return parseNetwork(name, base, rest, broken);
    default:
      return broken(`there is no mechanism "${name}"`);
  }
}

type Broken = (problem: string) => SpfTerm;

function parseHosts(kind: 'a' | 'mx', base: Mechanism, rest: string, broken: Broken): SpfTerm {
  const [, before = '', four, six] = /^(.*?)(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest) ?? [];
  const bits4 = prefixLength(four, 32);
  const bits6 = prefixLength(six, 128);
  if (bits4 === undefined || bits6 === undefined) return broken('the prefix length is out of range');
  if (before === '') return { kind, ...base, bits4, bits6 };
  if (!before.startsWith(':')) return broken(`"${before}" cannot follow "${kind}"`);
  const domain = parseDomainSpec(before.slice(1));
  return 'problem' in domain ? broken(domain.problem) : { kind, ...base, domain: domain.value, bits4, bits6 };
}

function parseNetwork(kind: 'ip4' | 'ip6', base: Mechanism, rest: string, broken: Broken): SpfTerm {
  const [, address, length] = /^:([^/]+)(?:\/(\d+))?$/.exec(rest) ?? [];
  if (address === undefined) return broken(`"${kind}" needs an address, with a prefix length at most`);
  const right = kind === 'ip4' ? isAddress4(address) : isIPv6(address) && !address.includes('%');
  if (!right) return broken(`"${address}" is no ${kind === 'ip4' ? 'IPv4' : 'IPv6'} address`);
  const bits = prefixLength(length, kind === 'ip4' ? 32 : 128);
  return bits === undefined ? broken('the prefix length is out of range') : { kind, ...base, address, bits };
}

/** No leading zeros (RFC 7208 §5.6). */
function prefixLength(digits: string | undefined, most: number): number | undefined {
  if (digits === undefined) return most;
  if (!/^(?:0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > most) return undefined;
  return Number(digits);
}

function isAddress4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}
