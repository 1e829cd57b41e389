import { putIntoPath } from '../operations/put-into.ts';
import type { Operation, Recorded, SlotValue } from '../operations/operation-map.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { type CrossCandidate, isOwn } from './cross-candidate.ts';
import { isReference, type Known } from './known-references.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';

/** The owner's request for a child, with all that it carries. */
export interface OwnersChild {
  readonly operation: Operation;
  readonly ownerRequest: PlainRequest;
  readonly slots: readonly SlotValue[];
}

/** The asker's request that says most: a list with its filter rather than the bare list, so that the filter can be changed. */
export const fullestOf = (operation: Operation, asker: IdentityName): Recorded | undefined =>
  (operation.by.get(asker) ?? [])
    .filter(({ exchange }) => exchange.status < 400)
    .sort((one, other) => other.slots.filter(isOwn).length - one.slots.filter(isOwn).length)[0];

/** Parent checked, child not: the asker's own parent with the owner's child. */
export function childBelowOwn(
  { operation, ownerRequest, slots }: OwnersChild,
  theirs: Recorded | undefined,
  known: Known,
): CrossCandidate[] {
  const path = slots.filter((slot) => slot.place === 'path' && isReference(slot) && !known(slot, operation));
  const child = path.at(-1);
  if (path.length < 2 || !child || !theirs) return [];
  const request = requestOf(theirs.exchange);
  const own = theirs.slots.filter((slot) => slot.place === 'path').at(-1);
  if (!own || own.value === child.value) return [];
  const swapped = { ...request, url: putIntoPath(request.url, own.value, child.value) };
  return [
    {
      operation,
      ownerRequest,
      askerRequest: swapped,
      slot: { ...child, name: `${child.name} (own parent)` },
      origin: 'swapped',
      sent: sentValues(swapped),
      names: 'object',
    },
  ];
}
