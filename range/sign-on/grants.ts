import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { freshToken, tokenHash } from '../portal/identifiers.ts';

/** What the token endpoint answers (RFC 6749, 5.1 and 5.2). */
export type TokenAnswer =
  | {
      readonly access_token: string;
      readonly refresh_token: string;
      readonly id_token: string;
      readonly token_type: 'Bearer';
      readonly expires_in: number;
    }
  | { readonly error: 'invalid_grant' | 'invalid_request' | 'unsupported_grant_type' };

export interface Grant {
  readonly subject: string;
  readonly email: string;
  readonly client: string;
  readonly redirectUri: string;
  /** Base64url of SHA-256 of the verifier (RFC 7636, S256). */
  readonly challenge: string;
  readonly nonce: string;
}

const codeMs = 60_000;
/** Access tokens live a minute; a refresh token is taken once, and once more within ten seconds, as two tabs would. */
export const accessSeconds = 60;
const leewayMs = 10_000;
const familyMs = 12 * 3_600_000;

interface Family {
  readonly grant: Grant;
  readonly endsMs: number;
  current: string;
  before: string | undefined;
  turnedMs: number;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Codes, tokens and their keys: authorization code with PKCE (RFC 7636) and refresh tokens that rotate (RFC 9700, 4.14). */
export function createGrants(issuer: string, now: () => Date) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const codes = new Map<string, { readonly grant: Grant; readonly endsMs: number }>();
  const families = new Map<string, Family>();
  const ms = () => now().getTime();

  const signed = (claims: object): string => {
    const text = `${encoded({ alg: 'ES256', typ: 'JWT', kid: 'one' })}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };

  function tokensOf(family: Family, refresh: string): TokenAnswer {
    const iat = Math.floor(ms() / 1000);
    const { subject, email, client, nonce } = family.grant;
    const common = { iss: issuer, sub: subject, iat, exp: iat + accessSeconds };
    return {
      access_token: signed({ ...common, aud: 'desk', scope: 'openid email', jti: freshToken().slice(0, 12) }),
      id_token: signed({ ...common, aud: client, email, nonce }),
      refresh_token: refresh,
      token_type: 'Bearer',
      expires_in: accessSeconds,
    };
  }

  function byCode(params: URLSearchParams): TokenAnswer {
    const code = params.get('code') ?? '';
    const found = codes.get(code);
    codes.delete(code);
    if (found === undefined || found.endsMs < ms()) return { error: 'invalid_grant' };
    const { grant } = found;
    const challenge = createHash('sha256')
      .update(params.get('code_verifier') ?? '')
      .digest('base64url');
    const fits = params.get('client_id') === grant.client && params.get('redirect_uri') === grant.redirectUri;
    if (!fits || challenge !== grant.challenge) return { error: 'invalid_grant' };
    const id = freshToken();
    const refresh = `${id}.${freshToken()}`;
    const family = { grant, endsMs: ms() + familyMs, current: tokenHash(refresh), before: undefined, turnedMs: ms() };
    families.set(id, family);
    return tokensOf(family, refresh);
  }

  function byRefresh(params: URLSearchParams): TokenAnswer {
    const given = params.get('refresh_token') ?? '';
    const id = given.split('.')[0] ?? '';
    const family = families.get(id);
    if (family === undefined || family.endsMs < ms()) return { error: 'invalid_grant' };
    const hash = tokenHash(given);
    const late = hash === family.before && ms() - family.turnedMs <= leewayMs;
    if (hash !== family.current && !late) {
      // A token that was used before is in two hands: nobody keeps what came of it.
      families.delete(id);
      return { error: 'invalid_grant' };
    }
    const refresh = `${id}.${freshToken()}`;
    Object.assign(family, { before: family.current, current: tokenHash(refresh), turnedMs: ms() });
    return tokensOf(family, refresh);
  }

  return {
    issueCode(grant: Grant): string {
      const code = freshToken();
      codes.set(code, { grant, endsMs: ms() + codeMs });
      return code;
    },
    token(params: URLSearchParams): TokenAnswer {
      const kind = params.get('grant_type');
      if (kind === 'authorization_code') return byCode(params);
      return kind === 'refresh_token' ? byRefresh(params) : { error: 'unsupported_grant_type' };
    },
    /** Subject of an access token for the desk; undefined where it is forged, over, or for somebody else. */
    subjectOf(token: string): string | undefined {
      const [head = '', body = '', signature = ''] = token.split('.');
      const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
      const fits = verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
      if (!fits) return undefined;
      const claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Record<string, unknown>;
      const lives = Number(claims.exp) * 1000 > ms() && claims.aud === 'desk' && claims.iss === issuer;
      return lives ? String(claims.sub) : undefined;
    },
    keys: () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'ES256' }] }),
  };
}
export type Grants = ReturnType<typeof createGrants>;
