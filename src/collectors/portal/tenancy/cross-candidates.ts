import type { IdentityName } from '../../../model/identity.ts';
import {
  isReplayable,
  type Operation,
  type OperationMap,
  type Recorded,
  type SlotValue,
} from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import { isReference, type Known, knownTo } from './known-references.ts';
import type { PlainRequest } from './replay.ts';
import { carriesCredential, putInto, putIntoPath, requestOf, sentValues } from './requests.ts';

/** A request of the owner's, with the references that only the owner has seen. */
export interface CrossCandidate {
  readonly operation: Operation;
  /** What the owner asks (all of its references). */
  readonly ownerRequest: PlainRequest;
  /** What the asker asks: the same, or with its own parent and the owner's child. */
  readonly askerRequest: PlainRequest;
  readonly slot: SlotValue;
  readonly origin: 'observed' | 'swapped';
  /** Raw values that the request itself carries: their echo proves nothing. */
  readonly sent: readonly string[];
}

const perTemplate = 2;

/** Every operation with a reference only the owner has: what the owner asked, or the asker's request with it put in. */
export function crossCandidates(
  map: OperationMap,
  owner: IdentityName,
  asker: IdentityName,
  everyone: readonly Exchange[],
  canaries: readonly string[],
): CrossCandidate[] {
  const others = everyone.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(map, asker, others);
  return map.operations.filter(isReplayable).flatMap((operation) => {
    const mine = (operation.by.get(owner) ?? []).filter(
      ({ exchange }) => exchange.status < 400 && !carriesCredential(exchange.url),
    );
    const observed = mine.flatMap((recorded) => {
      // The last one: an absent reference is made below the parent that exists.
      const slot = recorded.slots.findLast((one) => isReference(one) && !known(one, operation));
      return slot ? [{ recorded, slot }] : [];
    });
    if (observed.length > 0) {
      const ranked = observed
        .map((one) => ({ ...one, rank: richness(one.recorded, canaries) }))
        .sort((one, other) => other.rank - one.rank);
      // A second reference only where it has content: an empty record of the owner's proves nothing.
      const chosen = ranked.filter((one, at) => at === 0 || one.rank > 0).slice(0, perTemplate);
      return chosen.flatMap(({ recorded, slot }) => [
        fromObserved(operation, recorded, slot),
        ...childOnly(operation, recorded, asker, known),
      ]);
    }
    return swappedIn(map, operation, owner, asker, known);
  });
}

/** How much of the owner's a recorded answer holds: canaries first, then telling values. */
function richness({ exchange }: Recorded, canaries: readonly string[]): number {
  const { leaves, text } = exchangeContent(exchange);
  const telling = leaves.filter(isAtomLike).length || (leaves.length === 0 && text.trim().length > 20 ? 1 : 0);
  return telling + (canaries.some((canary) => text.includes(canary)) ? 1000 : 0);
}

function fromObserved(operation: Operation, recorded: Recorded, slot: SlotValue): CrossCandidate {
  const request = requestOf(recorded.exchange);
  return {
    operation,
    ownerRequest: request,
    askerRequest: request,
    slot,
    origin: 'observed',
    sent: sentValues(request),
  };
}

/** Parent checked, child not: the asker's own parent with the owner's child. */
function childOnly(operation: Operation, recorded: Recorded, asker: IdentityName, known: Known): CrossCandidate[] {
  const path = recorded.slots.filter((slot) => slot.place === 'path' && isReference(slot) && !known(slot, operation));
  const child = path.at(-1);
  const theirs = (operation.by.get(asker) ?? [])[0];
  if (path.length < 2 || !child || !theirs) return [];
  const request = requestOf(theirs.exchange);
  const own = theirs.slots.filter((slot) => slot.place === 'path').at(-1);
  if (!own || own.value === child.value) return [];
  const swapped = { ...request, url: putIntoPath(request.url, own.value, child.value) };
  return [
    {
      operation,
      ownerRequest: requestOf(recorded.exchange),
      askerRequest: swapped,
      slot: { ...child, name: `${child.name} (own parent)` },
      origin: 'swapped',
      sent: sentValues(swapped),
    },
  ];
}

/** The asker's own request with one of the owner's values of the same origin put in. */
function swappedIn(
  map: OperationMap,
  operation: Operation,
  owner: IdentityName,
  asker: IdentityName,
  known: Known,
): CrossCandidate[] {
  const theirs = (operation.by.get(asker) ?? []).filter(({ exchange }) => exchange.status < 400)[0];
  if (!theirs) return [];
  return theirs.slots.filter(isReference).flatMap((slot) => {
    const values = map
      .producersOf(asker, slot.value)
      .flatMap((producer) => [...map.produced(owner, producer)])
      .filter((value) => value !== slot.value && !known({ ...slot, value }, operation));
    return [...new Set(values)].slice(0, perTemplate).map((value): CrossCandidate => {
      const request = putInto(requestOf(theirs.exchange), slot, value);
      return {
        operation,
        ownerRequest: request,
        askerRequest: request,
        slot: { ...slot, value },
        origin: 'swapped',
        sent: sentValues(request),
      };
    });
  });
}
