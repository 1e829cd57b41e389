import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import type { Setting } from '../tenancy/setting.ts';
import { learnedOf } from '../tenancy/tenant-values.ts';
import type { Privileged } from './privileged.ts';

/** A short number stands in many a text: there only a field of the same name says that somebody met it. */
export function metAs({ exchanges, knows }: Setting, identity: IdentityName, name: string, value: string): boolean {
  if (value.length >= 6) return knows(identity, value);
  return exchanges.some(
    (one) =>
      one.identity === identity &&
      exchangeContent(one).leaves.some((leaf) => leaf.value === value && leaf.path.split('.').at(-1) === name),
  );
}

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
  const learned = learnedOf(setting, other, asker);
  return Object.entries(record)
    .flatMap(([name, present]): Privileged[] => {
      const ofPortal = learned.find(({ key }) => key === name)?.value;
      if (ofPortal !== undefined && ofPortal !== String(present))
        return [
          { keys: [name], kind: 'owner', present, wanted: typeof present === 'number' ? Number(ofPortal) : ofPortal },
        ];
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
