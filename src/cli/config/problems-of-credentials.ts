import type { Config } from '../../model/config.ts';
import { type AccountName, accountNames } from '../../model/identity.ts';
import { didYouMean } from '../nearest.ts';
import type { Problem } from '../problem.ts';

export interface AccountVariables {
  readonly prefixes: Partial<Record<AccountName, string>>;
  readonly problems: readonly Problem[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** `--account a=PREFIX`: which variables hold an account's credentials. Names only; values never leave the environment. */
export function accountPrefixes(flags: readonly string[], env: Env): AccountVariables {
  const prefixes: Partial<Record<AccountName, string>> = {};
  const problems: Problem[] = [];
  for (const flag of flags) {
    const [name = '', prefix = ''] = flag.split(/=(.*)/s);
    const account = accountNames.find((known) => known === name);
    if (account === undefined) {
      const says = `There is no account "${name}".`;
      problems.push({ place: '--account', says, fix: `${didYouMean(name, accountNames)} Write a=PREFIX.` });
    } else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(prefix)) {
      const says = 'What follows the = is no prefix of environment variables.';
      const fix = `Write ${account}=ACME and set ACME_USER and ACME_PASSWORD; a password never goes on the command line.`;
      problems.push({ place: '--account', says, fix });
    } else {
      prefixes[account] = prefix.replace(/_$/, '');
      if (!env[`${prefixes[account]}_USER`]) {
        const says = `${prefixes[account]}_USER is not set.`;
        problems.push({ place: `--account ${flag}`, says, fix: `Set it and ${prefixes[account]}_PASSWORD.` });
      }
    }
  }
  return { prefixes, problems };
}

export function prefixOf(account: AccountName, prefixes: Partial<Record<AccountName, string>>): string {
  return prefixes[account] ?? `LR_${account.toUpperCase()}`;
}

/** Accounts whose user is set and something that lets it in. */
export function accountsWithCredentials(
  env: Env,
  prefixes: Partial<Record<AccountName, string>>,
  passwordless: readonly AccountName[] = [],
): readonly AccountName[] {
  return accountNames.filter((account) => {
    const prefix = prefixOf(account, prefixes);
    return Boolean(env[`${prefix}_USER`] && (passwordless.includes(account) || letsIn(env, prefix)));
  });
}

/** Accounts that the config lets in without a password: by a link sent by mail, by a recorded sign-in. */
export function passwordlessAccounts(config: Pick<Config, 'accounts'>): readonly AccountName[] {
  return accountNames.filter((name) =>
    ['magic-link', 'storage-state'].includes(config.accounts?.[name]?.signIn?.kind ?? ''),
  );
}

const waysIn = ['PASSWORD', 'TOKEN', 'COOKIE', 'STATE'] as const;
const letsIn = (env: Env, prefix: string): boolean => waysIn.some((name) => Boolean(env[`${prefix}_${name}`]));

/** Half a pair of credentials is a mistake, not a choice; so is a variable for an account that does not exist. */
export function problemsOfCredentials(
  env: Env,
  prefixes: Partial<Record<AccountName, string>>,
  passwordless: readonly AccountName[] = [],
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const account of accountNames) {
    const prefix = prefixOf(account, prefixes);
    const [user, password] = [env[`${prefix}_USER`], env[`${prefix}_PASSWORD`]];
    const alone = (set: string, missing: string) => {
      const says = `${prefix}_${set} is set and ${prefix}_${missing} is not.`;
      problems.push({ place: `${prefix}_${missing}`, says, fix: `Set both, or neither.` });
    };
    if (user && !letsIn(env, prefix) && !passwordless.includes(account)) alone('USER', 'PASSWORD');
    else if (password && !user) alone('PASSWORD', 'USER');
    else
      for (const name of ['TOTP', 'TOKEN', 'COOKIE', 'STATE'])
        if (!user && env[`${prefix}_${name}`]) alone(name, 'USER');
  }
  const known = accountNames.map((account) => `LR_${account.toUpperCase()}`);
  for (const name of Object.keys(env).sort()) {
    const prefix = /^(LR_.+)_(?:USER|PASSWORD|TOTP)$/.exec(name)?.[1];
    // Inboxes have variables of their own: LR_INBOX_NAME_USER.
    if (
      prefix === undefined ||
      prefix.startsWith('LR_INBOX_') ||
      known.includes(prefix) ||
      Object.values(prefixes).includes(prefix)
    )
      continue;
    const fix = `${didYouMean(prefix, known)} Accounts are ${known.join(', ')}; others are named with --account.`;
    problems.push({ place: name, says: `No account reads ${name}.`, fix: fix.trim() });
  }
  return problems;
}
