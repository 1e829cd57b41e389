import type { IdentityName } from '../../../model/identity.ts';
import {
  isReplayable,
  keyOf,
  type Operation,
  type OperationMap,
  type Recorded,
  type SlotValue,
} from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import type { PlainRequest } from './replay.ts';
import { putInto, putIntoPath, requestOf, sentValues } from './requests.ts';

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
    const mine = (operation.by.get(owner) ?? []).filter(({ exchange }) => exchange.status < 400);
    const observed = mine.flatMap((recorded) => {
      const slot = recorded.slots.find((one) => isReference(one) && !known(one, operation));
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

type Known = (slot: SlotValue, operation: Operation) => boolean;

/** Whether the asker meets this value in ordinary use: then it is shared or public, and reaching it proves nothing. */
function knownTo(map: OperationMap, asker: IdentityName, others: readonly Exchange[]): Known {
  const leaves = new Set(others.flatMap((one) => exchangeContent(one).leaves.map((leaf) => leaf.value)));
  const texts = others.map((one) => `${one.url}\n${exchangeContent(one).text}`);
  return (slot, operation) => {
    const same = (operation.by.get(asker) ?? []).some(({ slots }) =>
      slots.some((one) => one.place === slot.place && one.name === slot.name && one.value === slot.value),
    );
    if (same) return true;
    if (/^\d{1,6}$/.test(slot.value)) {
      // Small numbers occur everywhere: only the same producer's values count.
      return map
        .producersOf(asker, slot.value)
        .some(
          (producer) =>
            /id|no|number|ref|key|code/i.test(producer.path.split('.').pop() ?? '') &&
            producesFor(map, producer.operation, operation),
        );
    }
    return leaves.has(slot.value) || (slot.value.length >= 6 && texts.some((text) => text.includes(slot.value)));
  };
}

/** Whether an operation's answers speak of the same collection: they share a static path word. */
function producesFor(map: OperationMap, producer: string, consumer: Operation): boolean {
  const from = map.operations.find((one) => keyOf(one) === producer);
  if (!from) return false;
  const words = (template: string) =>
    new Set(template.split('/').filter((one) => one !== '' && !one.startsWith('{') && !/^(api|v\d+|rest)$/i.test(one)));
  const [one, other] = [words(from.template), words(consumer.template)];
  return [...other].some((word) => one.has(word));
}

function isReference(slot: SlotValue): boolean {
  if (slot.place === 'path') return true;
  if (
    /^(page|limit|offset|size|per_?page|sort|order|dir|lang|locale|tz|_|t|ts|v|version|q|query|search|term|keyword)$/i.test(
      slot.name,
    )
  )
    return false;
  return /\d/.test(slot.value) || /id|ref|key|slug|tenant|org|account|owner|user|customer/i.test(slot.name);
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
