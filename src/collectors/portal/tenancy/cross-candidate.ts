import type { Operation, SlotValue } from '../operations/operation-map.ts';
import { isTenantName } from './known-references.ts';
import type { PlainRequest } from './replay.ts';

/** A request of the owner's, with the references that only the owner has seen. */
export interface CrossCandidate {
  readonly operation: Operation;
  /** What the owner asks (all of its references). */
  readonly ownerRequest: PlainRequest;
  /** What the asker asks: the same, or its own request with one value of the owner's put in. */
  readonly askerRequest: PlainRequest;
  readonly slot: SlotValue;
  readonly origin: 'observed' | 'swapped';
  /** The asker asks for two records at once, its own first. */
  readonly doubled?: true;
  /** What names the owner's tenant in its own requests: that the asker may have met the id shares nothing behind it. */
  readonly ofTenant?: true;
  /** Raw values that the request itself carries: their echo proves nothing. */
  readonly sent: readonly string[];
  /** The value put in names a tenant, an owner or a user in a body, a header or a cookie (authz.body-tenant). */
  readonly names: 'object' | 'tenant';
}

/** Headers and cookies go with the session unless they are put in on purpose. */
export const isOwn = (slot: SlotValue) => slot.place !== 'header' && slot.place !== 'cookie';

export function namesOf(slot: SlotValue): CrossCandidate['names'] {
  return slot.place === 'header' || slot.place === 'cookie' || (slot.place === 'body' && isTenantName(slot.name))
    ? 'tenant'
    : 'object';
}
