import type { MailVariant } from '../internet/mail-variant.ts';
import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

type WithDomain = { readonly mail: MailVariant };
const area = 'email';
const flips = ['email.spf'] as const;
const may = ['email.senders'] as const;
const base = { area, flips, may } as const;
const eleven = Array.from({ length: 11 }, (_, at) => `a:x${at}.{d}`).join(' ');
const namesOf = (count: number) => Array.from({ length: count }, (_, at) => `x${at}.{d} A 127.0.0.2`);

/** SPF records that do not do what they should, each at a mail domain of its own. */
export const spfFlaws = [
  {
    id: 'spf-none',
    title: 'A domain that sends mail has no SPF record',
    ...base,
    proof: 'no TXT record that starts with v=spf1',
    mail: { spf: [] },
  },
  {
    id: 'spf-two',
    title: 'Two SPF records',
    ...base,
    proof: 'two TXT records that start with v=spf1',
    mail: { spf: ['v=spf1 a:mail.{d} -all', 'v=spf1 mx ~all'] },
  },
  {
    id: 'spf-eleven-lookups',
    title: 'SPF needs eleven look-ups',
    ...base,
    proof: 'eleven a: terms',
    mail: { spf: [`v=spf1 ${eleven} -all`], records: namesOf(11) },
  },
  {
    id: 'spf-eleven-below-includes',
    title: 'SPF needs eleven look-ups, most of them inside includes',
    ...base,
    proof: 'two includes with nine look-ups between them',
    mail: {
      spf: ['v=spf1 include:one.{d} include:two.{d} ~all'],
      records: [
        'one.{d} TXT v=spf1 a:x0.{d} a:x1.{d} a:x2.{d} a:x3.{d} a:x4.{d} ~all',
        'two.{d} TXT v=spf1 a:x5.{d} a:x6.{d} a:x7.{d} a:x8.{d} ~all',
        ...namesOf(9),
      ],
    },
  },
  {
    id: 'spf-plus-all',
    title: 'SPF ends in +all',
    ...base,
    proof: '+all',
    mail: { spf: ['v=spf1 a:mail.{d} +all'] },
  },
  {
    id: 'spf-every-address',
    title: 'SPF names both halves of the address space',
    ...base,
    proof: 'ip4:0.0.0.0/1 ip4:128.0.0.0/1',
    mail: { spf: ['v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all'] },
  },
  {
    id: 'spf-syntax-after-match',
    title: 'A mistake in SPF behind a term that fits',
    ...base,
    proof: 'ip4:192.0.2 behind a:mail',
    mail: { spf: ['v=spf1 a:mail.{d} ip4:192.0.2 -all'] },
  },
  {
    id: 'spf-include-without-record',
    title: 'SPF includes a domain that has no SPF record',
    ...base,
    proof: 'include of a name that has an address only',
    mail: { spf: ['v=spf1 a:mail.{d} include:mail.{d} -all'] },
  },
  {
    id: 'spf-include-loop',
    title: 'SPF includes itself by way of another name',
    ...base,
    proof: 'include:back, which includes the domain',
    mail: { spf: ['v=spf1 include:back.{d} -all'], records: ['back.{d} TXT v=spf1 include:{d} -all'] },
  },
  {
    id: 'spf-three-void-lookups',
    title: 'SPF names three hosts that are gone',
    ...base,
    proof: 'NXDOMAIN for each of three a: terms',
    mail: { spf: ['v=spf1 a:mail.{d} a:gone1.{d} a:gone2.{d} a:gone3.{d} -all'] },
  },
  {
    id: 'spf-neutral-all',
    title: 'SPF ends in ?all',
    ...base,
    proof: '?all',
    mail: { spf: ['v=spf1 a:mail.{d} ?all'] },
  },
  {
    id: 'spf-in-quotes',
    title: 'The SPF record was pasted with its quotes',
    ...base,
    proof: 'a TXT record that starts with a quote',
    mail: { spf: ['"v=spf1 a:mail.{d} -all"'] },
  },
  {
    id: 'spf-redirect-beside-all',
    title: 'SPF leads elsewhere by a redirect that stands beside “all”',
    ...base,
    proof: 'redirect= before -all: receivers never follow it',
    mail: { spf: ['v=spf1 redirect=_spf.{d} -all'], records: ['_spf.{d} TXT v=spf1 a:mail.{d} -all'] },
  },
  {
    id: 'spf-redirect-left-over',
    title: 'A redirect is left over beside “all”, and the record names its senders itself',
    area,
    flips: ['warn:email.spf'],
    may,
    proof: 'redirect= beside -all is ignored',
    mail: { spf: ['v=spf1 a:mail.{d} -all redirect=_gone.{d}'] },
  },
  {
    id: 'spf-parked-open',
    title: 'A parked domain whose SPF lets servers send',
    ...base,
    proof: 'a:mail at a domain that sends nothing',
    mail: { parked: true, mx: ['0 .'], sts: [], spf: ['v=spf1 a:mail.{d} -all'] },
  },
  {
    id: 'spf-repeated-include',
    title: 'SPF includes the same sender twice',
    area,
    flips: ['warn:email.spf'],
    may,
    proof: 'include:one twice',
    mail: {
      spf: ['v=spf1 include:one.{d} include:one.{d} -all'],
      records: ['one.{d} TXT v=spf1 ip4:192.0.2.1 -all'],
    },
  },
  {
    id: 'spf-ptr',
    title: 'SPF uses ptr',
    area,
    flips: ['warn:email.spf'],
    may,
    proof: 'ptr',
    mail: { spf: ['v=spf1 a:mail.{d} ptr -all'] },
  },
] as const satisfies readonly (Flaw & WithDomain)[];

const guards = ['email.spf', 'email.senders'] as const;

export const spfDecoys = [
  {
    id: 'spf-softfail-under-reject',
    title: 'SPF ends in ~all where DMARC rejects',
    guards: ['email.spf', 'email.dmarc', 'email.senders'],
    mail: { spf: ['v=spf1 a:mail.{d} ~all'] },
  },
  {
    id: 'spf-ten-lookups',
    title: 'SPF with exactly ten look-ups',
    guards,
    mail: {
      spf: [`v=spf1 ${Array.from({ length: 10 }, (_, at) => `a:x${at}.{d}`).join(' ')} -all`],
      records: namesOf(10),
    },
  },
  {
    id: 'spf-by-redirect',
    title: 'SPF lies elsewhere by redirect',
    guards,
    mail: { spf: ['v=spf1 redirect=_spf.{d}'], records: ['_spf.{d} TXT v=spf1 a:mail.{d} -all'] },
  },
  {
    id: 'spf-with-macro',
    title: 'SPF asks for a name that is made from the sender’s address',
    guards,
    mail: { spf: ['v=spf1 a:mail.{d} exists:%{ir}.allow.{d} exp=why.{d} -all'] },
  },
  {
    id: 'spf-two-strings',
    title: 'An SPF record of two strings, broken in the middle of a word',
    guards,
    mail: { spf: [`v=spf1 a:mail.{d} ${'ip4:192.0.2.17 '.repeat(16)}ip4:198.51.100.7 -all`] },
  },
  {
    id: 'spf-odd-writing',
    title: 'SPF in capitals with many spaces, among other TXT records',
    guards,
    mail: {
      spf: ['V=SPF1   A:MAIL.{d}  IP4:192.0.2.0/24   -ALL '],
      text: ['site-verification=abc123', 'notes: v=spf1 belongs into one record'],
    },
  },
  {
    id: 'parked-with-null-mx',
    title: 'A parked domain with null MX, v=spf1 -all and DMARC reject without reports',
    guards: ['email.spf', 'email.dkim', 'email.dmarc', 'email.mx', 'email.senders'],
    mail: {
      parked: true,
      mx: ['0 .'],
      spf: ['v=spf1 -all'],
      dmarc: ['v=DMARC1; p=reject'],
      dkim: { line1: [] },
      selectors: [],
      tlsRpt: [],
      sts: [],
    },
  },
  {
    id: 'txt-wildcard',
    title: 'Every name below the domain answers with the same TXT record',
    guards: ['email.spf', 'email.dkim', 'email.dmarc', 'email.senders', 'email.bimi'],
    mail: { records: ['*.{d} TXT v=spf1 -all'] },
  },
] as const satisfies readonly (Decoy & WithDomain)[];

export const spfCases = [
  {
    id: 'spf-include-servfail',
    title: 'The name servers of an included sender answer SERVFAIL',
    unproven: ['email.spf', 'email.senders'],
    may: [],
    mail: {
      spf: ['v=spf1 a:mail.{d} include:broken.{d} -all'],
      dkim: { line1: [] },
      selectors: [],
      faults: { 'broken.{d}': 'servfail' },
    },
  },
] as const satisfies readonly (UnprovenCase & WithDomain)[];
