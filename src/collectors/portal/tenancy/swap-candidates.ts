import type { IdentityName } from '../../../model/identity.ts';
import type { Operation, OperationMap, Recorded, SlotValue } from '../operations/operation-map.ts';
import { type CrossCandidate, isOwn, namesOf } from './cross-candidate.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import { isCredentialSlot, isReference, isTenantName, type Known } from './known-references.ts';
import { putInto, requestOf, sentValues } from './requests.ts';

const swapsPerOperation = 4;
const valuesPerSlot = 2;

/** The asker's own request, with one of its values replaced by the one that the owner sends in the same place. */
export function swaps(
  operation: Operation,
  mine: readonly Recorded[],
  theirs: Recorded | undefined,
  known: Known,
  map: OperationMap,
  owner: IdentityName,
  asker: IdentityName,
): CrossCandidate[] {
  if (!theirs) return [];
  const jar = jarOf(map, asker, operation.host);
  const theirJar = jarOf(map, owner, operation.host);
  const own = [...theirs.slots.filter((slot) => slot.place !== 'cookie'), ...jar];
  const plainest = plainestOf(operation.by.get(asker) ?? []);
  const found = own.filter(isReference).flatMap((slot): CrossCandidate[] => {
    if (
      isGuardToken(slot) ||
      isCredentialSlot(slot) ||
      (!isOwn(slot) && !isTenantName(slot.name) && map.producersOf(asker, slot.value).length === 0)
    )
      return [];
    const foreign = mine
      .flatMap((recorded) =>
        [...recorded.slots.filter((one) => one.place !== 'cookie'), ...theirJar].map((one) => ({ recorded, one })),
      )
      .find(
        ({ one }) =>
          one.place === slot.place && one.name === slot.name && one.value !== slot.value && !known(one, operation),
      );
    if (
      !foreign ||
      (!isOwn(slot) && map.producersOf(owner, foreign.one.value).length === 0 && !isTenantName(slot.name))
    )
      return [];
    // What goes with every request is put into the one that asks for most: a search of the asker's finds nothing of the owner's.
    const base = isOwn(slot) ? theirs : (plainest ?? theirs);
    const request = putInto(requestOf(base.exchange), slot, foreign.one.value);
    return [
      {
        operation,
        ownerRequest: requestOf(foreign.recorded.exchange),
        askerRequest: request,
        slot: { ...slot, value: foreign.one.value },
        origin: 'swapped',
        sent: sentValues(request),
        names: namesOf(slot),
      },
    ];
  });
  return found.slice(0, swapsPerOperation);
}

/** The request that narrows least down, and of those the one that was given most. */
function plainestOf(recorded: readonly Recorded[]): Recorded | undefined {
  const narrowed = ({ slots }: Recorded) =>
    slots.filter((slot) => slot.place === 'query' || slot.place === 'body').filter(({ value }) => value !== '').length;
  return recorded
    .filter(({ exchange }) => exchange.status < 300)
    .toSorted(
      (one, other) => narrowed(one) - narrowed(other) || other.exchange.body.length - one.exchange.body.length,
    )[0];
}

/** The plain cookies of a browser at a host, as it sent them last: they go with every request, whichever first set them. */
function jarOf(map: OperationMap, identity: IdentityName, host: string): readonly SlotValue[] {
  const jar = new Map<string, SlotValue>();
  for (const operation of map.operations)
    if (operation.host === host)
      for (const { slots } of operation.by.get(identity) ?? [])
        for (const slot of slots) if (slot.place === 'cookie') jar.set(slot.name, slot);
  return [...jar.values()];
}

/** The asker's own request with one of the owner's values of the same origin put in. */
export function swappedIn(
  map: OperationMap,
  operation: Operation,
  owner: IdentityName,
  asker: IdentityName,
  known: Known,
): CrossCandidate[] {
  const theirs = (operation.by.get(asker) ?? []).filter(({ exchange }) => exchange.status < 400)[0];
  if (!theirs) return [];
  return theirs.slots
    .filter((slot) => isOwn(slot) && isReference(slot) && !isCredentialSlot(slot) && !isGuardToken(slot))
    .flatMap((slot) => {
      const values = map
        .producersOf(asker, slot.value)
        .flatMap((producer) => [...map.produced(owner, producer)])
        .filter((value) => value !== slot.value && !known({ ...slot, value }, operation));
      return [...new Set(values)].slice(0, valuesPerSlot).map((value): CrossCandidate => {
        const request = putInto(requestOf(theirs.exchange), slot, value);
        return {
          operation,
          ownerRequest: request,
          askerRequest: request,
          slot: { ...slot, value },
          origin: 'swapped',
          sent: sentValues(request),
          names: namesOf(slot),
        };
      });
    });
}
