import { type AccountName, accountNames } from '../../model/identity.ts';
import type { CollectContext } from '../collector.ts';

export interface Approver {
  readonly name: AccountName;
  /** In small letters. */
  readonly address: string;
}

/**
 * Declared test accounts, other than the one that asks, that may be asked for an approval and whose mail an inbox takes: a
 * colleague in the same tenant, or the operator's own people.
 */
export function ownApprovers(asker: string, { world, target }: CollectContext): readonly Approver[] {
  const tenantOf = (name: string) => target.config.accounts?.[name as AccountName]?.tenant;
  const isColleague = (name: AccountName) =>
    name === 'staff' ||
    name === 'admin' ||
    (name === 'a2' && asker === 'a') ||
    (tenantOf(name) !== undefined && tenantOf(name) === tenantOf(asker));
  return accountNames.flatMap((name) => {
    const address = world.credentials(name)?.user?.toLowerCase();
    const receives = address !== undefined && world.inbox.list.some((one) => one.takes(address));
    return receives && name !== asker && isColleague(name) ? [{ name, address }] : [];
  });
}
