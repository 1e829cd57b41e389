import type { IdentityName } from '../../../model/identity.ts';
import type { OperationMap } from '../operations/operation-map.ts';
import { isTenantName } from './known-references.ts';
import type { PlainRequest } from './replay.ts';

/**
 * A recorded request as somebody else's own pages would send it: a header that names the tenant names theirs. What another tenant's name
 * in a header opens is no ordinary use.
 */
export function asOwn({ operations }: OperationMap, request: PlainRequest, as: IdentityName): PlainRequest {
  const { like } = request;
  if (like.identity === as) return request;
  const named = Object.keys(like.requestHeaders).filter(isTenantName);
  const sent = (name: string) =>
    operations
      .flatMap(({ by }) => by.get(as) ?? [])
      .findLast(({ exchange }) => exchange.requestHeaders[name] !== undefined)?.exchange.requestHeaders[name];
  const own = named.flatMap((name): [string, string][] => {
    const value = sent(name);
    return value === undefined ? [] : [[name, value]];
  });
  return own.length === 0 ? request : { ...request, extra: [...(request.extra ?? []), ...own] };
}
