import { createHmac } from 'node:crypto';
import type { FlawId } from '../flaws/portal.ts';
import type { PortalContext } from './call.ts';
import { freshToken } from './identifiers.ts';
import type { User } from './state.ts';

interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly use: 'access' | 'refresh';
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}

const byFlaw: readonly FlawId[] = [
  'token-in-local-storage',
  'access-token-lives-a-day',
  'token-expired-accepted',
  'token-alg-none-accepted',
  'token-signature-unchecked',
  'token-weak-secret',
  'refresh-token-as-access-token',
  'token-key-from-its-own-header',
  'token-checked-once',
  'renewal-token-used-again',
  'renewal-outlives-sign-out',
];
const goodSecret = freshToken();
/** The name of the one key. Tokens that name another one are refused. */
const keyName = '2026-11';
/** Signatures that were right once, for the flaw that asks no further. */
const seen = new WeakMap<PortalContext['state'], Set<string>>();

type Switches = Pick<PortalContext, 'flaw' | 'decoy' | 'circumstance'>;

/** Whether the API works with access tokens in this variant: the cookie then only renews them. */
export const usesTokens = ({ flaw, decoy, circumstance }: Switches): boolean =>
  decoy('short-access-token') || circumstance('access-token-of-an-hour') || byFlaw.some((id) => flaw(id));

/** Whether the page keeps the tokens in the browser's storage, with one that renews them; the cookie then opens nothing of the API. */
export const keepsRenewal = ({ flaw }: Switches): boolean =>
  flaw('renewal-token-used-again') || flaw('renewal-outlives-sign-out');

const secretOf = ({ flaw }: Switches) => (flaw('token-weak-secret') ? 'secret' : goodSecret);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (text: string, secret: string | Buffer) =>
  createHmac('sha256', secret).update(text).digest('base64url');

function secondsOf({ flaw, circumstance }: Switches): number {
  if (flaw('access-token-lives-a-day') || flaw('token-in-local-storage')) return 86_400;
  return circumstance('access-token-of-an-hour') ? 3_600 : 60;
}

/** Access and refresh token of a user, HS256 (RFC 7519). */
export function tokensFor(context: PortalContext, user: User): { accessToken: string; refreshToken: string } {
  const iat = Math.floor(context.options.now().getTime() / 1000);
  const sign = (use: Claims['use'], seconds: number) => {
    const claims: Claims = {
      sub: user.id,
      email: user.email,
      use,
      iat,
      exp: iat + seconds,
      jti: freshToken().slice(0, 12),
    };
    const text = `${encoded({ alg: 'HS256', typ: 'JWT', kid: keyName })}.${encoded(claims)}`;
    return `${text}.${signature(text, secretOf(context))}`;
  };
  return { accessToken: sign('access', secondsOf(context)), refreshToken: sign('refresh', 30 * 86_400) };
}

/** Whose access token it is; undefined for one that is forged, over, or made for something else. */
export function userOfToken(context: PortalContext, header: string | undefined): User | undefined {
  const token = /^Bearer (.+)$/.exec(header ?? '')?.[1] ?? '';
  const [head = '', body = '', signed = ''] = token.split('.');
  const { alg, kid, jwk } = parsed<{ alg: string; kid: string; jwk: { k?: string } }>(head);
  const claims = parsed<Partial<Claims>>(body);
  const { flaw } = context;
  const unsigned = flaw('token-alg-none-accepted') && String(alg).toLowerCase() === 'none';
  const brought = flaw('token-key-from-its-own-header') && jwk?.k ? Buffer.from(jwk.k, 'base64url') : undefined;
  const right = signature(`${head}.${body}`, brought ?? secretOf(context)) === signed;
  const fits = alg === 'HS256' && kid === keyName && (right || wasRightBefore(context, signed));
  if (!fits && !unsigned && !flaw('token-signature-unchecked')) return undefined;
  if (right) seen.set(context.state, (seen.get(context.state) ?? new Set<string>()).add(signed));
  if (claims.use !== 'access' && !flaw('refresh-token-as-access-token')) return undefined;
  const over = (claims.exp ?? 0) * 1000 <= context.options.now().getTime();
  if (over && !flaw('token-expired-accepted')) return undefined;
  return context.state.users.find((user) => user.id === claims.sub);
}

const wasRightBefore = ({ flaw, state }: PortalContext, signed: string) =>
  flaw('token-checked-once') && seen.get(state)?.has(signed) === true;

function parsed<Shape extends object>(part: string): Partial<Shape> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
