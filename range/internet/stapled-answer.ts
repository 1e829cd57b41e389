import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { distinguishedName, publicKeyInfo, signatureAlgorithm } from './certificate.ts';
import { der } from './der.ts';

export interface StapledQuestion {
  readonly certificate: Uint8Array;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly from: Date;
  readonly until: Date;
}

/** The issuer's own word that a certificate is good (RFC 6960 §4.2.1), as a server staples it to a handshake. */
export function stapledAnswer({ certificate, issuer, issuerKey, from, until }: StapledQuestion): Buffer {
  const algorithm = signatureAlgorithm(issuerKey);
  const serial = Buffer.from(new X509Certificate(certificate).serialNumber, 'hex');
  const name = distinguishedName(issuer);
  // The bits of an uncompressed point on P-256, which every issuer of the range has.
  const point = publicKeyInfo(issuerKey).subarray(-65);
  const hash = (bytes: Uint8Array) => der.octets(createHash('sha1').update(bytes).digest());
  const sha1 = der.sequence(der.oid('1.3.14.3.2.26'), der.nothing());
  const one = der.sequence(
    der.sequence(sha1, hash(name), hash(point), der.integer(serial)),
    der.context(0, false),
    der.generalTime(from),
    der.context(0, true, der.generalTime(until)),
  );
  const said = der.sequence(der.context(1, true, name), der.generalTime(from), der.sequence(one));
  const basic = der.sequence(said, algorithm, der.bits(sign('sha256', said, issuerKey)));
  return der.sequence(
    der.enumerated(0),
    der.context(0, true, der.sequence(der.oid('1.3.6.1.5.5.7.48.1.1'), der.octets(basic))),
  );
}
