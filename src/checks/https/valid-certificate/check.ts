import type { CertificateLook, CertificateSummary } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import type { EvidenceItem } from '../../../model/finding.ts';
import { gap } from '../../../model/gap.ts';
import { coversName } from '../../../parse/host-name.ts';
import { opensslChain } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Problem =
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'self-signed'
  | 'chain-incomplete'
  | 'unknown-issuer'
  | 'weak-key'
  | 'weak-signature'
  | 'untrusted';
type Code = Problem | 'valid' | 'undecided' | 'off-production';

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
    'A TLS handshake shows the certificates as the server sends them. Names, dates, keys and signatures are read from them, and the chain is verified against the public roots without fetching anything that was not sent.',
  permit: 'look',
  cites: ['v5.0.0-12.2.2', 'RFC 5280 §6', 'RFC 9525'],
  needs: ['net.certificate'],
  outcomes,
  fix: {
    summary: 'Install a certificate for this name from a public authority, with its intermediate.',
    effort: '1 h',
    owner: 'hosting',
    steps: [
      'Ask for a certificate that names this host (an ACME client such as certbot or caddy does it and renews it).',
      'Configure the full chain: leaf first, then the intermediate (fullchain.pem, not cert.pem).',
      'Reload the server and look again with openssl s_client.',
    ],
  },
  judge({ 'net.certificate': look }, context) {
    const problems = problemsOf(look, context.now);
    const reproduce = opensslChain(context.subject);
    const leaf = look.chain[0];
    const evidence = linesOf(look);
    if (problems.length > 0) {
      const answers = problems.map((problem) => ({ ...problem, evidence, reproduce, confidence: 'certain' as const }));
      return softenOffProduction<Code>(answers, outcomes, context);
    }
    const data = { host: look.host, until: day(leaf?.notAfter), error: look.authorizationError ?? 'no reason given' };
    if (look.authorized) return { code: 'valid', data, evidence, reproduce };
    const why = gap(
      'inconclusive',
      `The certificate of ${look.host} fits, and does not verify (${data.error}).`,
      'Look with openssl s_client.',
    );
    return { code: 'undecided', data, evidence, reproduce, gap: why };
  },
});

type Found = Pick<Answer<Problem>, 'code' | 'data'>;

function problemsOf(look: CertificateLook, now: Date): Found[] {
  const [leaf] = look.chain;
  if (!leaf) return [];
  const found: Found[] = [];
  const path = pathOf(look.chain);
  for (const one of path) {
    // A self-signed root in the chain is not used for its dates; roots are trusted by themselves.
    if (one.selfSigned && one !== leaf) continue;
    const trustedAnyway = one !== leaf && look.authorized;
    const dates = { subject: one.subject, until: day(one.notAfter), from: day(one.notBefore) };
    if (!trustedAnyway && Date.parse(one.notAfter) < now.getTime()) found.push({ code: 'expired', data: dates });
    if (!trustedAnyway && Date.parse(one.notBefore) > now.getTime()) found.push({ code: 'not-yet-valid', data: dates });
    if (isWeakKey(one)) found.push({ code: 'weak-key', data: { subject: one.subject, key: one.key } });
    if (/sha1|md5|md2/i.test(one.signature) && !one.selfSigned)
      found.push({ code: 'weak-signature', data: { subject: one.subject, signature: one.signature } });
  }
  if (!coversHost(leaf, look.host)) {
    const names = [...leaf.dnsNames, ...leaf.addresses].slice(0, 6).join(', ') || 'no name at all (only a common name)';
    found.push({ code: 'wrong-name', data: { names, host: look.host } });
  }
  if (!look.authorized) found.push(...chainProblem(look, leaf, path, found));
  return firstOfEachCode(found);
}

/** OpenSSL names one error; which of the chain's troubles it is shows in the certificates themselves. */
function chainProblem(
  look: CertificateLook,
  leaf: CertificateSummary,
  path: readonly CertificateSummary[],
  known: readonly Found[],
): Found[] {
  const error = look.authorizationError ?? '';
  const top = path.at(-1) ?? leaf;
  const data = { host: look.host, issuer: top.issuer, error };
  if (/DEPTH_ZERO_SELF_SIGNED|self[- ]signed certificate$/i.test(error) || (leaf.selfSigned && path.length === 1))
    return [{ code: 'self-signed', data }];
  if (/SELF_SIGNED_CERT_IN_CHAIN|self[- ]signed certificate in/i.test(error)) return [{ code: 'unknown-issuer', data }];
  if (/UNABLE_TO_(?:VERIFY_LEAF|GET_ISSUER)|unable to (?:verify|get)/i.test(error))
    return [{ code: top.selfSigned ? 'unknown-issuer' : 'chain-incomplete', data }];
  const explained: readonly (readonly [RegExp, Problem])[] = [
    [/EXPIRED/i, 'expired'],
    [/NOT_YET_VALID/i, 'not-yet-valid'],
    [/ALTNAME|hostname|does not match/i, 'wrong-name'],
    [/KEY_TOO_(?:SMALL|WEAK)|too (?:small|weak)/i, 'weak-key'],
    [/MD_TOO_WEAK|SIGNATURE_DIGEST/i, 'weak-signature'],
  ];
  for (const [pattern, code] of explained) {
    if (!pattern.test(error)) continue;
    // Names that fit and an error about names contradict each other: that settles nothing.
    return known.some((one) => one.code === code) || code === 'wrong-name' ? [] : [{ code: 'untrusted', data }];
  }
  return error === '' ? [] : [{ code: 'untrusted', data }];
}

/** The certificates that lead from the leaf upwards; strays behind them are not part of the chain. */
function pathOf(chain: readonly CertificateSummary[]): readonly CertificateSummary[] {
  const broken = chain.findIndex((one) => !one.signedByNext);
  return broken < 0 ? chain : chain.slice(0, broken + 1);
}

function coversHost(leaf: CertificateSummary, host: string): boolean {
  if (leaf.addresses.includes(host)) return true;
  return leaf.dnsNames.some((name) => coversName(name, host));
}

function isWeakKey(one: CertificateSummary): boolean {
  if (one.keyType === 'rsa' || one.keyType === 'rsa-pss') return one.keyBits < 2048;
  return one.keyType === 'dsa' || one.keyBits < 256;
}

function firstOfEachCode(found: readonly Found[]): Found[] {
  return [...new Map(found.toReversed().map((one) => [one.code, one])).values()].toReversed();
}

function linesOf(look: CertificateLook): EvidenceItem[] {
  const sent = look.chain.map((one, index) => ({
    label: index === 0 ? 'certificate (leaf)' : `certificate ${index + 1}`,
    value: `${one.subject}, issued by ${one.issuer}, ${day(one.notBefore)} to ${day(one.notAfter)}, ${one.key}, ${one.signature}`,
  }));
  const names = [...(look.chain[0]?.dnsNames ?? []), ...(look.chain[0]?.addresses ?? [])];
  return [
    { label: 'names', value: names.slice(0, 12).join(', ') || 'none' },
    ...sent,
    {
      label: 'verification',
      value: look.authorized ? `verified over ${look.protocol}` : (look.authorizationError ?? 'refused'),
    },
  ];
}

function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? 'unknown';
}
