import type { AccountName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';
import { hostOfUrl } from '../entry.ts';
import { mailboxOf } from './mailbox-of.ts';
import { mayTypeAt, originsOf } from './sign-in-hosts.ts';
import type { SignInOptions } from './sign-in.ts';

const guesses = ['/login', '/signin', '/sign-in', '/auth/login', '/users/sign_in', '/admin'];

/** What every sign-in of an account is given besides its page and password, so that a further one gets in where the first did. */
export function signInMeans(
  identity: AccountName,
  { url, user }: { readonly url: string; readonly user: string },
  context: CollectContext,
): Omit<SignInOptions, 'page' | 'recorder' | 'url' | 'credentials'> {
  const { world, target, signal } = context;
  const tenant = target.config.accounts?.[identity]?.tenant;
  const mayType = mayTypeAt(context);
  const mailbox = mailboxOf(world, user, mayType, signal);
  return {
    label: `LR_${identity.toUpperCase()}`,
    clock: world.clock,
    signal,
    guesses: world.scope.isOwned(hostOfUrl(url)) ? guesses : [],
    origins: originsOf(context, identity),
    mayType,
    ...(tenant === undefined ? {} : { tenant }),
    ...(mailbox ? { mailbox } : {}),
  };
}
