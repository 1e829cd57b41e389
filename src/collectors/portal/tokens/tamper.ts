import { createHmac } from 'node:crypto';
import * as base64url from 'jose/base64url';
import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import type { Tampering } from '../../session-evidence.ts';

/** One changed token to send in place of the genuine one. */
export interface Changed {
  readonly how: Tampering;
  readonly value: string;
  readonly note?: string;
}

/** Secrets that tutorials, generators and hurried people use; tried offline against the signature. */
const commonSecrets = [
  'secret',
  'Secret',
  'SECRET',
  'password',
  'changeme',
  'change-me',
  'change_me',
  'jwt',
  'jwtsecret',
  'jwt-secret',
  'jwt_secret',
  'JWT_SECRET',
  'secretkey',
  'secret-key',
  'secret_key',
  'SECRET_KEY',
  'mysecret',
  'my-secret',
  'mysecretkey',
  'supersecret',
  'super-secret',
  'supersecretkey',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'your-256-bit-secret',
  'your-384-bit-secret',
  'your-512-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'your_jwt_secret',
  'your-secret-key',
  'yoursecretkey',
  'thisisasecret',
  'shhhhh',
  'keyboard cat',
  'test',
  'testing',
  'dev',
  'development',
  'default',
  'key',
  'private',
  'token',
  'admin',
  'root',
  'hello',
  '123456',
  '12345678',
  '1234567890',
  'qwerty',
  'abc123',
  'letmein',
  'insecure',
  'not-secret',
  '',
];

const hashes: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

/** The secret of an HMAC-signed token where it is a common one; undefined for any other and for other algorithms. */
export function weakSecretOf(jwt: string): string | undefined {
  const hash = hashes[String(decodeProtectedHeader(jwt).alg)];
  const [head, body, signature] = jwt.split('.');
  if (!hash || !signature) return undefined;
  return commonSecrets.find((secret) => hmac(hash, secret, `${head}.${body}`) === signature.replace(/=+$/, ''));
}

/** The token with other claims or another end, signed with a known secret. */
export function signedWith(secret: string, jwt: string, claims: Readonly<Record<string, unknown>>): string {
  const hash = hashes[String(decodeProtectedHeader(jwt).alg)] ?? 'sha256';
  const text = `${jwt.split('.')[0]}.${encoded({ ...decodeJwt(jwt), ...claims })}`;
  return `${text}.${hmac(hash, secret, text)}`;
}

/**
 * Ways to change a JWT that a server must notice (RFC 8725): signature altered, cut off, left out with `alg` none in
 * three spellings, claims changed under the old signature, and another customer's claims under it.
 */
export function changedTokens(jwt: string, otherCustomers: string | undefined): readonly Changed[] {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const claims = decodeJwt(jwt);
  const longer = {
    ...claims,
    ...(typeof claims.exp === 'number' ? { exp: claims.exp + 86_400 } : { lrAltered: true }),
  };
  const header = decodeProtectedHeader(jwt);
  return [
    { how: 'altered', value: `${head}.${body}.${altered(signature)}` },
    { how: 'cut', value: `${head}.${body}.${signature.slice(0, Math.floor(signature.length / 2))}` },
    { how: 'unsigned', value: `${head}.${body}.` },
    ...['none', 'None', 'NONE'].map(
      (alg): Changed => ({ how: 'alg-none', value: `${encoded({ ...header, alg })}.${body}.`, note: `alg ${alg}` }),
    ),
    { how: 'changed-claims', value: `${head}.${encoded(longer)}.${signature}` },
    ...(otherCustomers && otherCustomers !== jwt
      ? [{ how: 'other-customer' as const, value: `${head}.${otherCustomers.split('.')[1] ?? ''}.${signature}` }]
      : []),
  ];
}

/** Ways to change an opaque id; every letter and digit of it is another one, or only the middle, or the end is missing. */
export function changedIds(value: string): readonly Changed[] {
  const middle = Math.floor(value.length / 2);
  return [
    { how: 'replaced', value: [...value].map((one, at) => (isEscape(value, at) ? one : other(one))).join('') },
    { how: 'altered', value: altered(value) },
    { how: 'cut', value: value.slice(0, middle) },
  ];
}

/** One character in the middle becomes another one of its kind: the last ones of base64 may carry no bits. */
function altered(value: string): string {
  const middle = Math.floor(value.length / 2);
  for (const at of [middle, middle + 1, middle - 1, middle + 2, middle - 2]) {
    const one = value[at];
    if (one && /[a-z0-9]/i.test(one) && !isEscape(value, at))
      return `${value.slice(0, at)}${other(one)}${value.slice(at + 1)}`;
  }
  return `${value}x`;
}

const isEscape = (value: string, at: number) => /%[0-9a-f]?$/i.test(value.slice(Math.max(0, at - 2), at));

/** Another character of the same kind, never the same letter in the other case. */
function other(one: string): string {
  if (/\d/.test(one)) return String((Number(one) + 3) % 10);
  if (/[a-f]/.test(one)) return one === 'f' ? 'a' : String.fromCharCode(one.charCodeAt(0) + 1);
  if (/[A-F]/.test(one)) return one === 'F' ? 'A' : String.fromCharCode(one.charCodeAt(0) + 1);
  if (/[g-z]/.test(one)) return one === 'z' ? 'g' : String.fromCharCode(one.charCodeAt(0) + 1);
  if (/[G-Z]/.test(one)) return one === 'Z' ? 'G' : String.fromCharCode(one.charCodeAt(0) + 1);
  return one;
}

const encoded = (value: object) => base64url.encode(new TextEncoder().encode(JSON.stringify(value)));
const hmac = (hash: string, secret: string, text: string) => createHmac(hash, secret).update(text).digest('base64url');
