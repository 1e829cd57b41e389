import { decodeJwt } from 'jose/jwt/decode';
import { decodeProtectedHeader } from 'jose/decode/protected_header';
import type { SessionCarrier } from '../../session-evidence.ts';
import { endOfToken } from '../tokens/end-of-token.ts';
import { findTokens, isSecretLike } from '../tokens/find-tokens.ts';
import { type Credential, type WhoAmI, withCredential } from './who-am-i.ts';

const most = 14;

/** What of a request carries the session, and whether it lives without any cookie. */
export interface Carried {
  readonly probe: WhoAmI;
  readonly carriers: readonly Credential[];
  readonly worksWithoutCookies: boolean;
}

/**
 * Finds which of several cookies and headers is the session: one that opens the account alone, else those without which
 * it stays shut. Theme, consent and organisation cookies are neither.
 */
export async function findCarriers(probe: WhoAmI): Promise<Carried> {
  const all = await probe.credentials();
  const likely = all.filter((one) => isSecretLike(one.value)).slice(0, most);
  const needed: Credential[] = [];
  const enough: Credential[] = [];
  for (const one of likely) {
    if ((await probe.ask(withCredential(all, one, undefined))) === 'out') needed.push(one);
    if (likely.length > 1 && (await probe.ask([one])) === 'in') enough.push(one);
  }
  const bare = await probe.ask(all.filter((one) => one.place !== 'cookie'));
  return {
    probe,
    carriers: enough.length > 0 ? enough : needed,
    worksWithoutCookies: bare === 'in',
  };
}

/** The masked form of a carrier. A token that does not say when it was made is as old as its session: `now`, just after sign-in. */
export function shapeOfCarrier({ place, name, value }: Credential, now: Date): SessionCarrier {
  const [token] = findTokens(value);
  const base = { place, name: place === 'header' ? name.toLowerCase() : name, length: value.length };
  if (!token) return { ...base, form: 'opaque' };
  const lives = livesOf(token.jwt, now);
  return {
    ...base,
    form: token.whole ? 'jwt' : 'holds-jwt',
    algorithm: String(decodeProtectedHeader(token.jwt).alg ?? ''),
    ...(lives === undefined ? {} : { livesSeconds: lives }),
  };
}

/** Seconds from when a token was made, or was seen for the first time, to its end; undefined where it names none. */
export function livesOf(jwt: string, now: Date): number | undefined {
  const { iat, nbf } = decodeJwt(jwt);
  const end = endOfToken(jwt);
  return end === undefined ? undefined : Math.round(end - (iat ?? nbf ?? now.getTime() / 1000));
}
