import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';

/**
 * What kind of credential a header carries, never which: portals speak to several back ends of one host with a token for
 * each, and each renews its own. JSON Web Tokens (RFC 7519) of one issuer hold the same claims; others are told by scheme
 * and length.
 */
export function credentialKind(value: string): string {
  const [scheme = '', token = ''] = value.includes(' ') ? value.split(/ +/, 2) : ['', value];
  const jwt = shapeOfJwt(token);
  return `${scheme.toLowerCase()} ${jwt ?? `opaque ${Math.ceil(token.length / 16)}`}`;
}

function shapeOfJwt(token: string): string | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return undefined;
  try {
    const claims = decodeJwt(token);
    const { alg } = decodeProtectedHeader(token);
    return JSON.stringify(['jwt', alg, claims.iss, claims.aud, Object.keys(claims).sort()]);
  } catch {
    // Three parts with dots between them need not be a token.
    return undefined;
  }
}
