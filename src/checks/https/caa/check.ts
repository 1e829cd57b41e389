import type { CaaLook, CertificateLook, CertificateSummary } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { type CaaRecord, caaIssuer, knownCaaTags, readCaa } from '../../../parse/caa.ts';
import { coversName, registrable } from '../../../parse/host-name.ts';
import { authorityOf, isKnownIdentifier } from '../../../parse/known-authorities.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'allowed'
  | 'unrestricted'
  | 'not-allowed'
  | 'nobody'
  | 'unknown-critical'
  | 'issuer-unknown'
  | 'dns-trouble'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  allowed: { is: 'pass', says: 'The CAA records of {name} name {named}, and the certificate of {host} is from there.' },
  unrestricted: {
    is: 'warn',
    says: 'No CAA record restricts who may issue certificates for {host}, so every authority in the world may.',
  },
  'not-allowed': {
    is: 'fail',
    says: 'The CAA records of {name} allow {named}, and the certificate of {host} is from {issuer}: it will not be renewed.',
  },
  nobody: {
    is: 'fail',
    says: 'The CAA records of {name} allow nobody to issue this certificate of {host}: it will not be renewed.',
  },
  'unknown-critical': {
    is: 'fail',
    says: 'A CAA record of {name} is marked critical and has the tag "{tag}", which no authority knows: none may issue for {host}.',
  },
  'issuer-unknown': {
    is: 'unproven',
    says: 'The CAA records of {name} allow {named}; whether {issuer} goes by that name is not known here.',
  },
  'dns-trouble': { is: 'unproven', says: 'The CAA records of {name} could not be read ({trouble}).' },
  'off-production': offProduction,
};

export const caa = defineCheck<'net.caa' | 'net.certificate', Code>({
  id: 'https.caa',
  question: 'Do the domain’s CAA records allow the authority that issues its certificate?',
  why: 'CAA records say which authorities may issue certificates for a name. Without them any of some hundred may; with wrong ones the next renewal fails.',
  breaks:
    'The certificate is not renewed and the portal goes dark on its last day, or somebody gets a certificate for your name elsewhere.',
  proof:
    'CAA records are asked for from the host’s name upwards, aliases followed, and the nearest set counts. A wildcard certificate is judged from the name below its asterisk, by issuewild where that exists. The issuer of the certificate as sent is matched with the names that authorities publish for CAA, or with the domain of the addresses that it put into the certificate; an authority that matches neither is left open.',
  permit: 'look',
  cites: ['RFC 8659'],
  needs: ['net.caa', 'net.certificate'],
  outcomes,
  fix: {
    summary: 'Publish CAA records that name the authorities you use, and no other.',
    effort: '15 min',
    owner: 'DNS',
    steps: [
      'Find out who issues your certificates, those of your edge and of your mail included (Cloudflare, for one, uses several: letsencrypt.org, pki.goog, ssl.com, sectigo.com).',
      'Add at the domain: example.com. CAA 0 issue "letsencrypt.org", one record for each authority, and for wildcards issuewild where they differ.',
      'Add CAA 0 iodef "mailto:security@example.com" to hear of refused requests.',
      'Renew one certificate as a trial (certbot renew --dry-run).',
    ],
  },
  judge(values, context) {
    return softenOffProduction<Code>([judgeOne(values['net.caa'], values['net.certificate'])], outcomes, context);
  },
});

function judgeOne(look: CaaLook, certificate: CertificateLook): Answer<Code> {
  const leaf = certificate.chain[0];
  const wildcard = leaf !== undefined && isByWildcard(leaf, look.host);
  // The request for *.example.com is checked at example.com, whatever stands at the host (RFC 8659 §3).
  const levels = wildcard ? look.levels.slice(1) : look.levels;
  const suffixFrom = registrable(look.host)?.split('.').length ?? 1;
  // What a public suffix's servers do not say is of no account: nobody publishes CAA there.
  const found = levels.find(
    (one) => one.records.length > 0 || (isTrouble(one.status) && one.name.split('.').length >= suffixFrom),
  );
  const evidence = [
    ...look.levels.map(({ name, alias, status, records }) => ({
      label: 'CAA',
      value: `${name}${alias ? ` (alias of ${alias})` : ''}: ${records.length > 0 ? records.join(' · ') : status}`,
    })),
    ...(leaf ? [{ label: 'issuer', value: [leaf.issuerOrganization, leaf.issuer].filter(Boolean).join(', ') }] : []),
  ];
  const issuer = leaf?.issuerOrganization ?? leaf?.issuer ?? 'unknown';
  const name = found?.name ?? look.host;
  const reproduce = [...new Set([look.host, name])].map((one) => dig(one, 'CAA')).join('; ');
  const answer = (code: Code, data: Readonly<Record<string, string>> = {}): Answer<Code> => ({
    code,
    data: { host: look.host, name, issuer, ...data },
    evidence,
    reproduce,
    confidence: 'certain',
  });
  if (!found) return answer('unrestricted');
  if (found.records.length === 0)
    return {
      ...answer('dns-trouble', { trouble: found.status }),
      gap: gap(
        'unreachable',
        `CAA of ${name}: ${found.status}.`,
        `Check the name servers of ${name}; authorities refuse to issue while they fail.`,
      ),
    };
  const records = found.records.flatMap((text) => readCaa(text) ?? []);
  const strange = records.find(({ critical, tag }) => critical && !knownCaaTags.has(tag));
  if (strange) return answer('unknown-critical', { tag: strange.tag });
  const values = relevant(records, wildcard);
  if (values === undefined) return answer('unrestricted');
  const named = [...new Set(values.flatMap((value) => caaIssuer(value) || []))];
  if (named.length === 0) return answer('nobody');
  const authority = authorityOf(leaf?.issuerOrganization, leaf?.issuer ?? '');
  const known = [...(authority?.identifiers ?? []), ...(leaf?.issuerDomains ?? [])];
  if (named.some((one) => known.includes(one))) return answer('allowed', { named: named.join(' and ') });
  if (authority && named.every(isKnownIdentifier)) return answer('not-allowed', { named: named.join(' and ') });
  return {
    ...answer('issuer-unknown', { named: named.join(' and ') }),
    gap: gap(
      'nothing-to-compare',
      `No list here says by which CAA name ${issuer} goes.`,
      'Look into the authority’s practice statement for its CAA name, or renew the certificate as a trial.',
      10,
    ),
  };
}

/** The values that govern; undefined where nothing does (RFC 8659 §4.3: issuewild, else issue). */
function relevant(records: readonly CaaRecord[], wildcard: boolean): readonly string[] | undefined {
  const of = (wanted: string) => records.filter(({ tag }) => tag === wanted).map(({ value }) => value);
  if (wildcard && of('issuewild').length > 0) return of('issuewild');
  return of('issue').length > 0 ? of('issue') : undefined;
}

function isByWildcard({ dnsNames }: CertificateSummary, host: string): boolean {
  const covering = dnsNames.filter((name) => coversName(name, host));
  return covering.length > 0 && covering.every((name) => name.startsWith('*.'));
}

function isTrouble(status: string): boolean {
  return !['ok', 'nodata', 'nxdomain'].includes(status);
}
