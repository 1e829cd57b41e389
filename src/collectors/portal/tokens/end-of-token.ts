import { decodeJwt } from 'jose/jwt/decode';

/** What portals call the end of a token that they make themselves, beside `exp` (RFC 7519, section 4.1.4). */
const endNames =
  /^(exp(ires?|iry|iration)?([-_]?(at|on|time|date|timestamp))?|valid[-_]?(until|to|thru)|not[-_]?after)$/i;
const earliest = Date.UTC(2000, 0) / 1000;

/** The end that a token names, in seconds since 1970; undefined where it names none. */
export function endOfToken(jwt: string): number | undefined {
  const claims = decodeJwt(jwt);
  if (typeof claims.exp === 'number') return claims.exp;
  return Object.entries(claims)
    .filter(([name]) => endNames.test(name))
    .map(([, value]) => secondsOf(value))
    .find((one) => one !== undefined);
}

/** Seconds, thousandths of them, or a written date. What is too small for a time is a length of life. */
function secondsOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Date.parse(value) / 1000 : typeof value === 'number' ? value : Number.NaN;
  const seconds = number > 1e11 ? number / 1000 : number;
  return Number.isFinite(seconds) && seconds > earliest ? seconds : undefined;
}
