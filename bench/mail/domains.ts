import type { Answer } from 'dns-packet';
import { generateKeyPairSync } from 'node:crypto';

/** Mail domains of many kinds, the same ones for the same number: no two runs differ. */
export interface BenchDomain {
  readonly name: string;
  readonly selectors: string[];
}

const ttl = 300;
const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');
/** Senders as they are: an include that holds further includes and many networks. */
const vendors = ['postbox', 'newsletter', 'desk', 'invoices', 'crm', 'shop'];
/** `{d}` is the domain. Sound ones and every kind of broken one, in turn. */
const records = [
  'v=spf1 include:_spf.postbox-vendor.test ~all',
  'v=spf1 include:_spf.postbox-vendor.test include:_spf.newsletter-vendor.test -all',
  'v=spf1 a mx ip4:192.0.2.0/24 ip6:2001:db8::/32 -all',
  'v=spf1 redirect=_spf.desk-vendor.test',
  `v=spf1 ${vendors.map((vendor) => `include:_spf.${vendor}-vendor.test`).join(' ')} ~all`,
  'v=spf1 exists:%{ir}.allow.{d} include:_spf.crm-vendor.test -all',
  'v=spf1 ip4:192.0.2.1 ip4:192.0.2 -all',
  'v=spf1 a:gone1.{d} a:gone2.{d} a:gone3.{d} -all',
  'v=spf1 include:{d} -all',
  'v=spf1 +all',
  'v=spf1 include:mail.{d} ~all',
  'v=spf1 mx:{d} a:mail.{d}/28 ?all',
  'v=spf1 ip6:2001:db8::zz -all',
  'v=spf1 exp=one.{d} exp=two.{d} -all',
  '',
];

export function benchZone(count: number): {
  readonly zones: readonly string[];
  readonly records: readonly Answer[];
  readonly domains: readonly BenchDomain[];
} {
  const domains = Array.from({ length: count }, (_, at) => ({ name: `company-${at + 1}.test`, selectors: ['line1'] }));
  return {
    zones: ['test'],
    records: [
      ...vendors.flatMap(vendorRecords),
      ...domains.flatMap(({ name }, at) => domainRecords(name, at)),
      soa('test'),
    ],
    domains,
  };
}

function vendorRecords(vendor: string, at: number): readonly Answer[] {
  const base = `${vendor}-vendor.test`;
  const nets = Array.from({ length: 6 }, (_, net) => `ip4:198.51.${at * 10 + net}.0/24`).join(' ');
  return [
    text(`_spf.${base}`, `v=spf1 include:_netblocks.${base} ~all`),
    text(`_netblocks.${base}`, `v=spf1 ${nets} ip6:2001:db8:${at + 1}::/48 ~all`),
    { type: 'MX', name: base, ttl, data: { preference: 10, exchange: `mx.${base}` } },
    address(`mx.${base}`),
  ];
}

function domainRecords(name: string, at: number): readonly Answer[] {
  const record = records[at % records.length]?.replaceAll('{d}', name) ?? '';
  const policy = ['none', 'quarantine', 'reject'][at % 3];
  return [
    soa(name),
    address(name),
    address(`mail.${name}`),
    { type: 'MX', name, ttl, data: { preference: 10, exchange: `mail.${name}` } },
    text(name, `site-verification=${at}`),
    ...(record === '' ? [] : [text(name, record)]),
    text(`_dmarc.${name}`, `v=DMARC1; p=${policy}; rua=mailto:dmarc@${name}`),
    text(`line1._domainkey.${name}`, `v=DKIM1; k=rsa; p=${key}`),
    text(`_smtp._tls.${name}`, `v=TLSRPTv1; rua=mailto:tls@${name}`),
  ];
}

function soa(zone: string): Answer {
  const data = {
    mname: 'ns1.test',
    rname: 'hostmaster.test',
    serial: 1,
    refresh: 7200,
    retry: 900,
    expire: 1_209_600,
    minimum: 300,
  };
  return { type: 'SOA', name: zone, ttl, data };
}

function address(name: string): Answer {
  return { type: 'A', name, ttl, data: '192.0.2.25' };
}

function text(name: string, value: string): Answer {
  return { type: 'TXT', name, ttl, data: value.match(/.{1,255}/g) ?? [''] };
}
