import type { AccountName } from '../model/identity.ts';
import { accountNames } from '../model/identity.ts';
import type { Vault } from './vault.ts';
import type { Credentials } from './world.ts';

export const defaultPrefixes: Readonly<Record<AccountName, string>> = {
  a: 'LR_A_',
  b: 'LR_B_',
  a2: 'LR_A2_',
  staff: 'LR_STAFF_',
  admin: 'LR_ADMIN_',
  burner: 'LR_BURNER_',
};

/**
 * Reads `PREFIX_USER`, `_PASSWORD`, `_TOTP`, `_TOKEN`, `_COOKIE` and `_STATE` of each account and registers what is secret
 * in the vault at once. An account counts when it has a user and something that lets it in; those in `passwordless` need
 * the user alone (a link by mail, a recorded sign-in).
 */
export function readCredentials(
  env: Readonly<Record<string, string | undefined>>,
  vault: Vault,
  prefixes: Partial<Record<AccountName, string>> = {},
  passwordless: readonly AccountName[] = [],
): ReadonlyMap<AccountName, Credentials> {
  const found = new Map<AccountName, Credentials>();
  for (const account of accountNames) {
    const given = prefixes[account] ?? defaultPrefixes[account];
    const prefix = given.endsWith('_') ? given : `${given}_`;
    const [user, password, totp, token, cookie, state] = ['USER', 'PASSWORD', 'TOTP', 'TOKEN', 'COOKIE', 'STATE'].map(
      (name) => env[prefix + name],
    );
    // A user named "admin" would blot that word out of every report; anything that identifies somebody is masked.
    if (user && !/^[a-z]{1,8}$/i.test(user)) vault.add(user, `${prefix}USER`);
    if (password) vault.add(password, `${prefix}PASSWORD`);
    if (totp) {
      vault.add(totp, `${prefix}TOTP`);
      vault.add(totp.replace(/[\s-]/g, ''), `${prefix}TOTP`);
    }
    if (token) vault.add(token, `${prefix}TOKEN`);
    for (const value of cookieValues(cookie ?? '')) if (value.length >= 8) vault.add(value, `${prefix}COOKIE`);
    const lets = password ?? token ?? cookie ?? state ?? (passwordless.includes(account) ? '' : undefined);
    if (!user || lets === undefined) continue;
    found.set(account, {
      user,
      password: password ?? '',
      ...(totp ? { totp } : {}),
      ...(token ? { token } : {}),
      ...(cookie ? { cookie } : {}),
      ...(state ? { state } : {}),
    });
  }
  return found;
}

function cookieValues(header: string): readonly string[] {
  return header.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}
