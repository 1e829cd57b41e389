import type { IdentityName } from '../../../model/identity.ts';
import { exchangeContent } from './answer-text.ts';
import type { Setting } from './setting.ts';

export interface TenantValue {
  readonly name: string;
  readonly value: string;
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
