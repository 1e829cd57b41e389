import type { MailZoneCase } from './mail-zones.ts';

const selectors = (list: string[]) => ({ sends: true, selectors: list });

/** DMARC, keys, TLS reports and logos as companies have them, each with what receivers make of it. */
export const companyPolicyCases: readonly MailZoneCase[] = [
  {
    why: 'reports to a web address alone',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=https://x.{d}/r'],
    expect: { dmarc: 'no-reports|no-reports-noted|flawed-tags no-reports' },
  },
  {
    why: 'two policies in one record',
    zone: ['_dmarc TXT v=DMARC1; p=none; p=reject; rua=mailto:d@{d}'],
    expect: { dmarc: 'malformed' },
  },
  {
    why: 'two rua in one record',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:a@{d}; rua=mailto:b@{d}'],
    expect: { dmarc: 'malformed|flawed-tags' },
  },
  {
    why: 'failure reports to a stranger, no others',
    zone: ['_dmarc TXT v=DMARC1; p=reject; ruf=mailto:x@reports.agari.net'],
    expect: { dmarc: 'no-reports|no-reports-noted' },
  },
  {
    why: 'failure reports to a stranger beside own reports',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:d@{d}; ruf=mailto:x@reports.agari.net'],
    expect: { dmarc: 'report-stranger-noted' },
  },
  {
    why: 'the receiver of reports answers with an SPF wildcard',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:x@wildspf.net'],
    expect: { dmarc: 'report-stranger' },
  },
  {
    why: 'the receiver of reports agreed behind an alias',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto:x@cn.net'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'DMARC in two strings',
    zone: ['_dmarc TXT "v=DMARC1; p=rej" "ect; rua=mailto:d@{d}"'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'a wildcard that holds the DMARC record',
    zone: ['* TXT v=DMARC1; p=reject; rua=mailto:d@{d}', '!_dmarc TXT'],
    expect: { dmarc: 'protects' },
  },
  { why: 'a wildcard of SPF beside the DMARC record', zone: ['* TXT v=spf1 -all'], expect: { dmarc: 'protects' } },
  { why: 'two semicolons', zone: ['_dmarc TXT v=DMARC1;p=reject;;rua=mailto:d@{d};'], expect: { dmarc: 'protects' } },
  {
    why: 'the policy with a capital',
    zone: ['_dmarc TXT v=DMARC1; p=Reject; rua=mailto:D@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'tag names in capitals',
    zone: ['_dmarc TXT v=DMARC1; P=reject; RUA=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'the version tag in capitals',
    zone: ['_dmarc TXT V=DMARC1; p=reject; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'pct=0',
    zone: ['_dmarc TXT v=DMARC1; p=quarantine; pct=0; rua=mailto:d@{d}'],
    expect: { dmarc: 'partial|partial policy-weak' },
  },
  {
    why: 'psd=y at a domain that is no suffix',
    zone: ['_dmarc TXT v=DMARC1; p=reject; psd=y; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'a subdomain with a weaker record of its own',
    listed: 'news',
    zone: ['news TXT v=spf1 mx:{d} -all', '_dmarc.news TXT v=DMARC1; p=none; rua=mailto:d@{d}'],
    expect: { dmarc: 'policy-weak|watches' },
  },
  {
    why: 'a subdomain under sp=quarantine',
    listed: 'news',
    zone: ['news TXT v=spf1 mx:{d} -all', '_dmarc TXT v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@{d}'],
    expect: { dmarc: 'inherited' },
  },
  {
    why: 'a space where the colon of mailto belongs',
    zone: ['_dmarc TXT v=DMARC1; p=reject; rua=mailto d@{d}'],
    expect: { dmarc: 'flawed-tags no-reports|flawed-tags no-reports-noted' },
  },
  {
    why: 'np stronger than p',
    zone: ['_dmarc TXT v=DMARC1; p=quarantine; t=n; np=reject; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects|policy-weak' },
  },
  {
    why: '_dmarc is an alias to nothing',
    zone: ['!_dmarc TXT', '_dmarc CNAME gone.{d}.'],
    expect: { dmarc: 'missing' },
  },
  {
    why: 'colons for equals signs',
    zone: ['_dmarc TXT v=DMARC1; p:reject; rua:mailto:d@{d}'],
    expect: { dmarc: 'malformed' },
  },
  {
    why: 'commas for semicolons',
    zone: ['_dmarc TXT v=DMARC1, p=reject, rua=mailto:d@{d}'],
    expect: { dmarc: 'malformed' },
  },
  {
    why: 'the record at _dmarc._dmarc',
    zone: ['!_dmarc TXT', '_dmarc._dmarc TXT v=DMARC1; p=reject'],
    expect: { dmarc: 'missing' },
  },
  {
    why: 'the record with the domain twice in its name',
    zone: ['!_dmarc TXT', '_dmarc.{d} TXT v=DMARC1; p=reject'],
    expect: { dmarc: 'missing' },
  },
  {
    why: 'the key with the domain twice in its name',
    says: selectors(['s1']),
    zone: ['s1._domainkey.{d} TXT v=DKIM1; k=rsa; p={rsa2048}'],
    expect: { dkim: 'selector-missing' },
  },
  {
    why: 'a key with the lines of a PEM file',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----{rsa2048}-----END PUBLIC KEY-----'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'a tag of the first DKIM',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT v=DKIM1; g=*; k=rsa; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'the version behind the key type, which verifiers at large do not mind',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT k=rsa; v=DKIM1; p={rsa2048}'],
    expect: { dkim: 'odd-grammar' },
  },
  {
    why: 'a selector with a dot',
    says: selectors(['mail.2024']),
    zone: ['mail.2024._domainkey TXT v=DKIM1; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'a selector listed as a whole name, in capitals',
    says: selectors(['S1._domainkey.{D}']),
    zone: ['s1._domainkey TXT v=DKIM1; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'tags of a key in capitals',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT V=DKIM1; K=rsa; P={rsa2048}'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'a key record without a key',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT v=DKIM1; k=rsa'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'a key record without semicolons',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT v=DKIM1 k=rsa p={rsa2048}'],
    expect: { dkim: 'broken-key' },
  },
  {
    why: 'TLS reports, the version misspelt',
    zone: ['_smtp._tls TXT v=TLSRPTV1; rua=mailto:t@{d}'],
    expect: { 'tls-rpt': 'malformed' },
  },
  {
    why: 'TLS reports to two addresses',
    zone: ['_smtp._tls TXT v=TLSRPTv1;rua=mailto:t@{d}, mailto:u@{d}'],
    expect: { 'tls-rpt': 'reports' },
  },
  {
    why: 'TLS reports at the wrong name',
    zone: ['_tls._smtp TXT v=TLSRPTv1; rua=mailto:t@{d}'],
    expect: { 'tls-rpt': 'absent' },
  },
  {
    why: 'a logo record with its version in small letters',
    zone: ['default._bimi TXT v=bimi1; l=https://{d}/l.svg; a=https://{d}/c.pem'],
    expect: { bimi: 'malformed' },
  },
  {
    why: 'a logo that is no SVG',
    zone: ['default._bimi TXT v=BIMI1; l=https://{d}/l.png; a='],
    expect: { bimi: 'malformed' },
  },
  { why: 'a logo over http', zone: ['default._bimi TXT v=BIMI1; l=http://{d}/l.svg'], expect: { bimi: 'malformed' } },
  {
    why: 'a logo record with a tag of today',
    zone: ['default._bimi TXT v=BIMI1; l=https://{d}/l.svg; a=https://{d}/c.pem; avp=brand'],
    expect: { bimi: 'valid' },
  },
  {
    why: 'a logo record behind an alias',
    zone: ['default._bimi CNAME b.{d}.', 'b TXT v=BIMI1; l=https://{d}/l.svg; a=https://{d}/c.pem'],
    expect: { bimi: 'valid' },
  },
  {
    why: 'a compressed logo',
    zone: ['default._bimi TXT v=BIMI1; l=https://{d}/l.svgz; a=https://{d}/c.pem'],
    expect: { bimi: 'valid' },
  },
  {
    why: 'two logo records',
    zone: [
      'default._bimi TXT v=BIMI1; l=https://{d}/l.svg; a=https://{d}/c.pem',
      'default._bimi TXT v=BIMI1; l=https://{d}/l2.svg; a=',
    ],
    expect: { bimi: 'several-records' },
  },
  {
    why: 'a logo while subdomains are not protected',
    zone: [
      'default._bimi TXT v=BIMI1; l=https://{d}/l.svg; a=https://{d}/c.pem',
      '_dmarc TXT v=DMARC1; p=reject; sp=none; rua=mailto:d@{d}',
    ],
    expect: { bimi: 'needs-dmarc' },
  },
  { why: 'the same mail server twice', zone: ['@ MX 10 mail', '@ MX 20 mail'], expect: { mx: 'delivers' } },
  {
    why: 'a domain that says in DNS that it does without mail',
    zone: ['@ MX 0 .', '@ TXT v=spf1 -all', '_dmarc TXT v=DMARC1; p=reject;'],
    expect: {
      spf: 'sends-nothing',
      mx: 'takes-no-mail',
      dmarc: 'parked',
      dkim: 'sends-nothing',
      senders: 'sends-nothing',
    },
  },
  {
    why: 'a key without its type',
    says: selectors(['s1']),
    zone: ['s1._domainkey TXT v=DKIM1; p={rsa2048}'],
    expect: { dkim: 'good-key' },
  },
  {
    why: 'an include of a service that is gone',
    zone: ['@ TXT v=spf1 mx include:spf.cancelled-vendor.com ~all'],
    expect: { spf: 'broken-include' },
  },
  {
    why: 'an include of a mail server',
    zone: ['@ TXT v=spf1 mx include:contoso-com.mail.protection.outlook.com ~all'],
    expect: { spf: 'broken-include' },
  },
  { why: 'an address behind a:', zone: ['@ TXT v=spf1 mx a:192.0.2.5 ~all'], expect: { spf: 'syntax-error' } },
  { why: 'a space behind ip4:', zone: ['@ TXT v=spf1 ip4: 192.0.2.5 mx ~all'], expect: { spf: 'syntax-error' } },
  { why: 'a redirect in place of all', zone: ['@ TXT v=spf1 +mx redirect=_spf.google.com'], expect: { spf: 'valid' } },
  {
    why: 'thirty-four single addresses',
    zone: [`@ TXT v=spf1 ${Array.from({ length: 34 }, (_, k) => `ip4:192.0.2.${k + 100}`).join(' ')} mx -all`],
    expect: { spf: 'long-record' },
  },
];
