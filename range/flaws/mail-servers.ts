import type { MailVariant } from '../internet/mail-variant.ts';
import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

interface WithDomain {
  readonly mail: MailVariant;
}
const area = 'email';
const policy = 'version: STSv1\r\nmode: enforce\r\nmx: mail.{d}\r\nmax_age: 604800\r\n';
const sts = ['v=STSv1; id=20261101'];
const flaw = <Id extends string, Flips extends readonly string[]>(
  id: Id,
  title: string,
  proof: string,
  flips: Flips,
  mail: MailVariant,
  may: readonly string[] = [],
) => ({ id, title, area, flips, may, proof, mail }) as const;

/** Mail servers, transport policies and the rest of a mail domain, each flaw at a domain of its own. */
export const serverFlaws = [
  flaw('mx-dead', 'The mail server of the domain does not exist', 'NXDOMAIN for the MX host', ['email.mx'], {
    mx: ['10 gone.{d}'],
  }),
  flaw('mx-address', 'The MX record holds an address instead of a name', 'MX 10 192.0.2.25', ['email.mx'], {
    mx: ['10 192.0.2.25'],
  }),
  flaw('mx-null-beside-others', 'A null MX beside a mail server', 'MX 0 . and MX 10', ['email.mx'], {
    mx: ['0 .', '10 mail.{d}'],
  }),
  flaw(
    'sts-mx-mismatch',
    'The MTA-STS policy names another mail server',
    'mx: of the policy, MX of the domain',
    ['email.mta-sts'],
    {
      sts,
      policy: policy.replace('mx: mail.{d}', 'mx: mail.elsewhere.test'),
    },
  ),
  flaw('sts-policy-missing', 'MTA-STS is announced and the policy file answers 404', '404', ['email.mta-sts'], {
    sts,
    policy: 'Not found',
    policyStatus: 404,
  }),
  flaw('sts-certificate', 'The certificate of the policy host is for another name', 'certificate', ['email.mta-sts'], {
    sts,
    policy,
    policyUncovered: true,
  }),
  flaw('sts-record-without-id', 'The MTA-STS record has no id', 'v=STSv1', ['email.mta-sts'], {
    sts: ['v=STSv1;'],
    policy,
  }),
  flaw('tls-rpt-malformed', 'The TLS report record names no address', 'rua=tls@', ['email.tls-rpt'], {
    tlsRpt: ['v=TLSRPTv1; rua=tls@{d}'],
  }),
  flaw('bimi-http', 'The logo lies behind http', 'l=http://', ['email.bimi'], {
    bimi: ['v=BIMI1; l=http://{d}/logo.svg; a='],
  }),
  flaw(
    'senders-nothing-covers',
    'Neither SPF nor DKIM covers the mail of the domain',
    'no SPF record, no key at the selector',
    ['email.senders', 'email.spf', 'email.dkim'],
    { spf: [], dkim: { line1: [] } },
  ),
  flaw(
    'lookalike-takes-mail',
    'A domain that differs by two swapped letters takes mail',
    'MX of the lookalike',
    ['warn:email.lookalike'],
    { records: ['lookalike-tkaes-mail.test SOA .', 'lookalike-tkaes-mail.test MX 10 mx.lookalike-tkaes-mail.test'] },
  ),
] as const satisfies readonly (Flaw & WithDomain)[];

const decoy = <Id extends string>(id: Id, title: string, guards: readonly string[], mail: MailVariant) =>
  ({ id, title, guards, mail }) as const;

export const serverDecoys = [
  decoy('mx-several', 'Two mail servers, the second only as a reserve', ['email.mx'], {
    mx: ['10 mail.{d}', '20 ns1.{d}'],
  }),
  decoy(
    'sts-wildcard-mx',
    'The MTA-STS policy names its mail servers by a wildcard, in odd writing',
    ['email.mta-sts'],
    {
      sts: ['v=STSv1; id=20261101Z;'],
      policy: 'version: STSv1\nmode: enforce\nmx:  *.{d}\nmax_age: 10368000\nfuture: thing',
    },
  ),
  decoy('tls-rpt-by-https', 'TLS reports go to an https address', ['email.tls-rpt'], {
    tlsRpt: ['v=TLSRPTv1; rua=https://reports.{d}/tls,mailto:tls@{d}'],
  }),
  decoy('bimi-declined', 'The domain says that it has no logo', ['email.bimi'], { bimi: ['v=BIMI1; l=; a=;'] }),
  decoy('senders-by-dkim-alone', 'DKIM covers the mail, SPF names nobody and soft-fails', ['email.senders'], {
    spf: ['v=spf1 ~all'],
  }),
  decoy('lookalike-parked', 'A lookalike exists and takes no mail', ['email.lookalike'], {
    records: ['lookalike-pakred.test SOA .', 'lookalike-pakred.test MX 0 .', 'lookalike-pakred.test TXT v=spf1 -all'],
  }),
] as const satisfies readonly (Decoy & WithDomain)[];

const open = <Id extends string>(id: Id, title: string, unproven: readonly string[], mail: MailVariant) =>
  ({ id, title, unproven, may: [], mail }) as const;

export const serverCases = [
  open('mx-servfail', 'The name servers answer SERVFAIL for the mail server', ['email.mx'], {
    mx: ['10 broken.{d}'],
    faults: { 'broken.{d}': 'servfail' },
  }),
  open('sts-policy-unreachable', 'Nothing listens where the MTA-STS policy should be', ['email.mta-sts'], {
    sts,
    policyClosed: true,
  }),
  open('tls-rpt-servfail', 'The name servers answer SERVFAIL for _smtp._tls', ['email.tls-rpt'], {
    faults: { '_smtp._tls.{d}': 'servfail' },
  }),
  open('bimi-servfail', 'The name servers answer SERVFAIL for the logo record', ['email.bimi'], {
    faults: { 'default._bimi.{d}': 'servfail' },
  }),
  open('lookalike-servfail', 'The name servers answer SERVFAIL for close names', ['email.lookalike'], {
    faults: { 'lookalike-srevfail.test': 'servfail' },
  }),
] as const satisfies readonly (UnprovenCase & WithDomain)[];
