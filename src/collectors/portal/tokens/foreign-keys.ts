import { createHmac } from 'node:crypto';
import type { JWK } from 'jose';
import * as base64url from 'jose/base64url';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { decodeJwt } from 'jose/jwt/decode';
import type { Changed } from './tamper.ts';

const keyed: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };
const paired = /^(RS|PS|ES)(256|384|512)$|^EdDSA$/;

/**
 * The token with its own claims, signed with keys that nobody gave the server (RFC 8725 §3.1, §3.10): a key of ours; one
 * that the token itself brings along in its header (`jwk`); an empty file named as the key (`kid`); and, of a server whose
 * public keys are known, the public key taken for a shared secret.
 *
 * @param ourKey 32 bytes or more that this run alone knows.
 */
export async function foreignlySigned(
  jwt: string,
  ourKey: string,
  publicKeys: readonly JWK[] = [],
): Promise<readonly Changed[]> {
  const header = decodeProtectedHeader(jwt);
  const alg = String(header.alg);
  const claims = decodeJwt(jwt);
  if (keyed[alg] !== undefined) {
    const jwk = { kty: 'oct', k: base64url.encode(ourKey) };
    return [
      { how: 'wrong-key', value: hmacSigned({ ...header, alg }, claims, ourKey) },
      { how: 'key-in-header', value: hmacSigned({ ...header, alg, jwk }, claims, ourKey) },
      ...emptyKeyFile({ ...header, alg }, claims),
    ];
  }
  if (!paired.test(alg)) return [];
  // Loaded with the first token that is signed by a pair of keys.
  const { exportJWK, generateKeyPair, SignJWT } = await import('jose');
  const pair = await generateKeyPair(alg, { extractable: true });
  const sign = (head: object) =>
    new SignJWT(claims).setProtectedHeader({ ...header, ...head, alg }).sign(pair.privateKey);
  const jwk = await exportJWK(pair.publicKey);
  return [
    { how: 'wrong-key', value: await sign({}) },
    { how: 'key-in-header', value: await sign({ jwk }) },
    ...(await publicKeyAsSecret(header, claims, publicKeys)),
  ];
}

function emptyKeyFile(header: { readonly alg: string }, claims: object): readonly Changed[] {
  if (!('kid' in header)) return [];
  const kid = '../../../../../../../../dev/null';
  return [{ how: 'key-by-path', value: hmacSigned({ ...header, kid }, claims, ''), note: 'kid names an empty file' }];
}

async function publicKeyAsSecret(
  { kid, ...header }: ReturnType<typeof decodeProtectedHeader>,
  claims: object,
  keys: readonly JWK[],
): Promise<readonly Changed[]> {
  const { exportSPKI, importJWK } = await import('jose');
  const own = keys.find((one) => one.kid === kid) ?? keys[0];
  const key = own && (await importJWK(own, String(header.alg), { extractable: true }).catch(() => undefined));
  if (!key || key instanceof Uint8Array) return [];
  const pem = `${(await exportSPKI(key)).trim()}\n`;
  const head = { ...header, ...(kid === undefined ? {} : { kid }), alg: 'HS256' };
  return [pem, pem.trimEnd()].map((secret) => ({
    how: 'public-key-as-secret' as const,
    value: hmacSigned(head, claims, secret),
  }));
}

function hmacSigned(
  header: { readonly alg: string; readonly [more: string]: unknown },
  claims: object,
  secret: string,
): string {
  const encoded = (value: object) => base64url.encode(new TextEncoder().encode(JSON.stringify(value)));
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac(keyed[header.alg] ?? 'sha256', secret)
    .update(text)
    .digest('base64url')}`;
}
