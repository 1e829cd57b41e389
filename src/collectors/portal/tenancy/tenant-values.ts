import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { tenantsOf } from './require-two-tenants.ts';
import type { Setting } from './setting.ts';

export interface TenantValue {
  readonly name: string;
  readonly value: string;
}

/** Whether rows of an answer name the owner's tenant as theirs: the tenant that the owner's own account names, and not the asker's. */
export function namesTenantOf(
  setting: Setting,
  leaves: readonly Leaf[],
  owner: IdentityName,
  asker: IdentityName,
): boolean {
  const of = (identity: IdentityName) =>
    new Set([...tenantsOf(setting, identity).values()].flatMap((values) => [...values]));
  const own = of(asker);
  const theirs = [...of(owner)].filter((value) => !own.has(value));
  if (own.size === 0 || theirs.length === 0) return false;
  return leaves.some((leaf) => {
    const keys = leaf.path.replace(/\[\d+\]/g, '').split('.');
    const named =
      tenantKey.test(keys.at(-1) ?? '') ||
      (/^(id|uuid|slug)$/i.test(keys.at(-1) ?? '') && tenantKey.test(keys.at(-2) ?? ''));
    return leaf.path.includes('[') && named && theirs.includes(leaf.value);
  });
}

const tenantKey =
  /^(org|organi[sz]ation|tenant|account|customer|company|client|workspace|team|owner|user|group|site)(_?id|_?uuid|_?slug|Id|Uuid|Slug)?$/i;

/** Names and values under which the owner's tenant goes in its own answers, and which the asker has otherwise. */
export function tenantValues(setting: Setting, owner: IdentityName, asker: IdentityName): TenantValue[] {
  const found = new Map<string, TenantValue>();
  for (const exchange of setting.exchanges) {
    if (exchange.identity !== owner || exchange.status >= 300) continue;
    for (const leaf of exchangeContent(exchange).leaves) {
      const keys = leaf.path.replace(/\[\d+\]/g, '').split('.');
      const last = keys.at(-1) ?? '';
      const parent = keys.at(-2) ?? '';
      const name =
        tenantKey.test(last) && /id$|slug$/i.test(last)
          ? last
          : last === 'id' && tenantKey.test(parent)
            ? `${parent}Id`
            : undefined;
      if (!name || leaf.value.length < 1 || leaf.value.length > 64 || setting.knows('anonymous', leaf.value)) continue;
      if (leaf.value.length >= 4 && setting.knows(asker, leaf.value)) continue;
      found.set(name, { name, value: leaf.value });
    }
  }
  const rank = (one: TenantValue) => (/user|owner/i.test(one.name) ? 1 : 0);
  return [...found.values()].sort((one, other) => rank(one) - rank(other));
}
