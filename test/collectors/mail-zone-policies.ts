import type { MailZoneCase } from './mail-zones.ts';

const parked = { sends: false, parked: true };
const nothing = ['@ MX 0 .', '@ TXT v=spf1 -all'];

export const dmarcCases: readonly MailZoneCase[] = [
  { why: 'reject, reports to itself', zone: [], expect: { dmarc: 'protects' } },
  {
    why: 'none, with reports',
    zone: ['_dmarc TXT v=DMARC1; p=none; rua=mailto:d@{d}'],
    expect: { dmarc: 'policy-weak' },
  },
  { why: 'none, without reports', zone: ['_dmarc TXT v=DMARC1; p=none'], expect: { dmarc: 'no-reports policy-weak' } },
  { why: 'no record', zone: ['!_dmarc TXT'], expect: { dmarc: 'missing' } },
  {
    why: 'two records',
    zone: ['_dmarc TXT v=DMARC1; p=none', '_dmarc TXT v=DMARC1; p=reject'],
    expect: { dmarc: 'several-records' },
  },
  {
    why: 'a record beside foreign text',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@{d}', '_dmarc TXT verify=1'],
    expect: { dmarc: 'protects' },
  },
  { why: 'without a semicolon', zone: ['_dmarc TXT v=DMARC1 p=reject'], expect: { dmarc: 'malformed' } },
  {
    why: 'escaped semicolons',
    zone: ['_dmarc TXT v=DMARC1\\; p=reject\\; rua=mailto:d@{d}'],
    expect: { dmarc: 'malformed' },
  },
  { why: 'in quotes', zone: ['_dmarc TXT "\\"v=DMARC1; p=reject\\""'], expect: { dmarc: 'malformed' } },
  { why: 'a byte order mark', zone: ['_dmarc TXT \ufeffv=DMARC1; p=reject'], expect: { dmarc: 'malformed' } },
  { why: 'dmarc1 in small letters', zone: ['_dmarc TXT v=dmarc1; p=reject'], expect: { dmarc: 'malformed' } },
  {
    why: 'p in capitals, white space all over',
    zone: ['_dmarc TXT v = DMARC1 ; P = Reject ; rua = mailto:d@{d} ;'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'p behind other tags',
    zone: ['_dmarc TXT v=DMARC1; rua=mailto:d@{d}; p=reject'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'p=monitor with reports',
    zone: ['_dmarc TXT v=DMARC1; p=monitor; rua=mailto:d@{d}'],
    expect: { dmarc: 'malformed' },
  },
  {
    why: 'p left out, reports asked for',
    zone: ['_dmarc TXT v=DMARC1; rua=mailto:d@{d}'],
    expect: { dmarc: 'policy-weak' },
  },
  { why: 'no p and no reports', zone: ['_dmarc TXT v=DMARC1; sp=reject'], expect: { dmarc: 'malformed' } },
  {
    why: 'junk behind the tags',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@{d}; this is our policy'],
    expect: { dmarc: 'flawed-tags' },
  },
  {
    why: 'pct left over at 100',
    zone: ['_dmarc TXT v=DMARC1; p=reject; pct=100; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'pct left over at 25',
    zone: ['_dmarc TXT v=DMARC1; p=reject; pct=25; rua=mailto:d@{d}'],
    expect: { dmarc: 'partial' },
  },
  {
    why: 'fo, ri and rf left over',
    zone: ['_dmarc TXT v=DMARC1; p=reject; fo=1:d:s; ri=86400; rf=afrf; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'sp weaker than p',
    zone: ['_dmarc TXT v=DMARC1; p=reject; sp=none; rua=mailto:d@{d}'],
    expect: { dmarc: 'weak-subdomains' },
  },
  {
    why: 'np weaker than p',
    zone: ['_dmarc TXT v=DMARC1; p=reject; np=none; rua=mailto:d@{d}'],
    expect: { dmarc: 'weak-subdomains' },
  },
  { why: 'test mode', zone: ['_dmarc TXT v=DMARC1; p=reject; t=y; rua=mailto:d@{d}'], expect: { dmarc: 'test-mode' } },
  {
    why: 'quarantine in test mode is none',
    zone: ['_dmarc TXT v=DMARC1; p=quarantine; t=y; rua=mailto:d@{d}'],
    expect: { dmarc: 'policy-weak' },
  },
  {
    why: 'psd=n at the own domain',
    zone: ['_dmarc TXT v=DMARC1; p=reject; psd=n; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'a reporting service that agreed for all',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:x@wild.net'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'a stranger who did not agree',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:x@agreed.net'],
    expect: { dmarc: 'report-stranger' },
  },
  {
    why: 'a stranger beside the own address',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:x@agreed.net,mailto:d@{d}'],
    expect: { dmarc: 'report-stranger-noted' },
  },
  {
    why: 'an address with a size',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@{d}!10m'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'an address without mailto:',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=d@{d}'],
    expect: { dmarc: 'flawed-tags no-reports-noted' },
  },
  {
    why: 'two addresses parted by a space',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@{d} mailto:e@{d}'],
    expect: { dmarc: 'flawed-tags no-reports-noted' },
  },
  {
    why: 'the record behind an alias',
    zone: [
      '_dmarc CNAME zone.dmarc-service.example.',
      'zone.dmarc-service.example. TXT v=DMARC1; p=reject; rua=mailto:d@{d}',
    ],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'an SPF wildcard answers at _dmarc',
    zone: ['!_dmarc TXT', '* TXT v=spf1 -all'],
    expect: { dmarc: 'missing' },
  },
  {
    why: 'the record at the domain itself',
    zone: ['!_dmarc TXT', '@ TXT v=DMARC1; p=reject', '@ TXT v=spf1 mx -all'],
    expect: { dmarc: 'missing' },
  },
  { why: 'SERVFAIL at _dmarc', zone: [], faults: { '_dmarc.{d}': 'servfail' }, expect: { dmarc: 'not-answered' } },
  {
    why: 'a leading space',
    zone: ['_dmarc TXT " v=DMARC1; p=reject; rua=mailto:d@{d}"'],
    expect: { dmarc: 'flawed-tags' },
  },
  {
    why: 'mail from portal.*, the record at the organisation',
    listed: 'portal',
    zone: ['portal TXT v=spf1 include:sendgrid.net -all', 'portal MX 10 mail'],
    expect: { dmarc: 'inherited', spf: 'valid', mx: 'delivers' },
  },
  {
    why: 'mail from portal.*, which the organisation leaves to sp=none',
    listed: 'portal',
    zone: [
      'portal TXT v=spf1 include:sendgrid.net -all',
      'portal MX 10 mail',
      '_dmarc TXT v=DMARC1; p=reject; sp=none; rua=mailto:d@{d}',
    ],
    expect: { dmarc: 'policy-weak' },
  },
  {
    why: 'mail from a.b.portal.*, with a record half way',
    listed: 'a.b.portal',
    zone: ['a.b.portal TXT v=spf1 include:sendgrid.net -all', '_dmarc.portal TXT v=DMARC1; p=none; rua=mailto:d@{d}'],
    expect: { dmarc: 'inherited' },
  },
  {
    why: 'mail from portal.*, with two records at the organisation',
    listed: 'portal',
    zone: [
      'portal TXT v=spf1 include:sendgrid.net -all',
      '_dmarc TXT v=DMARC1; p=reject',
      '_dmarc TXT v=DMARC1; p=none',
    ],
    expect: { dmarc: 'several-records' },
  },
  {
    why: 'mail from portal.*, with a record at the organisation that cannot be read',
    listed: 'portal',
    zone: ['portal TXT v=spf1 include:sendgrid.net -all', '_dmarc TXT v=DMARC1 p=reject'],
    expect: { dmarc: 'malformed' },
  },
  {
    why: 'mail from a name that does not exist itself, np=reject',
    listed: 'nowhere',
    says: { selectors: ['s1'] },
    zone: ['_dmarc TXT v=DMARC1; p=quarantine; sp=none; np=reject; rua=mailto:d@{d}'],
    expect: { dmarc: 'inherited' },
  },
  {
    why: 'mail from portal.*, SERVFAIL at the organisation',
    listed: 'portal',
    zone: ['portal TXT v=spf1 include:sendgrid.net -all'],
    faults: { '_dmarc.{d}': 'servfail' },
    expect: { dmarc: 'not-answered' },
  },
];

export const serverCases: readonly MailZoneCase[] = [
  {
    why: 'null MX on a parked domain',
    says: parked,
    zone: nothing,
    expect: {
      mx: 'takes-no-mail',
      spf: 'sends-nothing',
      dmarc: 'parked',
      dkim: 'sends-nothing',
      senders: 'sends-nothing',
      'tls-rpt': 'takes-no-mail',
    },
  },
  {
    why: 'a parked domain with a wildcard of empty keys',
    says: parked,
    zone: [...nothing, '*._domainkey TXT v=DKIM1; p='],
    expect: { dkim: 'sends-nothing' },
  },
  {
    why: 'a parked domain without any record',
    says: parked,
    zone: ['!@ MX', '!_dmarc TXT', '@ TXT token=1'],
    expect: { mx: 'takes-no-mail', spf: 'missing', dmarc: 'missing', dkim: 'sends-nothing' },
  },
  {
    why: 'a parked domain with p=none',
    says: parked,
    zone: [...nothing, '_dmarc TXT v=DMARC1; p=none; rua=mailto:d@{d}'],
    expect: { dmarc: 'parked-not-reject' },
  },
  {
    why: 'a parked domain with ~all',
    says: parked,
    zone: ['@ MX 0 .', '@ TXT v=spf1 ~all'],
    expect: { spf: 'parked-open' },
  },
  { why: 'a null MX on a domain that sends', zone: ['@ MX 0 .'], expect: { mx: 'no-replies' } },
  { why: 'an alias as mail server', zone: ['@ MX 10 mx', 'mx CNAME mail'], expect: { mx: 'alias' } },
  { why: 'an address as mail server', zone: ['@ MX 10 192.0.2.25.'], expect: { mx: 'address-literal' } },
  { why: 'a mail server that does not exist', zone: ['@ MX 10 gone'], expect: { mx: 'dead-servers' } },
  {
    why: 'one of three does not exist',
    zone: ['@ MX 10 mail', '@ MX 10 mail2', '@ MX 20 gone', 'mail2 AAAA 2001:db8::25'],
    expect: { mx: 'dead-server' },
  },
  {
    why: 'three with the same priority',
    zone: ['@ MX 10 mail', '@ MX 10 m2', '@ MX 10 m3', 'm2 A 192.0.2.2', 'm3 A 192.0.2.3'],
    expect: { mx: 'delivers' },
  },
  {
    why: 'Google alone, the one record of 2023',
    zone: ['@ MX 1 aspmx.l.google.com.', '@ TXT v=spf1 include:_spf.google.com ~all'],
    expect: { mx: 'delivers', senders: 'covered' },
  },
  {
    why: 'Google takes the mail, SPF does not name it',
    zone: ['@ MX 1 aspmx.l.google.com.', '@ TXT v=spf1 include:sendgrid.net ~all'],
    expect: { senders: 'mailbox-not-covered' },
  },
  { why: 'no MX, an address', zone: ['!@ MX', '@ A 192.0.2.80'], expect: { mx: 'implicit' } },
  { why: 'no MX, no address', zone: ['!@ MX'], expect: { mx: 'no-mx' } },
  {
    why: 'no MX, SERVFAIL for the address',
    zone: ['!@ MX'],
    faults: { 'A {d}': 'servfail' },
    expect: { mx: 'not-answered' },
  },
  { why: 'localhost as mail server', zone: ['@ MX 10 localhost.'], expect: { mx: 'dead-servers|inward|not-answered' } },
  {
    why: 'SERVFAIL for MX',
    zone: [],
    faults: { 'MX {d}': 'servfail' },
    expect: { mx: 'not-answered', spf: 'not-answered|valid' },
  },
  {
    why: 'TLS reports to two places',
    zone: ['_smtp._tls TXT v=TLSRPTv1;rua=mailto:t@{d},https://r.example.com/v1'],
    expect: { 'tls-rpt': 'reports' },
  },
  {
    why: 'TLS reports behind an alias',
    zone: ['_smtp._tls CNAME t.vendor.net.', 't.vendor.net. TXT v=TLSRPTv1; rua=mailto:t@vendor.net'],
    expect: { 'tls-rpt': 'reports' },
  },
  { why: 'TLS reports without an address', zone: ['_smtp._tls TXT v=TLSRPTv1;'], expect: { 'tls-rpt': 'malformed' } },
  {
    why: 'TLS reports, two records',
    zone: ['_smtp._tls TXT v=TLSRPTv1; rua=mailto:t@{d}', '_smtp._tls TXT v=TLSRPTv1; rua=mailto:u@{d}'],
    expect: { 'tls-rpt': 'several-records' },
  },
  {
    why: 'a logo with certificate',
    zone: ['default._bimi TXT v=BIMI1; l=https://{d}/logo.svg; a=https://{d}/vmc.pem'],
    expect: { bimi: 'valid' },
  },
  {
    why: 'a logo by an address without a file name',
    zone: ['default._bimi TXT v=BIMI1; l=https://{d}/brand/logo?id=7; a=https://{d}/vmc.pem; avp=brand'],
    expect: { bimi: 'valid' },
  },
  {
    why: 'a logo without certificate',
    zone: ['default._bimi TXT v=BIMI1; l=https://{d}/logo.svg;'],
    expect: { bimi: 'no-certificate' },
  },
  { why: 'no logo, and said so', zone: ['default._bimi TXT v=BIMI1; l=; a=;'], expect: { bimi: 'declined' } },
  {
    why: 'a logo under p=none',
    zone: [
      'default._bimi TXT v=BIMI1; l=https://{d}/l.svg; a=https://{d}/v.pem',
      '_dmarc TXT v=DMARC1; p=none; rua=mailto:d@{d}',
    ],
    expect: { bimi: 'needs-dmarc' },
  },
  {
    why: '-all first, and senders behind it',
    zone: ['!@ MX', '@ A 192.0.2.1', '@ TXT v=spf1 -all include:sendgrid.net'],
    expect: { spf: 'senders-after-all', dkim: 'no-selector-known' },
  },
];
