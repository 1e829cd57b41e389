import { decodeJwt } from 'jose';
import type { Exchange } from '../recorder.ts';
import type { Credential } from '../sessions/who-am-i.ts';
import { findTokens } from './find-tokens.ts';
import { endOfToken } from './end-of-token.ts';

/** How long a token has to live still, so that it can be shown to be accepted before it ends. */
const aliveSeconds = 3;
const most = 2;

/**
 * Genuine tokens of the same account that a page sent earlier in the same place, and that end before this one: the earliest first.
 * The audit is rid of the wait that has passed since they were made.
 */
export function endingFirst(
  jwt: string,
  { place, name }: Pick<Credential, 'place' | 'name'>,
  exchanges: readonly Exchange[],
  now: Date,
): readonly string[] {
  const endOf = (one: string) => endOfToken(one) ?? Infinity;
  const issuer = decodeJwt(jwt).iss;
  const values = exchanges
    .filter((one) => one.afterSignIn)
    .map(({ requestHeaders }) =>
      place === 'header' ? requestHeaders[name.toLowerCase()] : cookieIn(requestHeaders.cookie, name),
    );
  const found = new Set(values.flatMap((value) => findTokens(value ?? '').slice(0, 1)).map((one) => one.jwt));
  return [...found]
    .filter((one) => decodeJwt(one).iss === issuer && endOf(one) < endOf(jwt))
    .filter((one) => endOf(one) - now.getTime() / 1000 > aliveSeconds)
    .sort((one, other) => endOf(one) - endOf(other))
    .slice(0, most);
}

function cookieIn(header: string | undefined, name: string): string | undefined {
  return (header ?? '')
    .split('; ')
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
