import type { IdentityName } from '../../../model/identity.ts';
import type { Operation, Recorded, SlotValue } from '../operations/operation-map.ts';
import { isOwn } from './cross-candidate.ts';
import { isReference } from './known-references.ts';
import type { PlainRequest } from './replay.ts';
import { putInto, requestOf } from './requests.ts';

/**
 * The record below the asker's own parents: as its own request of the kind with this record in it. Where it never sent one, the owner's, if
 * nothing else in it is the owner's alone.
 */
export function asAskersOwn(
  operation: Operation,
  theirs: Recorded,
  slot: SlotValue,
  asker: IdentityName,
  isKnown: (slot: SlotValue) => boolean,
): PlainRequest | undefined {
  const same = (one: SlotValue) => one.place === slot.place && one.name === slot.name;
  const mine = (operation.by.get(asker) ?? []).find(({ exchange, slots }) => exchange.status < 300 && slots.some(same));
  const at = mine?.slots.find(same);
  if (mine && at) return putInto(requestOf(mine.exchange), at, slot.value);
  const rest = theirs.slots.filter((one) => one !== slot && isOwn(one) && isReference(one));
  return rest.every(isKnown) ? requestOf(theirs.exchange) : undefined;
}
