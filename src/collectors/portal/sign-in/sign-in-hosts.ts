import type { AccountName } from '../../../model/identity.ts';
import type { CollectContext } from '../../collector.ts';

/** Hosts that the run may record and replay at: listed ones, and those that a lab maps to this machine. */
export function isContactable({ world }: { readonly world: CollectContext['world'] }): (host: string) => boolean {
  return (host) => world.scope.isListed(host) || world.scope.isOwned(host);
}

/** Where this account's password may be typed: listed hosts, and the origins that the config names for signing in. */
export function mayTypeAt({ world }: { readonly world: CollectContext['world'] }): (host: string) => boolean {
  return (host) => isContactable({ world })(host) || (world.scope.signInHosts ?? []).includes(host);
}

/** Origins of identity providers that the config names for this account, as URL prefixes. */
export function originsOf({ target }: Pick<CollectContext, 'target'>, identity: AccountName): readonly string[] {
  return (target.config.accounts?.[identity]?.signIn?.origins ?? []).map((origin) =>
    /^https?:\/\//.test(origin) ? origin : `https://${origin}`,
  );
}
