import type { CertificateLook, CertificateSummary } from '../../../collectors/network-evidence.ts';
import { coversName } from '../../../parse/host-name.ts';

export type Problem =
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-name'
  | 'self-signed'
  | 'chain-incomplete'
  | 'unknown-issuer'
  | 'weak-key'
  | 'weak-signature'
  | 'untrusted'
  | 'revoked'
  | 'staple-missing'
  | 'staple-useless';

/** What one address shows. */
export type Shown = Pick<
  CertificateLook,
  'host' | 'authorized' | 'authorizationError' | 'chain' | 'address' | 'stapling'
> & {
  readonly shownTo?: 'RSA' | 'ECDSA';
};

export interface Found {
  readonly code: Problem;
  readonly data: Readonly<Record<string, string>>;
}

/** Everything that is wrong with what one address shows, once each. */
export function problemsOf(look: Shown, now: Date): Found[] {
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
  found.push(...stapleProblem(look, leaf, now));
  return firstOfEachCode(found);
}

/**
 * What Firefox refuses: a certificate that its own authority calls revoked, or one that demands a stapled answer (RFC 7633)
 * in front of a server that never sends a usable one.
 */
function stapleProblem({ host, stapling }: Shown, leaf: CertificateSummary, now: Date): Found[] {
  if (!stapling) return [];
  const { says, until, revokedAt, demanded, asked, came } = stapling;
  const data = { host, subject: leaf.subject, tries: `${asked}`, until: day(until), since: day(revokedAt) };
  if (says === 'revoked') return [{ code: 'revoked', data }];
  if (!demanded) return [];
  if (came === 0) return [{ code: 'staple-missing', data }];
  const stale = until !== undefined && Date.parse(until) < now.getTime();
  if (says === 'good' && !stale) return [];
  const what: Readonly<Record<string, string>> = {
    unknown: 'its authority does not know the certificate',
    other: 'it is about another certificate',
    error: 'it is an error message of the authority',
    unreadable: 'it cannot be read',
  };
  return [{ code: 'staple-useless', data: { ...data, what: what[says ?? ''] ?? `it ran out on ${day(until)}` } }];
}

/** OpenSSL names one error; which of the chain's troubles it is shows in the certificates themselves. */
function chainProblem(
  look: Shown,
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

/** The certificates that lead from the leaf upwards, in whatever order they were sent; strays are not part of the chain. */
export function pathOf(chain: readonly CertificateSummary[]): readonly CertificateSummary[] {
  const path: CertificateSummary[] = [];
  let at: number | undefined = 0;
  while (at !== undefined) {
    const one: CertificateSummary | undefined = chain[at];
    if (!one || path.includes(one)) break;
    path.push(one);
    at = one.selfSigned ? undefined : one.signedByNext ? at + 1 : one.signedBy;
  }
  return path;
}

function coversHost(leaf: CertificateSummary, host: string): boolean {
  if (leaf.addresses.includes(host)) return true;
  return leaf.dnsNames.some((name) => coversName(name, host));
}

function isWeakKey(one: CertificateSummary): boolean {
  if (one.keyType === 'rsa' || one.keyType === 'rsa-pss') return one.keyBits < 2048;
  return one.keyType === 'dsa' || one.keyBits < 256;
}

/** One answer a code: the first. */
export function firstOfEachCode<T extends { readonly code: string }>(found: readonly T[]): T[] {
  return [...new Map(found.toReversed().map((one) => [one.code, one])).values()].toReversed();
}

export function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? 'unknown';
}
