import { generateKeyPairSync } from 'node:crypto';

export interface DkimKey {
  /** What stands behind `p=` in DNS (RFC 6376 §3.6.1). */
  readonly publicKey: string;
  /** PEM */
  readonly privateKey: string;
}

let made: DkimKey | undefined;

/** RSA, 2048 bits, made once in a process: no private key lies in a file. */
export function dkimKey(): DkimKey {
  if (made === undefined) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    made = {
      publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }
  return made;
}
