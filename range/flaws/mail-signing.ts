import type { MailVariant } from '../internet/mail-variant.ts';
import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

interface WithDomain {
  readonly mail: MailVariant;
}
const area = 'email';
const dkim = ['email.dkim'] as const;
const dmarc = ['email.dmarc'] as const;
const may = ['email.senders'] as const;
const flaw = <Id extends string, Flips extends readonly string[]>(
  id: Id,
  title: string,
  proof: string,
  flips: Flips,
  mail: MailVariant,
) => ({ id, title, area, flips, may, proof, mail }) as const;

/** DKIM keys and DMARC records that do not do what they should, each at a mail domain of its own. */
export const signingFlaws = [
  flaw('dkim-missing', 'No key at the selector that the portal signs with', 'NXDOMAIN for the selector', dkim, {
    dkim: { line1: [] },
  }),
  flaw('dkim-512', 'A DKIM key of 512 bits', 'p= of 512 bits', dkim, { dkim: { line1: ['rsa 512'] } }),
  flaw('dkim-1024', 'A DKIM key of 1024 bits', 'p= of 1024 bits', ['warn:email.dkim'], {
    dkim: { line1: ['rsa 1024'] },
  }),
  flaw('dkim-revoked', 'A DKIM key that was taken back', 'p= is empty', dkim, {
    dkim: { line1: ['v=DKIM1; k=rsa; p='] },
  }),
  flaw('dkim-test-mode', 'A DKIM key in test mode', 't=y', dkim, { dkim: { line1: ['rsa 2048 t=y'] } }),
  flaw('dkim-two-keys', 'Two keys at one selector', 'two TXT records', dkim, {
    dkim: { line1: ['rsa 1024', 'rsa 2048'] },
  }),
  flaw('dkim-cut-off', 'A DKIM key that lost its second half', 'p= ends after 255 bytes', dkim, {
    dkim: {
      line1: [
        `v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAryzc38vQN6tBQDQzsstWucu9wCpOMIqafmzr0dEc1t5`,
      ],
    },
  }),
  flaw('dkim-alias-to-nothing', 'The selector is an alias of a name that is gone', 'CNAME without a target', dkim, {
    dkim: { line1: ['CNAME gone.{d}'] },
  }),
  flaw('dkim-alias-loop', 'The aliases of the selector lead in a circle', 'CNAME to and fro', dkim, {
    dkim: { line1: ['CNAME back.{d}'] },
    records: ['back.{d} CNAME line1._domainkey.{d}'],
  }),
  flaw(
    'dkim-hyphen-in-a-name',
    'A key record with a tag that the grammar has no place for',
    'x-id=7',
    ['warn:email.dkim'],
    {
      dkim: { line1: ['rsa 2048 x-id=7'] },
    },
  ),
  flaw('dkim-sha1-only', 'A key for SHA-1 only', 'h=sha1', dkim, { dkim: { line1: ['rsa 2048 h=sha1'] } }),

  flaw('dmarc-missing', 'No DMARC record', 'NXDOMAIN for _dmarc', dmarc, { dmarc: [] }),
  flaw('dmarc-none', 'DMARC says none and asks for no reports', 'p=none without rua', dmarc, {
    dmarc: ['v=DMARC1; p=none'],
  }),
  flaw('dmarc-watches', 'DMARC only watches', 'p=none with rua', ['warn:email.dmarc'], {
    dmarc: ['v=DMARC1; p=none; rua=mailto:dmarc@{d}'],
  }),
  flaw(
    'dmarc-misaligned',
    'Mail is sent and signed as a name that strict alignment does not accept',
    'adkim=s; aspf=s',
    dmarc,
    {
      dmarc: [],
      authorDomains: ['news.{d}'],
      records: [
        '_dmarc.news.{d} TXT v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:dmarc@{d}',
        'news.{d} A 127.0.0.1',
      ],
    },
  ),
  flaw('dmarc-malformed', 'The policy of DMARC is misspelt', 'p=rejected', dmarc, {
    dmarc: ['v=DMARC1; p=rejected; rua=mailto:dmarc@{d}'],
  }),
  flaw('dmarc-small-letters', 'The version of DMARC is in small letters', 'v=dmarc1', dmarc, {
    dmarc: ['v=dmarc1; p=reject; rua=mailto:dmarc@{d}'],
  }),
  flaw('dmarc-two', 'Two DMARC records', 'two TXT records at _dmarc', dmarc, {
    dmarc: ['v=DMARC1; p=reject; rua=mailto:dmarc@{d}', 'v=DMARC1; p=none'],
  }),
  flaw('dmarc-rua-stranger', 'Reports go to a stranger who has not agreed', 'no _report._dmarc record', dmarc, {
    dmarc: ['v=DMARC1; p=reject; rua=mailto:reports@stranger-{d}'],
  }),
  flaw('dmarc-parked-none', 'A parked domain that rejects nothing', 'p=none at a domain that sends nothing', dmarc, {
    parked: true,
    mx: ['0 .'],
    sts: [],
    spf: ['v=spf1 -all'],
    dmarc: ['v=DMARC1; p=none; rua=mailto:dmarc@{d}'],
  }),
  flaw('dmarc-weak-below', 'DMARC lets everything pass below the domain', 'sp=none', ['warn:email.dmarc'], {
    dmarc: ['v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@{d}'],
  }),
] as const satisfies readonly (Flaw & WithDomain)[];

const decoy = <Id extends string>(id: Id, title: string, guards: readonly string[], mail: MailVariant) =>
  ({ id, title, guards, mail }) as const;
const ed25519 = 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

export const signingDecoys = [
  decoy('dkim-ed25519-beside-rsa', 'An Ed25519 key beside the RSA key', dkim, {
    dkim: { line2: [ed25519] },
    selectors: ['line1', 'line2'],
  }),
  decoy('dkim-by-alias', 'The key lies at the service and is reached by an alias', dkim, {
    dkim: { line1: ['CNAME key.vendor-{d}'] },
    records: ['vendor-{d} SOA .', `key.vendor-{d} TXT sound-key`],
  }),
  decoy('dkim-retired-selector', 'An old selector of a usual name was taken back', dkim, {
    dkim: { k1: ['v=DKIM1; p='] },
  }),
  decoy('dkim-wildcard-revoked', 'Every other selector answers that its key was taken back', dkim, {
    records: ['*._domainkey.{d} TXT v=DKIM1; p='],
  }),
  decoy('dkim-spaced-record', 'A key record with odd spaces and an unknown tag', dkim, {
    dkim: { line1: ['spaced-key'] },
  }),
  decoy('dmarc-inherited', 'A subdomain sends under the record of its organisation', ['email.dmarc'], {
    authorDomains: ['news.{d}'],
    records: ['news.{d} A 127.0.0.1'],
  }),
  decoy('dmarc-reports-agreed', 'Reports go to a service that has agreed', dmarc, {
    dmarc: ['v=DMARC1; p=reject; rua=mailto:a@reports-{d},mailto:dmarc@{d}'],
    records: ['reports-{d} SOA .', '{d}._report._dmarc.reports-{d} TXT v=DMARC1;'],
  }),
  decoy('dmarc-odd-writing', 'DMARC with spaces, capitals and tags of the past', dmarc, {
    dmarc: ['v = DMARC1 ;P= Reject; pct=100; rf=afrf; ri=86400; adkim = R; rua = mailto:dmarc@{d}!10m ;'],
  }),
  decoy('dmarc-by-alias', '_dmarc is an alias of a record that a service keeps', dmarc, {
    dmarc: [],
    records: ['_dmarc.{d} CNAME kept.{d}', 'kept.{d} TXT v=DMARC1; p=reject; rua=mailto:dmarc@{d}'],
  }),
  decoy('dmarc-quarantine', 'DMARC says quarantine', dmarc, {
    dmarc: ['v=DMARC1; p=quarantine; rua=mailto:dmarc@{d}'],
  }),
] as const satisfies readonly (Decoy & WithDomain)[];

export const signingCases = [
  {
    id: 'dkim-selector-unknown',
    title: 'Nobody has said at which selector the domain signs',
    unproven: ['email.dkim'],
    may: [],
    mail: { dkim: { line1: [], secret7: ['rsa 1024'] }, selectors: [] },
  },
  {
    id: 'dkim-servfail',
    title: 'The name servers answer SERVFAIL for the selector',
    unproven: ['email.dkim'],
    may: [],
    mail: { faults: { 'line1._domainkey.{d}': 'servfail' } },
  },
  {
    id: 'dmarc-servfail',
    title: 'The name servers answer SERVFAIL for _dmarc',
    unproven: ['email.dmarc'],
    may: [],
    mail: { faults: { '_dmarc.{d}': 'servfail' } },
  },
  {
    id: 'dmarc-reports-servfail',
    title: 'Whether a stranger takes the reports cannot be looked up',
    unproven: ['email.dmarc'],
    may: [],
    mail: {
      dmarc: ['v=DMARC1; p=reject; rua=mailto:a@reports-{d}'],
      faults: { '{d}._report._dmarc.reports-{d}': 'servfail' },
    },
  },
] as const satisfies readonly (UnprovenCase & WithDomain)[];
