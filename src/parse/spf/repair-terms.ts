import { isIP } from 'node:net';
import { parseSpf } from './parse-spf.ts';

const longest = 20_000;
const named = 'include|ip4|ip6|ipv4|ipv6|exists|redirect';

/**
 * The terms that the writer of a record meant, each of them valid: joined where a space tore them apart, parted where a space is
 * missing, with typographic dashes, quotes and separators of other formats taken out. What cannot be understood is left out.
 */
export function repairTerms(record: string): readonly string[] {
  const plain = record
    .slice(0, longest)
    .replace(/â\u0080[\u0092-\u0095]|â\u0088\u0092|[\u2010-\u2015\u2212]/g, '-')
    .replace(/ï»¿|â\u0080[\u0098-\u009f]|[\ufeff\u2018-\u201f"'\\()]/g, '')
    .replace(/Â\u00a0|\u00a0/g, ' ')
    .replace(/^\s*(?:txt\s+)?v?\s*[=:]?\s*spf\s*v?[\d.]*(?:\/[a-z,]+)?\s*[;:,]?/i, ' ')
    .replace(/\bv=spf1\b/gi, ' ')
    .replace(new RegExp(`(?<=[a-z0-9.])(?=(?:${named})[:=])`, 'gi'), ' ')
    .replace(/(?<=[a-z0-9.])(?=[-~?+]all\s*$)/gi, ' ')
    .replace(/\b(include|exists|redirect)\s*([:=]?)\s+(?=[\w%][\w.%{}-]*\.[\w%{}-]+(?:\s|[;,]|$))/gi, '$1$2')
    .replace(/\b(ip4|ip6|ipv4|ipv6)\s*([:=])\s+(?=(?:[a-f]*\d[\da-f]*|:)[.:])/gi, '$1$2')
    .replace(/([-~?+])\s+all\b/gi, '$1all');
  const words = plain.split(/[\s;,]+(?![^{}]*\})/).filter((word) => word !== '');
  return words.flatMap((word) => repairTerm(word));
}

/** Names of mechanisms behind which an equals sign makes an unknown modifier, which receivers pass over (RFC 7208 §6). */
export const meantAsSender = /^[+\-~?]?(?:include|ip4|ip6|ipv4|ipv6|a|mx|exists|ptr|all)=/i;

function repairTerm(word: string): readonly string[] {
  const [, sign = '', name = '', mark = '', value = ''] = /^([+\-~?]?)([a-z]\w*)([:=]?)(.*)$/i.exec(word) ?? [];
  const kind = name.toLowerCase();
  const range = networksOf(value === '' ? word : value);
  if (range.length > 0) return range.map((network) => `${sign === '+' ? '' : sign}${network}`);
  const candidates = [
    // With the scheme of a web address in it the name is valid, and nobody's.
    meantAsSender.test(word) || /^https?:/i.test(value) ? '' : word,
    ...(/^[+\-~?]?all\W*$/i.test(word) ? [`${sign}all`] : []),
    ...asAddress(sign, word),
    ...asAddress(sign, value),
    kind === 'redirect' ? `redirect=${bare(value)}` : '',
    // `include_spf.google.com`: the separator was lost.
    mark === '' ? word.replace(/^([+\-~?]?)include(?=[_\w])/i, '$1include:') : '',
    ['include', 'exists', 'a', 'mx', 'ptr'].includes(kind) && value !== '' ? `${sign}${kind}:${bare(value)}` : '',
  ];
  const sound = candidates.find((term) => term !== '' && isSound(term));
  return sound === undefined ? [] : [sound];
}

function isSound(term: string): boolean {
  const { terms, problems } = parseSpf(`v=spf1 ${term}`);
  return problems.length === 0 && terms.length === 1;
}

/** An address by whatever name it was given: `ip:`, `ipv4:`, `a:`, or none. */
function asAddress(sign: string, text: string): readonly string[] {
  const [, written = '', , length] = /^[+\-~?]?([0-9a-f.:]+)((?:\/(\d+))?)/i.exec(text) ?? [];
  const address = written.includes(':') ? written : written.replace(/\b0+(?=\d)/g, '');
  const version = isIP(address);
  if (version === 0) return [];
  const most = version === 4 ? 32 : 128;
  const prefix = length !== undefined && Number(length) <= most ? `/${Number(length)}` : '';
  return [`${sign === '+' ? '' : sign}ip${version}:${address}${prefix}`];
}

const mostNetworks = 8;

/** The networks of `192.0.2.0-192.0.2.255` and `192.0.2.*`; none for what is neither, or needs more than eight. */
function networksOf(text: string): readonly string[] {
  const [, three] = /^((?:\d{1,3}\.){3})\*$/.exec(text) ?? [];
  if (three !== undefined) return isIP(`${three}0`) === 4 ? [`ip4:${three}0/24`] : [];
  const [, from = '', to = ''] = /^(\d+\.\d+\.\d+\.\d+)-(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  if (isIP(from) !== 4 || isIP(to) !== 4) return [];
  const number = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const networks: string[] = [];
  for (let at = number(from); at <= number(to) && networks.length <= mostNetworks; ) {
    let bits = 32;
    while (bits > 8 && at % 2 ** (33 - bits) === 0 && at + 2 ** (33 - bits) - 1 <= number(to)) bits -= 1;
    const address = [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.');
    networks.push(`ip4:${address}${bits === 32 ? '' : `/${bits}`}`);
    at += 2 ** (32 - bits);
  }
  return networks.length > mostNetworks ? [] : networks;
}

/** A host name without the scheme, path and stops of an address. */
function bare(value: string): string {
  return value
    .replace(/^https?:\/+/i, '')
    .replace(/\/(?!\/?\d).*$/, '')
    .replace(/^[:=]+/, '')
    .replace(/[.,;]+$/, '');
}
