import { gap } from '../model/gap.ts';
import type { Fence } from './fence.ts';
import type { FenceAnswer, Scope } from './scope.ts';

/** A server behind an edge, by name or address. */
export interface OriginPlace {
  readonly host: string;
  readonly port: number;
}

/**
 * Where a request for a listed host goes when it is sent past its edge: only with the permit to guess for that host, only to
 * servers that the config names as its origins or that stand below a domain whose ownership is proven.
 */
export async function openOrigin(
  { scope, fence }: { readonly scope: Scope; readonly fence: Fence },
  host: string,
  { host: origin, port }: OriginPlace,
): Promise<FenceAnswer> {
  const refusal = scope.refuses('guess', host);
  if (refusal) return { allowed: false, gap: refusal };
  if (!scope.isListed(host) || !scope.isOrigin?.(host, origin)) {
    const detail = `${origin} is not named as a server behind ${host}, so nothing was sent there.`;
    return { allowed: false, gap: gap('refused', detail, `Add it to origins of ${host} in the config.`, 2) };
  }
  return await fence.open(origin, port, 'origin');
}
