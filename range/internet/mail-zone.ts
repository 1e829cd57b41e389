import { generateKeyPairSync } from 'node:crypto';
import type { Answer } from 'dns-packet';
import { dkimKey } from './dkim-key.ts';
import type { DnsFault } from './dns-server.ts';
import { filled, type MailDomainOfRange } from './mail-variant.ts';

const ttl = 300;
const loopback = '127.0.0.1';

/** All records of a mail domain of its own: sound but for what its variant says. */
export function mailZone({ name, variant }: MailDomainOfRange): readonly Answer[] {
  const say = (text: string) => filled(text, name);
  const texts = (at: string, list: readonly string[]) => list.map((value) => text(at, say(value)));
  const host = `mail.${name}`;
  const keys = { line1: [soundKey()], ...variant.dkim };
  const mx = variant.mx ?? [`10 mail.{d}`];
  const sts = variant.sts ?? [];
  return [
    start(name),
    { type: 'NS', name, ttl, data: `ns1.${name}` },
    address(`ns1.${name}`),
    address(host),
    address(name),
    ...texts(name, [...(variant.spf ?? ['v=spf1 a:mail.{d} -all']), ...(variant.text ?? [])]),
    ...texts(`_dmarc.${name}`, variant.dmarc ?? ['v=DMARC1; p=reject; rua=mailto:dmarc@{d}']),
    ...Object.entries(keys).flatMap(([selector, list]) => keyRecords(`${selector}._domainkey.${name}`, list.map(say))),
    ...mx.map((entry) => record(`${name} MX ${say(entry)}`)),
    ...texts(`_mta-sts.${name}`, sts),
    ...(variant.policy === undefined && !variant.policyClosed ? [] : [address(`mta-sts.${name}`)]),
    ...texts(`_smtp._tls.${name}`, variant.tlsRpt ?? ['v=TLSRPTv1; rua=mailto:tls@{d}']),
    ...texts(`default._bimi.${name}`, variant.bimi ?? []),
    ...(variant.records ?? []).map((line) => record(say(line))),
  ];
}

/** Names for which the name server misbehaves. */
export function mailFaults({ name, variant }: MailDomainOfRange): readonly (readonly [string, DnsFault])[] {
  return Object.entries(variant.faults ?? {}).map(([at, fault]) => [filled(at, name), fault] as const);
}

/** The start of a zone that has nothing else: what is below it does not exist. */
export function start(zone: string): Answer {
  const data = { serial: 1, refresh: 7200, retry: 900, expire: 1_209_600, minimum: 300 };
  return { type: 'SOA', name: zone, ttl, data: { mname: `ns1.${zone}`, rname: `hostmaster.${zone}`, ...data } };
}

function keyRecords(name: string, list: readonly string[]): readonly Answer[] {
  return list.map((value) =>
    value.startsWith('CNAME ') ? { type: 'CNAME', name, ttl, data: value.slice(6) } : text(name, keyOf(value)),
  );
}

/** `rsa 512 t=y` → a key record of that size made on the spot; anything else stays as it is. */
function keyOf(value: string): string {
  const [, bits, more = ''] = /^rsa (\d+)\s*(.*)$/.exec(value) ?? [];
  if (value === 'sound-key') return soundKey();
  if (value === 'spaced-key')
    return soundKey()
      .replaceAll('; ', ' ;  ')
      .replaceAll('=', ' = ')
      .replace(/.{200}/g, '$& ')
      .replace('p = ', 'n=yes; p = ');
  if (bits === undefined) return value;
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: Number(bits) });
  const der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return `v=DKIM1; k=rsa; ${more === '' ? '' : `${more}; `}p=${der}`;
}

export function soundKey(): string {
  return `v=DKIM1; k=rsa; p=${dkimKey().publicKey}`;
}

function record(line: string): Answer {
  const [, name = '', type = '', value = ''] = /^(\S+) ([A-Z]+) (.*)$/.exec(line) ?? [];
  if (type === 'TXT') return text(name, keyOf(value));
  if (type === 'A') return { type: 'A', name, ttl, data: value };
  if (type === 'CNAME') return { type: 'CNAME', name, ttl, data: value };
  if (type === 'SOA') return start(name);
  const [, preference = '10', exchange = '.'] = /^(\d+) (.*)$/.exec(value) ?? [];
  if (type === 'MX') return { type: 'MX', name, ttl, data: { preference: Number(preference), exchange } };
  throw new Error(`No record can be read from "${line}".`);
}

function address(name: string): Answer {
  return { type: 'A', name, ttl, data: loopback };
}

/** A TXT record holds strings of up to 255 bytes each (RFC 1035 §3.3.14). */
function text(name: string, value: string): Answer {
  return { type: 'TXT', name, ttl, data: value.match(/.{1,255}/gs) ?? [''] };
}
