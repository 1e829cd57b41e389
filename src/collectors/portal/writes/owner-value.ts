import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { Privileged } from './privileged.ts';

/** Of an account's own record the field that says whose it is, with the other customer's value. */
export function foreignOwnerIn(
  setting: Setting,
  asker: IdentityName,
  record: Readonly<Record<string, unknown>>,
): readonly Privileged[] {
  const other = asker === 'a' ? 'b' : 'a';
  // What names the other account says whose it is; what it shares with this one has the same value in both.
  const self = setting.session(other)?.self ?? [];
  const theirs = setting.exchanges.filter(
    (one) =>
      one.identity === other &&
      one.afterSignIn &&
      one.status < 300 &&
      self.some((name) => exchangeContent(one).text.toLowerCase().includes(name.toLowerCase())),
  );
  return Object.entries(record)
    .flatMap(([name, present]): Privileged[] => {
      if (!isTenantName(name) || !/^(string|number)$/.test(typeof present) || String(present).includes('@')) return [];
      const wanted = theirs
        .flatMap((one) => exchangeContent(one).leaves)
        .find(
          (leaf) =>
            leaf.path.split('.').at(-1) === name && leaf.type === typeof present && leaf.value !== String(present),
        )?.value;
      if (wanted === undefined) return [];
      return [{ keys: [name], kind: 'owner', present, wanted: typeof present === 'number' ? Number(wanted) : wanted }];
    })
    .slice(0, 1);
}
