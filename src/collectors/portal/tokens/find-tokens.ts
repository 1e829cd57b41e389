import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';

/** A JWT inside a credential's value, and how to put another one in its place. */
export interface FoundToken {
  readonly jwt: string;
  /** The credential is the token, apart from a scheme such as `Bearer`. */
  readonly whole: boolean;
  readonly rebuild: (jwt: string) => string;
}

const shape = /[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{8,}/g;

/**
 * The JWTs (RFC 7519, compact, signed) in a value: bare, after a scheme, percent-encoded, in JSON, in JSON as base64.
 * What merely looks like one (three dotted parts that do not decode) is none.
 */
export function findTokens(value: string): readonly FoundToken[] {
  const direct = tokensIn(value).map(
    (jwt): FoundToken => ({
      jwt,
      whole: withoutScheme(value) === jwt,
      rebuild: (other) => value.replace(jwt, other),
    }),
  );
  if (direct.length > 0) return direct;
  const decoded = percentDecoded(value);
  if (decoded !== value) {
    const inside = findTokens(decoded);
    if (inside.length > 0)
      return inside.map((one) => ({
        ...one,
        whole: false,
        rebuild: (other) => encodeURIComponent(one.rebuild(other)),
      }));
  }
  // Some libraries keep a whole session object: `base64-` and JSON with several tokens in it.
  const [, prefix = '', packed = ''] = /^(base64-)?([A-Za-z0-9+/_-]{40,}={0,2})$/.exec(value) ?? [];
  const text = packed === '' ? '' : Buffer.from(packed, 'base64').toString('utf8');
  if (!/^\s*[{[]/.test(text)) return [];
  const url = !/[+/=]/.test(packed);
  return tokensIn(text).map((jwt) => ({
    jwt,
    whole: false,
    rebuild: (other) => prefix + Buffer.from(text.replace(jwt, other)).toString(url ? 'base64url' : 'base64'),
  }));
}

function tokensIn(text: string): string[] {
  return (text.match(shape) ?? []).filter((one) => {
    try {
      return decodeProtectedHeader(one).alg !== undefined && Object.keys(decodeJwt(one)).length > 0;
    } catch {
      return false;
    }
  });
}

/** Long and varied enough to be a key rather than a setting. */
export function isSecretLike(value: string): boolean {
  const bare = withoutScheme(value);
  return bare.length >= 16 && new Set(bare).size >= 8 && !/^[\d.,:;-]+$/.test(bare) && !/^https?:/i.test(bare);
}

export function withoutScheme(value: string): string {
  return value.replace(/^(bearer|token|jwt|basic)\s+/i, '');
}
