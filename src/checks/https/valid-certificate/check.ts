import type { CertificateLook, CertificateSummary } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import type { EvidenceItem } from '../../../model/finding.ts';
import { gap } from '../../../model/gap.ts';
import { opensslChain } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';
import { day, firstOfEachCode, pathOf, type Problem, problemsOf, type Shown } from './problems.ts';

type Code =
  | Problem
  | 'valid'
  | 'disordered'
  | 'staple-late'
  | 'partly-seen'
  | 'address-unseen'
  | 'undecided'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  valid: {
    is: 'pass',
    says: 'The certificate covers {host}, its chain is complete as sent, and it is valid until {until}.',
  },
  expired: { is: 'fail', says: 'The certificate "{subject}" ran out on {until}.' },
  'not-yet-valid': { is: 'fail', says: 'The certificate "{subject}" is not valid before {from}.' },
  'wrong-name': { is: 'fail', says: 'The certificate is for {names}, not for {host}.' },
  'self-signed': { is: 'fail', says: 'The certificate of {host} is signed by itself, so browsers warn every visitor.' },
  'chain-incomplete': {
    is: 'fail',
    says: '{host} does not send the certificate of "{issuer}", which is no root that browsers know. Some browsers heal a missing intermediate from their cache; apps, scripts and other servers do not.',
  },
  'unknown-issuer': {
    is: 'fail',
    says: 'The chain of {host} ends at "{issuer}", an authority that browsers do not know.',
  },
  'weak-key': { is: 'fail', says: 'The key of "{subject}" is too weak: {key}.' },
  'weak-signature': {
    is: 'fail',
    says: 'The certificate "{subject}" is signed with {signature}, which browsers refuse.',
  },
  untrusted: { is: 'fail', says: 'The certificate chain of {host} does not verify: {error}.' },
  revoked: {
    is: 'fail',
    says: 'The authority of the certificate "{subject}" has revoked it on {since}: {host} itself staples the answer that says so.',
  },
  'staple-missing': {
    is: 'fail',
    says: 'The certificate of {host} demands a stapled OCSP answer, and none came in {tries} handshakes. Firefox shows an error page; other browsers take no notice.',
  },
  'staple-useless': {
    is: 'fail',
    says: 'The certificate of {host} demands a stapled OCSP answer, and what is stapled is of no use: {what}. Firefox shows an error page; other browsers take no notice.',
  },
  'staple-late': {
    is: 'warn',
    says: 'The certificate of {host} demands a stapled OCSP answer, and {missing} of {tries} handshakes came without one. Firefox shows an error page to those visitors.',
  },
  disordered: {
    is: 'warn',
    says: '{host} sends its certificates out of order. Browsers sort them; some older programs do not, and refuse.',
  },
  'partly-seen': {
    is: 'warn',
    says: 'The certificate of {host} is fine at {seen}. This machine has no route to {unseen}, so nothing is said about that.',
  },
  'address-unseen': { is: 'unproven', says: 'Not every address of {host} showed its certificate: {unseen}.' },
  undecided: { is: 'unproven', says: 'Names and dates of the certificate fit, and verification still says: {error}.' },
  'off-production': offProduction,
};

export const validCertificate = defineCheck<'net.certificate', Code>({
  id: 'https.valid-certificate',
  question: 'Does every hostname show a certificate that browsers accept?',
  why: 'A browser shows a full-page warning in front of a site whose certificate does not verify, and other programs refuse to connect.',
  breaks:
    'Customers meet a warning page in place of the portal; most of them leave, and the rest learn to click warnings away.',
  proof:
    'A TLS handshake with every address of the host shows the certificates as the server sends them. Names, dates, keys and signatures are read from them, and the chain is verified against the public roots without fetching anything that was not sent.',
  permit: 'look',
  cites: ['v5.0.0-12.2.2', 'RFC 5280 §6', 'RFC 9525', 'RFC 7633 §4.3.3'],
  needs: ['net.certificate'],
  outcomes,
  fix: {
    summary: 'Install a certificate for this name from a public authority, with its intermediate.',
    effort: '1 h',
    owner: 'hosting',
    steps: [
      'Ask for a certificate that names this host (an ACME client such as certbot or caddy does it and renews it).',
      'Configure the full chain: leaf first, then the intermediate (fullchain.pem, not cert.pem).',
      'Where the certificate demands stapling (most authorities have ended OCSP): ask for a new one without must-staple, or switch stapling on (nginx: ssl_stapling on with a resolver; Apache: SSLUseStapling on; Caddy staples by itself).',
      'nginx: ssl_certificate fullchain.pem. Caddy: name the host in the Caddyfile, it does the rest. Express, Next.js on Node: https.createServer({ cert: the whole fullchain.pem, … }), or a proxy in front. Cloudflare: SSL/TLS → Edge Certificates must cover the name; Universal SSL covers one level below the domain.',
      'Reload the server and look again with openssl s_client.',
    ],
  },
  judge({ 'net.certificate': look }, context) {
    const places: readonly Shown[] = [look, ...(look.elsewhere ?? []).map((one) => ({ ...one, host: look.host }))];
    const answers = places.flatMap((place) => judgeOne(place, context));
    const failed = answers.filter(({ code }) => outcomes[code].is === 'fail');
    const unseen = unseenAddresses(look, answers[0]?.evidence ?? [], context.subject);
    if (failed.length > 0) return softenOffProduction<Code>([...firstOfEachCode(failed), ...unseen], outcomes, context);
    const rank = ({ code }: Answer<Code>) => ['unproven', 'warn', 'pass'].indexOf(outcomes[code].is);
    const [worst] = [...answers, ...unseen].toSorted((one, other) => rank(one) - rank(other));
    return worst ? [worst] : [];
  },
});

function judgeOne(look: Shown, context: { readonly now: Date; readonly subject: string }): Answer<Code>[] {
  const evidence = linesOf(look);
  const shared = { evidence, reproduce: opensslChain(context.subject, look.address) };
  const problems = problemsOf(look, context.now);
  if (problems.length > 0)
    return problems.map((problem) => ({ ...problem, ...shared, confidence: 'certain' as const }));
  const error = look.authorizationError ?? 'no reason given';
  const data = { host: look.host, until: day(look.chain[0]?.notAfter), error };
  const { asked = 0, came = 0, demanded = false } = look.stapling ?? {};
  const late = { ...data, missing: `${asked - came}`, tries: `${asked}` };
  if (look.authorized && demanded && came < asked) return [{ code: 'staple-late', data: late, ...shared }];
  if (look.authorized) return [{ code: isDisordered(look.chain) ? 'disordered' : 'valid', data, ...shared }];
  const why = gap(
    'inconclusive',
    `The certificate of ${look.host} fits, and does not verify (${error}).`,
    'Look with openssl s_client.',
  );
  return [{ code: 'undecided', data, ...shared, gap: why }];
}

/** Addresses that showed nothing: an open question, unless this machine could not have asked. */
function unseenAddresses(look: CertificateLook, evidence: readonly EvidenceItem[], subject: string): Answer<Code>[] {
  const missing = look.unseenAt ?? [];
  if (missing.length === 0) return [];
  const unseen = missing.map(({ address }) => address).join(', ');
  const seen = [look.address ?? look.host, ...(look.sameAt ?? [])].join(', ');
  const lines = [...evidence, ...missing.map(({ address, detail }) => ({ label: address, value: detail }))];
  const shared = {
    data: { host: look.host, unseen, seen },
    evidence: lines,
    reproduce: opensslChain(subject, missing[0]?.address),
  };
  if (missing.every(({ noRoute }) => noRoute)) return [{ ...shared, code: 'partly-seen' }];
  const why = gap(
    'unreachable',
    `No certificate was seen at ${unseen} (${missing[0]?.detail}).`,
    `Bring the server at ${unseen} up, or take the address out of DNS; then run again.`,
    15,
  );
  return [{ ...shared, code: 'address-unseen', gap: why }];
}

/** Each certificate should certify the one before it (RFC 8446 §4.4.2, RFC 5246 §7.4.2). */
function isDisordered(chain: readonly CertificateSummary[]): boolean {
  const path = pathOf(chain);
  return path.some((one, at) => chain[at] !== one);
}

function linesOf(look: Shown): EvidenceItem[] {
  const sent = look.chain.map((one, index) => ({
    label: index === 0 ? 'certificate (leaf)' : `certificate ${index + 1}`,
    value: `${one.subject}, issued by ${one.issuer}, ${day(one.notBefore)} to ${day(one.notAfter)}, ${one.key}, ${one.signature}`,
  }));
  const whom = look.shownTo ? ` (shown to programs that take ${look.shownTo} keys alone)` : '';
  const names = [...(look.chain[0]?.dnsNames ?? []), ...(look.chain[0]?.addresses ?? [])];
  return [
    { label: 'names', value: names.slice(0, 12).join(', ') || 'none' },
    ...sent,
    {
      label: 'verification',
      value: look.authorized
        ? `verified${look.address ? ` at ${look.address}` : ''}${whom}`
        : `${look.authorizationError ?? 'refused'}${look.address ? ` at ${look.address}` : ''}${whom}`,
    },
  ];
}
