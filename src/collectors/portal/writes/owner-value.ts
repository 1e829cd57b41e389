import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { Privileged } from './privileged.ts';

/** Of an account's own record the field that says whose it is, with the other customer's value: what only that one meets. */
export function foreignOwnerIn(
  setting: Setting,
  asker: IdentityName,
  record: Readonly<Record<string, unknown>>,
): readonly Privileged[] {
  const other = asker === 'a' ? 'b' : 'a';
  const theirs = setting.exchanges.filter((one) => one.identity === other && one.afterSignIn && one.status < 300);
  return Object.entries(record)
    .flatMap(([name, present]): Privileged[] => {
      if (!isTenantName(name) || !/^(string|number)$/.test(typeof present) || String(present).includes('@')) return [];
      const wanted = theirs
        .flatMap((one) => exchangeContent(one).leaves)
        .find(
          (leaf) =>
            leaf.path.split('.').at(-1) === name &&
            leaf.type === typeof present &&
            leaf.value !== String(present) &&
            !setting.knows(asker, leaf.value),
        )?.value;
      if (wanted === undefined) return [];
      return [{ keys: [name], kind: 'owner', present, wanted: typeof present === 'number' ? Number(wanted) : wanted }];
    })
    .slice(0, 1);
}
