import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { signCertificate, toPem } from './certificate.ts';
import { stapledAnswer } from './stapled-answer.ts';

const dayMs = 86_400_000;

export interface LeafOptions {
  readonly names: readonly string[];
  /** Without a subject: the names stand in the alternative names alone. */
  readonly noSubject?: boolean;
  /** Days from now; negative is in the past. Default: issued 10 days ago, 80 days left. */
  readonly fromDay?: number;
  readonly untilDay?: number;
  readonly rsaBits?: number;
  /** `chain` = leaf and intermediate; `leaf` leaves the intermediate out; `full` adds the root as well. */
  readonly send?: 'chain' | 'leaf' | 'full';
  readonly signedBy?: 'intermediate' | 'itself' | 'stranger';
  readonly mustStaple?: boolean;
  /** With an answer of the issuer for the server to staple. */
  readonly stapled?: boolean;
  /** Day on which the stapled answer runs out; in six days by default. */
  readonly stapleUntilDay?: number;
}

/** What a TLS server needs: PEM of the certificates as they are sent, leaf first, and PEM of the key. */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
  readonly staple?: Buffer;
}

export interface Authority {
  readonly rootPem: string;
  readonly leaf: (options: LeafOptions) => ServerIdentity;
}

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const curveKey = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A certificate authority of this run only: root, intermediate and any number of leaves. */
export function createAuthority(now: Date): Authority {
  const day = (days: number) => new Date(now.getTime() + days * dayMs);
  const root = curveKey();
  const intermediate = curveKey();
  const rootName = 'Loopback Root R1';
  const intermediateName = 'Loopback Issuing E1';
  const years = { notBefore: day(-365), notAfter: day(3650) };
  const rootDer = selfSigned(rootName, root, years);
  const intermediateDer = signCertificate({
    subject: intermediateName,
    issuer: rootName,
    subjectKey: intermediate.publicKey,
    issuerKey: root.privateKey,
    ...years,
    authority: { pathLength: 0 },
  });

  const leaf = (options: LeafOptions): ServerIdentity => {
    const pair: Pair = options.rsaBits ? generateKeyPairSync('rsa', { modulusLength: options.rsaBits }) : curveKey();
    const subject = options.names[0] ?? 'unnamed';
    const signer = signerOf(options.signedBy ?? 'intermediate', subject, pair);
    const certificate = signCertificate({
      subject: options.noSubject ? '' : subject,
      issuer: signer.name,
      subjectKey: pair.publicKey,
      issuerKey: signer.key,
      notBefore: day(options.fromDay ?? -10),
      notAfter: day(options.untilDay ?? 80),
      names: options.names,
      ...(options.mustStaple ? { mustStaple: true } : {}),
    });
    const extra = { leaf: [], chain: signer.above.slice(0, 1), full: signer.above }[options.send ?? 'chain'];
    return {
      cert: [certificate, ...extra].map(toPem).join(''),
      key: pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      ...(options.stapled
        ? {
            staple: stapledAnswer({
              certificate,
              issuer: signer.name,
              issuerKey: signer.key,
              from: day((options.stapleUntilDay ?? 6) - 7),
              until: day(options.stapleUntilDay ?? 6),
            }),
          }
        : {}),
    };
  };

  const signerOf = (
    by: 'intermediate' | 'itself' | 'stranger',
    subject: string,
    own: Pair,
  ): { name: string; key: KeyObject; above: readonly Buffer[] } => {
    if (by === 'intermediate')
      return { name: intermediateName, key: intermediate.privateKey, above: [intermediateDer, rootDer] };
    if (by === 'itself') return { name: subject, key: own.privateKey, above: [] };
    const stranger = curveKey();
    const name = 'Office Appliance Root';
    return { name, key: stranger.privateKey, above: [selfSigned(name, stranger, years)] };
  };

  return { rootPem: toPem(rootDer), leaf };
}

function selfSigned(name: string, pair: Pair, dates: { notBefore: Date; notAfter: Date }): Buffer {
  return signCertificate({
    subject: name,
    issuer: name,
    subjectKey: pair.publicKey,
    issuerKey: pair.privateKey,
    ...dates,
    authority: {},
  });
}
