import { decodeJwt } from 'jose';
import type { IdentityName } from '../../../model/identity.ts';
import type { Setting } from '../tenancy/setting.ts';
import { findTokens } from '../tokens/find-tokens.ts';

/** The user that the account's own token names (RFC 7519, section 4.1.2), which policies compare with. */
export function userOf(setting: Pick<Setting, 'exchanges'>, identity: IdentityName): string | undefined {
  const tokens = setting.exchanges
    .filter((one) => one.identity === identity && one.afterSignIn)
    .flatMap((one) => findTokens(one.requestHeaders.authorization ?? ''));
  const sub = tokens.map(({ jwt }) => decodeJwt(jwt).sub).find((one) => one !== undefined && one !== '');
  return sub;
}
