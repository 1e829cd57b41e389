import type { MailZoneCase } from './mail-zones.ts';

const dmarc = '_dmarc TXT v=DMARC1; p=reject; rua=mailto:dmarc@{d}';

const spf = (why: string, record: string, code: string, ...more: readonly string[]): MailZoneCase => ({
  why: `${why}: ${record}`,
  zone: [`@ TXT ${record}`, ...more],
  expect: { spf: code },
});

/** What the texts of the standards allow and forbid at their edges, written down from the texts and not from the code. */
export const standardCases: readonly MailZoneCase[] = [
  // RFC 7208 §4.6.1, §5, §12: names and letters without regard to case, any number of spaces, a closing dot of a name.
  spf('capitals', 'V=SPF1 MX -ALL', 'valid'),
  spf('several spaces, also at the end', 'v=spf1   mx    -all  ', 'valid'),
  spf('a name with its closing dot', 'v=spf1 include:_spf.google.com. ~all', 'valid'),
  spf('a prefix length for IPv6 alone', 'v=spf1 a:mail.{d}//64 -all', 'valid'),
  spf('prefix lengths for both', 'v=spf1 mx/24//64 -all', 'valid'),
  spf('a modifier that nobody knows, with a macro', 'v=spf1 mx moo=%{d} -all', 'valid'),
  spf('an explanation', 'v=spf1 mx -all exp=why.{d}', 'valid', 'why TXT %{i} is not one of ours'),
  spf('a prefix length with a zero in front', 'v=spf1 ip4:192.0.2.0/024 -all', 'syntax-error'),
  spf('three numbers', 'v=spf1 ip4:192.0.2 -all', 'syntax-error'),
  spf('an IPv6 address by ip4', 'v=spf1 ip4:2001:db8::1 -all', 'syntax-error'),
  spf('129 bits', 'v=spf1 ip6:2001:db8::/129 -all', 'syntax-error'),
  spf('33 bits of a mail server', 'v=spf1 mx/33 -all', 'syntax-error'),
  spf('129 bits of a mail server', 'v=spf1 mx//129 -all', 'syntax-error'),
  spf('include without a name', 'v=spf1 mx include: -all', 'syntax-error'),
  spf('a without a name behind its colon', 'v=spf1 a: -all', 'syntax-error'),
  spf('all with a dot', 'v=spf1 mx -all.', 'syntax-error'),
  spf('all with a name', 'v=spf1 mx -all:{d}', 'syntax-error'),
  spf('a mechanism that nobody knows', 'v=spf1 mx moo -all', 'syntax-error'),
  spf('a macro that nobody knows', 'v=spf1 mx exists:%{z}.{d} -all', 'syntax-error'),
  spf('two redirects (§6)', 'v=spf1 mx redirect=_spf.google.com redirect=sendgrid.net', 'syntax-error'),
  spf('two explanations (§6)', 'v=spf1 mx exp=a.{d} exp=b.{d} -all', 'syntax-error'),
  spf('a redirect with a sign', 'v=spf1 -redirect=_spf.google.com', 'syntax-error'),
  // §4.5: a version is "v=spf1" and a space, or the end.
  spf('the version of another time', 'v=spf10 mx -all', 'misspelt'),
  spf('nothing but the version', 'v=spf1', 'open-ended'),
  spf('all without a sign', 'v=spf1 all', 'allows-everyone'),
  spf('the two halves of all addresses', 'v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all', 'allows-everyone'),
  spf(
    'an included record that lets everybody in (§5.2)',
    'v=spf1 include:open.{d} -all',
    'allows-everyone',
    'open TXT v=spf1 +all',
  ),
  spf(
    'an included record that ends in ?all',
    'v=spf1 include:soft.{d} -all',
    'valid',
    'soft TXT v=spf1 ip4:192.0.2.9 ?all',
  ),
  spf('an included record behind an alias', 'v=spf1 include:far.{d} -all', 'valid', 'far CNAME _spf.google.com.'),
  spf('its own name included', 'v=spf1 include:{d} -all', 'include-loop'),
  spf('a redirect to itself', 'v=spf1 redirect={d}', 'include-loop'),
  spf(
    'an included name with two records (§5.2)',
    'v=spf1 mx include:two.{d} -all',
    'broken-include',
    'two TXT v=spf1 -all',
    'two TXT v=spf1 mx -all',
  ),
  spf(
    'an included record with a mistake',
    'v=spf1 mx include:off.{d} -all',
    'syntax-error',
    'off TXT v=spf1 ipv4:192.0.2.1 -all',
  ),
];

const dkim = (why: string, record: string, code: string): MailZoneCase => ({
  why: `${why}: ${record.slice(0, 60)}`,
  says: { selectors: ['s1'] },
  zone: [`s1._domainkey TXT ${record}`],
  expect: { dkim: code },
});

export const standardKeys: readonly MailZoneCase[] = [
  // RFC 6376 §3.6.1
  dkim('the key alone', 'p={rsa2048}', 'good-key'),
  dkim('for mail and reports', 'v=DKIM1; s=email:tlsrpt; p={rsa2048}', 'good-key'),
  dkim('for everything', 'v=DKIM1; s=*; p={rsa2048}', 'good-key'),
  dkim('no mail from names below', 'v=DKIM1; t=s; p={rsa2048}', 'good-key'),
  dkim('SHA-1 beside SHA-256', 'v=DKIM1; h=sha1:sha256; p={rsa2048}', 'good-key'),
  dkim('tags of the past and of nobody', 'v=DKIM1; g=*; zz=top; k=rsa; p={rsa2048}', 'good-key'),
  dkim('a note with an equals sign', 'v=DKIM1; n=a=b; p={rsa2048}', 'good-key'),
  dkim('blanks around every sign', 'v = DKIM1 ; k = rsa ; p = {rsa2048} ;', 'good-key'),
  // §3.2: names of tags are told apart by case; an unknown one is passed over, and v= may be left out.
  dkim('the version in a tag that nobody knows', 'V=DKIM1; p={rsa2048}', 'odd-grammar'),
  dkim('the key in a tag that nobody knows', 'v=DKIM1; P={rsa2048}', 'broken-key'),
  dkim('the type of the key in a tag that nobody knows', 'v=DKIM1; K=ed25519; p={ed}', 'broken-key'),
  dkim('the version not in front, which verifiers do not mind', 'k=rsa; v=DKIM1; p={rsa2048}', 'odd-grammar'),
  dkim('another version', 'v=DKIM2; p={rsa2048}', 'broken-key'),
  dkim('the version in small letters', 'v=dkim1; p={rsa2048}', 'broken-key'),
  dkim('reports alone', 'v=DKIM1; s=tlsrpt; p={rsa2048}', 'broken-key'),
  dkim('SHA-1 alone (RFC 8301 §3.1)', 'v=DKIM1; h=sha1; p={rsa2048}', 'broken-key'),
  dkim('an Ed25519 key said to be RSA', 'v=DKIM1; k=rsa; p={ed}', 'broken-key'),
  dkim('an RSA key said to be Ed25519', 'v=DKIM1; k=ed25519; p={rsa2048}', 'broken-key'),
];

const policy = (why: string, record: string, code: string): MailZoneCase => ({
  why: `${why}: ${record}`,
  zone: [`_dmarc TXT ${record}`],
  expect: { dmarc: code },
});

export const standardPolicies: readonly MailZoneCase[] = [
  // RFC 9989 §4.7
  policy('the policy last', 'v=DMARC1; rua=mailto:d@{d}; p=reject', 'protects'),
  policy('the policy in capitals', 'v=DMARC1; p=REJECT; rua=mailto:d@{d}', 'protects'),
  policy('blanks around every sign', 'v = DMARC1 ; p = reject ; rua = mailto:d@{d}', 'protects'),
  policy('two addresses, and a limit', 'v=DMARC1; p=reject; rua=mailto:d@{d}!50m, mailto:e@{d}', 'protects'),
  policy('no semicolon behind the version', 'v=DMARC1 p=reject; rua=mailto:d@{d}', 'malformed'),
  policy('the version not in front', 'p=reject; v=DMARC1; rua=mailto:d@{d}', 'malformed'),
  policy('another version', 'v=DMARC2; p=reject; rua=mailto:d@{d}', 'malformed'),
  policy('a policy that is none, with reports: taken as none', 'v=DMARC1; p=quarantene; rua=mailto:d@{d}', 'malformed'),
  policy('a report address without its scheme', 'v=DMARC1; p=reject; rua=d@{d}', 'flawed-tags no-reports-noted'),
  policy('a name with a hyphen, passed over', 'v=DMARC1; p=reject; x-note=1; rua=mailto:d@{d}', 'flawed-tags'),
  {
    why: 'an alias of the record that a service keeps',
    zone: ['!_dmarc', '_dmarc CNAME kept.{d}.', 'kept TXT v=DMARC1; p=reject; rua=mailto:d@{d}'],
    expect: { dmarc: 'protects' },
  },
  {
    why: 'names below under a policy of their own',
    zone: [dmarc.replace('reject', 'reject; sp=none')],
    expect: { dmarc: 'weak-subdomains' },
  },
];
