import type { HeaderList } from '../../../world/world.ts';
import { withCondition } from './in-filter.ts';
import type { PlainRequest } from './replay.ts';
import { type Search, withQuery } from './search-of.ts';
import { type TenantValue, tenantHeader } from './tenant-values.ts';

const searchesAtMost = 8;

/** The same list with the owner's tenant put in as parameter or header, or searched for the owner's canary. */
export function variantsOf(
  request: PlainRequest,
  search: Search | undefined,
  tenants: readonly TenantValue[],
  searches: readonly string[],
) {
  const variants: { what: string; request: PlainRequest }[] = [];
  for (const { name, value } of tenants.slice(0, 4)) {
    variants.push({ what: `?${name}= of the owner`, request: withQuery(request, name, value) });
    const narrowed = withCondition(request, name, value);
    if (narrowed) variants.push({ what: `${name} of the owner among the conditions of the body`, request: narrowed });
  }
  const [tenant] = tenants;
  if (tenant) {
    const usual = ['x-org-id', 'x-tenant-id', 'x-organization-id'].map((name) => [name, tenant.value] as const);
    const headers: HeaderList = [...new Map([...usual, ...tenants.slice(0, 4).map(tenantHeader)])];
    variants.push({ what: 'tenant headers of the owner', request: { ...request, extra: headers } });
  }
  // Each kind of object has a canary of its own, and a search may keep the kinds apart.
  for (const word of searches.slice(0, searchesAtMost))
    if (search) variants.push({ what: "searched for the owner's canary", request: search(request, word) });
  return variants;
}
