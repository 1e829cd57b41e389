import { GapError, gap } from '../../../model/gap.ts';
import { exchangeContent } from './answer-text.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Setting } from './setting.ts';

const tenantWord = /^(org|organi[sz]ation|tenant|company|workspace)$/i;
const tenantKey = /^(org|organi[sz]ation|tenant|company|workspace)_?(id|uuid|slug)$/i;

/**
 * Two accounts of one tenant prove nothing about two tenants. Asked of the config, of the user names, and of what the
 * portal itself says in the answers that name each account.
 */
export function requireTwoTenants(setting: Setting): void {
  const { world, target } = setting.context;
  const accounts = target.config.accounts;
  const [a, b] = [world.credentials('a')?.user, world.credentials('b')?.user];
  const same = a !== undefined && a.toLowerCase() === b?.toLowerCase();
  const declared = accounts?.a?.tenant !== undefined && accounts.a.tenant === accounts.b?.tenant;
  if (!same && !declared && !portalSaysSame(setting)) return;
  throw new GapError(
    gap(
      'nothing-to-compare',
      `A and B are ${same ? 'the same account' : 'of the same customer'}: there is no border between them to prove.`,
      'Use accounts of two different customers.',
    ),
  );
}

/** The answers that name each account name one tenant each, under the same key, and it is the same one. */
function portalSaysSame(setting: Setting): boolean {
  const [a, b] = [tenantsOf(setting, 'a'), tenantsOf(setting, 'b')];
  let alike = false;
  for (const [key, values] of a) {
    const theirs = b.get(key);
    if (!theirs) continue;
    if (values.size !== 1 || theirs.size !== 1) continue;
    if ([...values][0] !== [...theirs][0]) return false;
    alike = true;
  }
  return alike;
}

/** The tenants that the answers which name the account name, by key. */
export function tenantsOf(setting: Setting, identity: IdentityName): Map<string, Set<string>> {
  const names = (setting.session(identity)?.self ?? []).map((name) => name.toLowerCase());
  const found = new Map<string, Set<string>>();
  for (const exchange of setting.exchanges) {
    if (exchange.identity !== identity || exchange.status >= 300) continue;
    const { kind, leaves } = exchangeContent(exchange);
    const single = leaves.filter((leaf) => !leaf.path.includes('['));
    if (kind !== 'json' || !single.some((leaf) => names.includes(leaf.value.toLowerCase()))) continue;
    for (const leaf of single) {
      const keys = leaf.path.split('.');
      const [parent = '', last = ''] = keys.slice(-2);
      const names = tenantKey.test(last) || (/^(id|uuid|slug)$/i.test(last) && tenantWord.test(parent));
      if (!names || leaf.value === '' || leaf.type === 'null') continue;
      const key = tenantKey.test(last) ? last : `${parent}.${last}`;
      found.set(key, (found.get(key) ?? new Set()).add(leaf.value));
    }
  }
  return found;
}
