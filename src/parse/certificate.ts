import { X509Certificate } from 'node:crypto';

/** What judgement needs of one certificate. */
export interface ParsedCertificate {
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
    return chain.map((certificate, index) => readOne(certificate, chain[index + 1]));
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

function readOne(certificate: X509Certificate, next: X509Certificate | undefined): ParsedCertificate {
  const names = alternativeNames(certificate.subjectAltName ?? '');
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    dnsNames: names.filter(([kind]) => kind === 'DNS').map(([, value]) => value),
    addresses: names.filter(([kind]) => kind === 'IP Address').map(([, value]) => value),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    ...keyOf(certificate),
    signature: certificate.signatureAlgorithm ?? 'unknown',
    selfSigned: signedBy(certificate, certificate),
    ca: certificate.ca,
    signedByNext: next !== undefined && signedBy(certificate, next),
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/** Issuer name and signature both have to fit. */
function signedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
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

/** OpenSSL prints one attribute a line; the most telling one is the common name, else the organisation. */
function nameOf(distinguished: string): string {
  const parts = distinguished.split('\n');
  const pick = (key: string) => parts.find((part) => part.startsWith(`${key}=`))?.slice(key.length + 1);
  return pick('CN') ?? pick('O') ?? parts.join(', ');
}

/** Node prints `DNS:a.example, IP Address:192.0.2.1`, and quotes a value as JSON when it holds odd characters. */
function alternativeNames(text: string): (readonly [kind: string, value: string])[] {
  return [...text.matchAll(/(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(([, kind = '', value = '']) => [
    kind,
    value.startsWith('"') ? String(JSON.parse(value)) : value,
  ]);
}
