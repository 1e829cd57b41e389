import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { type LearnedTenant, learnTenants, nameOfReference } from './learned-tenants.ts';
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
  const named = [...of(owner)].filter((value) => !own.has(value));
  const theirs = own.size > 0 && named.length > 0 ? named : saidOfEach(setting, owner, asker);
  const learned = learnedOf(setting, owner, asker);
  return leaves.some((leaf) => {
    if (!leaf.path.includes('[')) return false;
    const keys = leaf.path.replace(/\[\d+\]/g, '').split('.');
    const name = nameOfReference(keys);
    return (
      (namesTenant(keys) && theirs.includes(leaf.value)) ||
      learned.some((one) => one.name === name && one.value === leaf.value)
    );
  });
}

/** What this portal itself calls the tenant of an account. */
export function learnedOf(setting: Setting, owner: IdentityName, asker: IdentityName): readonly LearnedTenant[] {
  const account = (identity: IdentityName) => ({
    exchanges: setting.exchanges.filter((one) => one.identity === identity),
    self: setting.session(identity)?.self ?? [],
  });
  return learnTenants(account(owner), account(asker));
}

/**
 * What the answers call the owner's tenant, where none of them names the account besides: the one value under a key that never stands in
 * a row, and the asker has another one there.
 */
function saidOfEach(setting: Setting, owner: IdentityName, asker: IdentityName): readonly string[] {
  const of = (identity: IdentityName) => {
    const found = new Map<string, Set<string>>();
    for (const exchange of setting.exchanges) {
      if (exchange.identity !== identity || exchange.status >= 300 || exchangeContent(exchange).kind !== 'json')
        continue;
      for (const { path, value, type } of exchangeContent(exchange).leaves) {
        const keys = path.split('.');
        if (
          (path.includes('[') && !ofPart.test(path)) ||
          value === '' ||
          type === 'null' ||
          !/id$|slug$/i.test(keys.at(-1) ?? '')
        )
          continue;
        if (!namesTenant(keys) || /user|owner/i.test(keys.slice(-2).join('.'))) continue;
        const key = keys.slice(path.includes('[') ? -1 : -2).join('.');
        found.set(key, (found.get(key) ?? new Set()).add(value));
      }
    }
    return found;
  };
  const [mine, theirs] = [of(asker), of(owner)];
  return [...theirs].flatMap(([key, values]) => {
    const other = mine.get(key);
    const [value] = values;
    return values.size === 1 && other?.size === 1 && value !== undefined && !other.has(value) ? [value] : [];
  });
}

/** What a part of a page is given itself, as server components write it: `["$","$L3",null,{"clientId":…}]`; no fourth row of a list. */
const ofPart = /(\]|\.children)\[3\]\.\w+$/;

function namesTenant(keys: readonly string[]): boolean {
  const [parent = '', last = ''] = keys.slice(-2);
  return tenantKey.test(last) || (/^(id|uuid|slug)$/i.test(last) && tenantKey.test(parent));
}

const tenantKey =
  /^(org|organi[sz]ation|tenant|account|customer|company|client|workspace|team|owner|user|group|site|firma|kunden?|mandant(en)?|klant(en)?|klient|cliente|empresa|azienda|entreprise|societe)(_?id|_?uuid|_?slug)?$/i;

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
  for (const { key, value } of learnedOf(setting, owner, asker))
    if (!found.has(key) && !setting.knows('anonymous', value)) found.set(key, { name: key, value });
  const rank = (one: TenantValue) => (/user|owner/i.test(one.name) ? 1 : 0);
  return [...found.values()].sort((one, other) => rank(one) - rank(other));
}

/** A header by the portal's own name for the tenant: `accountId` is `x-account-id`. */
export const tenantHeader = ({ name, value }: TenantValue) =>
  [
    `x-${name
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .replace(/_/g, '-')
      .toLowerCase()}`,
    value,
  ] as const;
