import type { MailZoneCase } from './mail-zones.ts';

/** What stands in the DNS of services that many include. */
export const vendorZone: readonly string[] = [
  '_spf.google.com. TXT v=spf1 include:_netblocks.google.com include:_netblocks2.google.com include:_netblocks3.google.com ~all',
  '_netblocks.google.com. TXT v=spf1 ip4:198.51.100.0/24 ~all',
  '_netblocks2.google.com. TXT v=spf1 ip6:2001:db8:1::/48 ~all',
  '_netblocks3.google.com. TXT v=spf1 ip4:203.0.113.0/25 ~all',
  'spf.protection.outlook.com. TXT v=spf1 ip4:192.0.2.128/25 ip6:2001:db8:2::/48 -all',
  'sendgrid.net. TXT v=spf1 ip4:198.51.100.128/25 ~all',
  'amazonses.com. TXT v=spf1 ip4:203.0.113.128/25 -all',
  'spf.mtasv.net. TXT v=spf1 ip4:192.0.2.64/27 ~all',
  'servers.mcsv.net. TXT v=spf1 ip4:192.0.2.96/27 ?all',
  'five.vendor.net. TXT v=spf1 a:a.vendor.net a:b.vendor.net a:c.vendor.net a:d.vendor.net ~all',
  ...['a', 'b', 'c', 'd'].map((name) => `${name}.vendor.net. A 127.0.0.2`),
  'aspmx.l.google.com. A 198.51.100.26',
  'alt1.aspmx.l.google.com. A 198.51.100.27',
  's1.domainkey.u1.wl.sendgrid.net. TXT k=rsa; t=s; p={rsa2048}',
  'selector1-x._domainkey.tenant.onmicrosoft.com. TXT v=DKIM1; k=rsa; p={rsa2048};',
  'abc.dkim.amazonses.com. TXT p={rsa2048}',
  'dkim2.mcsv.net. TXT v=DKIM1; k=rsa; p={rsa2048};',
  'zone._report._dmarc.agreed.net. TXT v=DMARC1',
  '*._report._dmarc.wild.net. TXT v=DMARC1;',
  'agreed.net. A 192.0.2.1',
];

const ten = Array.from({ length: 10 }, (_, at) => `include:n${at}.{d}`).join(' ');
const tenZone = Array.from({ length: 10 }, (_, at) => `n${at} TXT v=spf1 ip4:192.0.2.${at} -all`);

export const spfCases: readonly MailZoneCase[] = [
  { why: 'ten includes, none more', zone: [`@ TXT v=spf1 ${ten} -all`, ...tenZone], expect: { spf: 'valid' } },
  {
    why: 'ten includes and an mx',
    zone: [`@ TXT v=spf1 ${ten} mx -all`, ...tenZone],
    expect: { spf: 'too-many-lookups' },
  },
  {
    why: 'ten look-ups, five of them in an include that is repeated by another',
    zone: [
      '@ TXT v=spf1 include:five.vendor.net include:b.{d} -all',
      'b TXT v=spf1 include:amazonses.com a mx -all',
      '{d}. A 192.0.2.1',
    ],
    expect: { spf: 'valid' },
  },
  {
    why: 'the look-ups behind all are not counted',
    zone: [`@ TXT v=spf1 include:_spf.google.com -all redirect=n0.{d}`, ...tenZone],
    expect: { spf: 'redirect-beside-all' },
  },
  { why: 'two names that have nothing', zone: ['@ TXT v=spf1 mx a:x.{d} a:y.{d} -all'], expect: { spf: 'valid' } },
  {
    why: 'three names that have nothing',
    zone: ['@ TXT v=spf1 mx a:x.{d} a:y.{d} mx:z.{d} -all'],
    expect: { spf: 'too-many-void' },
  },
  {
    why: 'a host with IPv6 alone',
    zone: ['@ TXT v=spf1 mx a:six.{d} -all', 'six AAAA 2001:db8::1'],
    expect: { spf: 'valid' },
  },
  { why: 'ptr for the own domain', zone: ['@ TXT v=spf1 mx ptr:{d} -all'], expect: { spf: 'uses-ptr' } },
  {
    why: 'exists with macros alone (Mimecast, Proofpoint)',
    zone: ['@ TXT v=spf1 exists:%{i}._spf.mta.%{d} include:%{ir}.%{v}.%{d}.spf.has.pphosted.com ~all'],
    expect: { spf: 'valid', senders: 'covered' },
  },
  {
    why: 'exists of a name that is always there',
    zone: ['@ TXT v=spf1 mx exists:here.{d} -all', 'here A 127.0.0.2'],
    expect: { spf: 'allows-everyone' },
  },
  {
    why: 'redirect beside all: the redirect, and with it every sender, is never read',
    zone: ['@ TXT v=spf1 redirect=_spf.google.com -all'],
    expect: { spf: 'senders-after-all' },
  },
  {
    why: 'an include behind all, and a redirect beside it',
    zone: ['@ TXT v=spf1 mx redirect=_spf.google.com -all include:sendgrid.net'],
    expect: { spf: 'redirect-beside-all senders-after-all' },
  },
  {
    why: 'an include behind all',
    zone: ['@ TXT v=spf1 mx -all include:sendgrid.net'],
    expect: { spf: 'senders-after-all' },
  },
  {
    why: 'behind all only what stands before it as well',
    zone: ['@ TXT v=spf1 mx include:sendgrid.net ~all include:sendgrid.net -all'],
    expect: { spf: 'after-all' },
  },
  {
    why: 'a redirect to a record that ends in ?all',
    zone: ['@ TXT v=spf1 redirect=servers.mcsv.net'],
    expect: { spf: 'open-ended' },
  },
  {
    why: 'a redirect to a name without a record',
    zone: ['@ TXT v=spf1 redirect=mail.{d}'],
    expect: { spf: 'broken-include' },
  },
  {
    why: 'several strings, broken within a word',
    zone: ['@ TXT "v=spf1 inc" "lude:_spf.google.com ~" "all"'],
    expect: { spf: 'valid' },
  },
  {
    why: 'two strings without the space between them',
    zone: ['@ TXT "v=spf1 include:_spf.google.com" "include:sendgrid.net ~all"'],
    expect: { spf: 'broken-include' },
  },
  {
    why: 'capitals and closing spaces',
    zone: ['@ TXT V=SPF1 INCLUDE:_SPF.GOOGLE.COM  ~ALL   '],
    expect: { spf: 'valid' },
  },
  { why: 'a leading space', zone: ['@ TXT " v=spf1 mx -all"'], expect: { spf: 'misspelt' } },
  { why: 'a byte order mark', zone: ['@ TXT \ufeffv=spf1 mx -all'], expect: { spf: 'misspelt' } },
  { why: 'a long dash before all', zone: ['@ TXT v=spf1 mx –all'], expect: { spf: 'syntax-error' } },
  { why: 'a tab between terms', zone: ['@ TXT v=spf1 mx\t-all'], expect: { spf: 'syntax-error' } },
  {
    why: 'commas between terms',
    zone: ['@ TXT v=spf1 mx, include:sendgrid.net, -all'],
    expect: { spf: 'syntax-error' },
  },
  {
    why: 'a space behind include:',
    zone: ['@ TXT v=spf1 include: _spf.google.com ~all'],
    expect: { spf: 'syntax-error' },
  },
  { why: 'ipv4: for ip4:', zone: ['@ TXT v=spf1 ipv4:192.0.2.1 mx -all'], expect: { spf: 'syntax-error' } },
  {
    why: 'an IPv6 address behind ip4:',
    zone: ['@ TXT v=spf1 ip4:2001:db8::1 mx -all'],
    expect: { spf: 'syntax-error' },
  },
  {
    why: 'include= is read as an unknown modifier, so the sender is not in',
    zone: ['@ TXT v=spf1 mx include=_spf.google.com -all'],
    expect: { spf: 'never-read' },
  },
  {
    why: 'an unknown modifier of a tool',
    zone: ['@ TXT v=spf1 mx ra=postmaster rp=100 -all'],
    expect: { spf: 'valid' },
  },
  {
    why: 'two records',
    zone: ['@ TXT v=spf1 mx -all', '@ TXT v=spf1 include:_spf.google.com ~all'],
    expect: { spf: 'several-records' },
  },
  {
    why: 'an SPF record beside one of Sender ID and many tokens',
    zone: [
      '@ TXT spf2.0/pra mx -all',
      '@ TXT v=spf1 mx -all',
      '@ TXT MS=ms123',
      '@ TXT google-site-verification=v=spf1',
    ],
    expect: { spf: 'valid' },
  },
  { why: 'v=spf10', zone: ['@ TXT v=spf10 mx -all'], expect: { spf: 'misspelt' } },
  { why: 'no sign of SPF in TXT', zone: ['@ TXT MS=ms123'], expect: { spf: 'missing' } },
  {
    why: 'the domain is an alias below which the record stands',
    listed: 'mail2',
    zone: [
      'mail2 CNAME hosted.example.',
      'hosted.example. TXT v=spf1 include:sendgrid.net -all',
      'hosted.example. MX 10 mail.{d}.',
    ],
    expect: { spf: 'valid', mx: 'delivers' },
  },
  { why: '+all', zone: ['@ TXT v=spf1 +all'], expect: { spf: 'allows-everyone' } },
  { why: 'all without a sign', zone: ['@ TXT v=spf1 mx all'], expect: { spf: 'allows-everyone' } },
  { why: '?all', zone: ['@ TXT v=spf1 mx ?all'], expect: { spf: 'open-ended' } },
  { why: 'no all', zone: ['@ TXT v=spf1 mx'], expect: { spf: 'open-ended' } },
  {
    why: 'an include that itself ends in +all',
    zone: ['@ TXT v=spf1 include:open.{d} -all', 'open TXT v=spf1 +all'],
    expect: { spf: 'allows-everyone' },
  },
  {
    why: 'a neutral include that ends in +all',
    zone: ['@ TXT v=spf1 mx ?include:open.{d} -all', 'open TXT v=spf1 +all'],
    expect: { spf: 'valid' },
  },
  { why: 'a/0', zone: ['@ TXT v=spf1 a:mail.{d}/0 -all'], expect: { spf: 'allows-everyone' } },
  { why: 'a//64 for IPv6', zone: ['@ TXT v=spf1 a:mail.{d}//64 mx/28//64 -all'], expect: { spf: 'valid' } },
  {
    why: 'a record of 4 KB by TCP',
    zone: [`@ TXT v=spf1 ${Array.from({ length: 220 }, (_, at) => `ip4:192.0.2.${at}`).join(' ')} -all`],
    expect: { spf: 'long-record' },
  },
  {
    why: 'sixty TXT records, the answer by TCP',
    zone: ['@ TXT v=spf1 mx -all', ...Array.from({ length: 60 }, (_, at) => `@ TXT token-${at}=${'x'.repeat(60)}`)],
    expect: { spf: 'valid' },
  },
  {
    why: 'an include in an endless circle of CNAMEs',
    zone: ['@ TXT v=spf1 mx include:c1.{d} -all', 'c1 CNAME c2', 'c2 CNAME c1'],
    expect: { spf: 'broken-include|not-answered' },
  },
  {
    why: 'SERVFAIL for one include',
    zone: ['@ TXT v=spf1 include:bad.{d} -all'],
    faults: { 'bad.{d}': 'servfail' },
    expect: { spf: 'not-answered' },
  },
  {
    why: 'SERVFAIL for a host of a',
    zone: ['@ TXT v=spf1 a:bad.{d} -all'],
    faults: { 'bad.{d}': 'servfail' },
    expect: { spf: 'not-answered' },
  },
  {
    why: 'SERVFAIL for the domain',
    zone: [],
    faults: { 'TXT {d}': 'servfail' },
    expect: { spf: 'not-answered', mx: 'delivers' },
  },
  {
    why: 'an own name with an underscore and a number at its end',
    zone: ['@ TXT v=spf1 include:_spf-1.{d} -all', '_spf-1 TXT v=spf1 mx:{d} -all'],
    expect: { spf: 'valid' },
  },
  {
    why: 'two includes of the same netblock by way of different vendors',
    zone: [
      '@ TXT v=spf1 include:x.{d} include:y.{d} -all',
      'x TXT v=spf1 include:sendgrid.net -all',
      'y TXT v=spf1 include:sendgrid.net -all',
    ],
    expect: { spf: 'valid' },
  },
];

const sends = { selectors: ['s1'] };
export const dkimCases: readonly MailZoneCase[] = [
  {
    why: 'SendGrid by CNAME',
    says: sends,
    zone: ['s1._domainkey CNAME s1.domainkey.u1.wl.sendgrid.net.'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'Microsoft 365 by CNAME',
    says: { selectors: ['selector1'] },
    zone: [
      'selector1._domainkey CNAME selector1-x._domainkey.tenant.onmicrosoft.com.',
      '@ TXT v=spf1 include:spf.protection.outlook.com -all',
    ],
    expect: { dkim: 'good-key', senders: 'covered' },
  },
  {
    why: 'SES by CNAME, without v=',
    says: { selectors: ['abc'] },
    zone: ['abc._domainkey CNAME abc.dkim.amazonses.com.'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'Mailchimp by CNAME, nobody listed it',
    zone: ['k2._domainkey CNAME dkim2.mcsv.net.'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'Google, in two strings',
    says: { selectors: ['google'] },
    zone: ['google._domainkey TXT v=DKIM1; k=rsa; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'Postmark, a dated selector',
    says: { selectors: ['20240101._domainkey'] },
    zone: ['20240101._domainkey TXT k=rsa;p={rsa1024}'],
    expect: { dkim: 'short-key' },
  },
  {
    why: 'an alias to nothing',
    says: sends,
    zone: ['s1._domainkey CNAME gone.sendgrid.net.'],
    expect: { dkim: 'selector-missing' },
  },
  {
    why: 'an alias to nothing at a usual name that nobody listed',
    zone: ['s1._domainkey CNAME gone.sendgrid.net.'],
    expect: { dkim: 'no-selector-known' },
  },
  { why: 'taken back', says: sends, zone: ['s1._domainkey TXT v=DKIM1; p='], expect: { dkim: 'revoked' } },
  {
    why: 'an old key taken back at a usual name, beside a good one',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; p={rsa2048}', 'k1._domainkey TXT v=DKIM1; p='],
    expect: { dkim: 'good-key' },
  },
  {
    why: '512 bits',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa; p={rsa512}'],
    expect: { dkim: 'too-short-key' },
  },
  {
    why: '768 bits',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa; p={rsa768}'],
    expect: { dkim: 'too-short-key' },
  },
  {
    why: '4096 bits',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa; p={rsa4096}'],
    expect: { dkim: 'good-key' },
  },
  { why: 'Ed25519', says: sends, zone: ['s1._domainkey TXT v=DKIM1; k=ed25519; p={ed}'], expect: { dkim: 'good-key' } },
  {
    why: 'Ed25519 beside RSA, each at a selector',
    says: { selectors: ['s1', 'e1'] },
    zone: ['s1._domainkey TXT v=DKIM1; p={rsa2048}', 'e1._domainkey TXT v=DKIM1;k=ed25519;p={ed}'],
    expect: { dkim: 'good-key good-key' },
  },
  {
    why: 'test mode',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; t=y; p={rsa2048}'],
    expect: { dkim: 'test-mode' },
  },
  {
    why: 'test mode and strict',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; t=y:s; p={rsa2048}'],
    expect: { dkim: 'test-mode' },
  },
  {
    why: 'no subdomains (t=s)',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; t=s; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'SHA-1 alone',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; h=sha1; p={rsa2048}'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'both hashes',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; h=sha1:sha256; s=email; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'for something else than mail',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; s=tlsrpt; p={rsa2048}'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'escaped semicolons',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1\\; k=rsa\\; p={rsa2048}'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'white space everywhere',
    says: sends,
    zone: ['s1._domainkey TXT  v = DKIM1 ;  k = rsa ; p = {rsa2048} ; '],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'a note and unknown tags',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa; n=made 2026; g=*; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'quotes within',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa; p="\\"{rsa2048}"'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'a key and an SPF record of a wildcard',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; p={rsa2048}', '*._domainkey TXT v=spf1 -all'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'two keys',
    says: sends,
    zone: ['s1._domainkey TXT v=DKIM1; p={rsa2048}', 's1._domainkey TXT v=DKIM1; p={rsa1024}'],
    expect: { dkim: 'several-keys' },
  },
  {
    why: 'SERVFAIL at the selector',
    says: sends,
    zone: [],
    faults: { 's1._domainkey.{d}': 'servfail' },
    expect: { dkim: 'not-answered' },
  },
];
