import { X509Certificate } from 'node:crypto';
import { registrable } from './host-name.ts';

/** What judgement needs of one certificate. */
export interface ParsedCertificate {
  /** For people to read; of a certificate without a subject (RFC 5280 §4.1.2.6) the first of its alternative names. */
  readonly subject: string;
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly addresses: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** `RSA 2048`, `EC P-256`, `Ed25519`. */
  readonly key: string;
  readonly keyBits: number;
  readonly keyType: string;
  /** `sha256WithRSAEncryption`. */
  readonly signature: string;
  readonly selfSigned: boolean;
  readonly ca: boolean;
  readonly signedByNext: boolean;
  readonly sha256: string;
  /** Where in the list of sent certificates its issuer stands. */
  readonly signedBy?: number;
  readonly issuerOrganization?: string;
  /** Registrable domains of the addresses in authority information access (RFC 5280 §4.2.2.1). */
  readonly issuerDomains?: readonly string[];
}

const curveBits: Readonly<Record<string, readonly [string, number]>> = {
  prime256v1: ['P-256', 256],
  secp384r1: ['P-384', 384],
  secp521r1: ['P-521', 521],
  secp256k1: ['secp256k1', 256],
  secp224r1: ['P-224', 224],
  prime192v1: ['P-192', 192],
};

/** Reads a chain of DER certificates, leaf first (RFC 5280). Null where one cannot be read. */
export function readChain(ders: readonly Uint8Array[]): ParsedCertificate[] | null {
  try {
    const chain = ders.map((der) => new X509Certificate(der));
    return chain.map((certificate, index) => readOne(certificate, index, chain));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function readOne(certificate: X509Certificate, index: number, chain: readonly X509Certificate[]): ParsedCertificate {
  const next = chain[index + 1];
  const signedBy = chain.findIndex((other, at) => at !== index && isSignedBy(certificate, other));
  const organization = attributeOf(certificate.issuer, 'O');
  const domains = issuerDomains(certificate);
  const names = alternativeNames(certificate.subjectAltName ?? '');
  const [, firstName = 'without a subject'] = names[0] ?? [];
  return {
    subject: nameOf(certificate.subject) ?? firstName,
    issuer: nameOf(certificate.issuer) ?? 'an authority without a name',
    dnsNames: names.filter(([kind]) => kind === 'DNS').map(([, value]) => value),
    addresses: names.filter(([kind]) => kind === 'IP Address').map(([, value]) => plainAddress(value)),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    ...keyOf(certificate),
    signature: certificate.signatureAlgorithm ?? 'unknown',
    selfSigned: isSignedBy(certificate, certificate),
    ca: certificate.ca,
    signedByNext: next !== undefined && isSignedBy(certificate, next),
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    ...(signedBy < 0 ? {} : { signedBy }),
    ...(organization === undefined ? {} : { issuerOrganization: organization }),
    ...(domains.length === 0 ? {} : { issuerDomains: domains }),
  };
}

/** Issuer name and signature both have to fit. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false;
  try {
    return certificate.verify(issuer.publicKey);
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

function keyOf(certificate: X509Certificate): Pick<ParsedCertificate, 'key' | 'keyBits' | 'keyType'> {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey;
  if (type === 'ec') {
    const curve = details?.namedCurve ?? 'unknown curve';
    const [name, bits] = curveBits[curve] ?? [curve, Number(/\d{3}/.exec(curve)?.[0] ?? 0)];
    return { key: `EC ${name}`, keyBits: bits, keyType: 'ec' };
  }
  if (type === 'ed25519') return { key: 'Ed25519', keyBits: 256, keyType: type };
  if (type === 'ed448') return { key: 'Ed448', keyBits: 448, keyType: type };
  const bits = details?.modulusLength ?? 0;
  return { key: `${type.toUpperCase()} ${bits}`, keyBits: bits, keyType: type };
}

/** Node has no text at all for an empty name, whatever its types say. */
type Distinguished = string | undefined;

/** OpenSSL prints one attribute a line; the most telling one is the common name, else the organisation. */
function nameOf(distinguished: Distinguished): string | undefined {
  if (!distinguished) return undefined;
  return attributeOf(distinguished, 'CN') ?? attributeOf(distinguished, 'O') ?? distinguished.split('\n').join(', ');
}

function attributeOf(distinguished: Distinguished, key: string): string | undefined {
  const part = distinguished?.split('\n').find((one) => one.startsWith(`${key}=`));
  const value = part?.slice(key.length + 1);
  return value === '' ? undefined : value;
}

function issuerDomains(certificate: X509Certificate): readonly string[] {
  const urls = [...(certificate.infoAccess ?? '').matchAll(/URI:(https?:\/\/[^\s"]+)/g)].map(([, url = '']) => url);
  return [...new Set(urls.flatMap((url) => registrable(URL.parse(url)?.hostname ?? '') ?? []))];
}

/** Node prints `DNS:a.example, IP Address:192.0.2.1`, and quotes a value as JSON when it holds odd characters. */
function alternativeNames(text: string): (readonly [kind: string, value: string])[] {
  return [...text.matchAll(/(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(([, kind = '', value = '']) => [
    kind,
    value.startsWith('"') ? String(JSON.parse(value)) : value,
  ]);
}

/** Node spells an IPv6 address out in full; everybody else shortens it (RFC 5952). */
function plainAddress(text: string): string {
  return text.includes(':') ? (URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1) ?? text) : text;
}
