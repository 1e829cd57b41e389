import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { der } from './der.ts';

export interface CertificateRequest {
  /** Empty for none at all; the alternative names are critical then (RFC 5280 §4.2.1.6). */
  readonly subject: string;
  readonly issuer: string;
  readonly subjectKey: KeyObject;
  /** Private key of the issuer; the subject's own for a self-signed certificate. */
  readonly issuerKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DNS names; left out for an authority. */
  readonly names?: readonly string[];
  /** The server promises a stapled answer of its authority (RFC 7633). */
  readonly mustStaple?: boolean;
  /** An authority's certificate; `pathLength` counts the authorities that may follow below it. */
  readonly authority?: { readonly pathLength?: number };
}

const organization = 'Loopback Trust Services';
/** By this name the authority goes in CAA records. */
export const authorityDomain = 'loopback-trust.test';

/**
 * Makes and signs an X.509 v3 certificate (RFC 5280 §4.1), ECDSA or RSA with SHA-256 by the issuer's key.
 * By hand: the certificate library wants a reflection polyfill at run time, and loading it takes longer than a range.
 * @returns the certificate as DER
 */
export function signCertificate(request: CertificateRequest): Buffer {
  const algorithm = signatureAlgorithm(request.issuerKey);
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const body = der.sequence(
    der.context(0, true, der.integer(Buffer.from([2]))),
    der.integer(serial),
    algorithm,
    distinguishedName(request.issuer),
    der.sequence(der.time(request.notBefore), der.time(request.notAfter)),
    request.subject === '' ? der.sequence() : distinguishedName(request.subject),
    publicKeyInfo(request.subjectKey),
    der.context(3, true, der.sequence(...extensions(request))),
  );
  return der.sequence(body, algorithm, der.bits(sign('sha256', body, request.issuerKey)));
}

/** PEM text of one certificate. */
export function toPem(certificate: Uint8Array): string {
  const lines = Buffer.from(certificate).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** The algorithm identifier of what this key signs. */
export function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec'
    ? der.sequence(der.oid('1.2.840.10045.4.3.2'))
    : der.sequence(der.oid('1.2.840.113549.1.1.11'), der.nothing());
}

/** The name of an authority or a subject, as certificates carry it. */
export function distinguishedName(commonName: string): Buffer {
  const attribute = (oid: string, value: string) => der.set(der.sequence(der.oid(oid), der.utf8(value)));
  return der.sequence(attribute('2.5.4.10', organization), attribute('2.5.4.3', commonName));
}

/** The public half of a key, with its algorithm (RFC 5280 §4.1.2.7). */
export function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKeyOf(key).export({ format: 'der', type: 'spki' });
}

function createPublicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'public' ? key : createPublicKey(key);
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1').update(publicKeyInfo(key)).digest();
}

function extensions(request: CertificateRequest): readonly Buffer[] {
  const extension = (oid: string, critical: boolean, value: Buffer) =>
    der.sequence(der.oid(oid), ...(critical ? [der.yes()] : []), der.octets(value));
  const identifiers = [
    extension('2.5.29.14', false, der.octets(keyIdentifier(request.subjectKey))),
    extension('2.5.29.35', false, der.sequence(der.context(0, false, keyIdentifier(request.issuerKey)))),
  ];
  if (request.authority) {
    const length = request.authority.pathLength;
    const limit = length === undefined ? [] : [der.integer(Buffer.from([length]))];
    return [
      extension('2.5.29.19', true, der.sequence(der.yes(), ...limit)),
      extension('2.5.29.15', true, der.bits(Buffer.from([0b0000_0110]), 1)), // keyCertSign, cRLSign
      ...identifiers,
    ];
  }
  const names = (request.names ?? []).map((name) => der.context(2, false, Buffer.from(name, 'ascii')));
  return [
    extension('2.5.29.19', true, der.sequence()),
    extension('2.5.29.15', true, der.bits(Buffer.from([0b1000_0000]), 7)), // digitalSignature
    extension('2.5.29.37', false, der.sequence(der.oid('1.3.6.1.5.5.7.3.1'))), // serverAuth
    extension('2.5.29.17', request.subject === '', der.sequence(...names)),
    extension('1.3.6.1.5.5.7.1.1', false, der.sequence(issuerAddress())),
    ...(request.mustStaple
      ? [extension('1.3.6.1.5.5.7.1.24', false, der.sequence(der.integer(Buffer.from([5]))))] // status_request
      : []),
    ...identifiers,
  ];
}

/** Where the issuer's own certificate can be had (RFC 5280 §4.2.2.1); nobody asks there. */
function issuerAddress(): Buffer {
  return der.sequence(
    der.oid('1.3.6.1.5.5.7.48.2'),
    der.context(6, false, Buffer.from(`http://ca.${authorityDomain}/e1.cer`)),
  );
}
