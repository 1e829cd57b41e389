import type { IdentityName } from '../../../model/identity.ts';
import {
  isReplayable,
  type Operation,
  type OperationMap,
  type Recorded,
  type SlotValue,
} from '../operations/operation-map.ts';
import { putIntoPath } from '../operations/put-into.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import { isGuardToken, isReference, isTenantName, type Known, knownTo } from './known-references.ts';
import type { PlainRequest } from './replay.ts';
import { carriesCredential, isSigned, putInto, requestKey, requestOf, sentValues } from './requests.ts';
import { withSecondAlias } from './second-alias.ts';

/** A request of the owner's, with the references that only the owner has seen. */
export interface CrossCandidate {
  readonly operation: Operation;
  /** What the owner asks (all of its references). */
  readonly ownerRequest: PlainRequest;
  /** What the asker asks: the same, or its own request with one value of the owner's put in. */
  readonly askerRequest: PlainRequest;
  readonly slot: SlotValue;
  readonly origin: 'observed' | 'swapped';
  /** Raw values that the request itself carries: their echo proves nothing. */
  readonly sent: readonly string[];
  /** The value put in names a tenant, an owner or a user in a body, a header or a cookie (authz.body-tenant). */
  readonly names: 'object' | 'tenant';
}

const perTemplate = 2;
const swapsPerOperation = 4;

/** Every operation with a reference only the owner has: what the owner asked, and the asker's requests with it put in. */
export function crossCandidates(
  map: OperationMap,
  owner: IdentityName,
  asker: IdentityName,
  everyone: readonly Exchange[],
  canaries: readonly string[],
): CrossCandidate[] {
  const others = everyone.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(map, asker, others);
  const tokens = guardTokens(map, asker);
  return map.operations.filter(isReplayable).flatMap((operation) => {
    const mine = (operation.by.get(owner) ?? [])
      .filter(({ exchange }) => exchange.status < 400 && !carriesCredential(exchange.url) && !isSigned(exchange.url))
      .map((one) => ({ ...one, rank: richness(one, canaries) }))
      .sort((one, other) => other.rank - one.rank);
    const theirs = (operation.by.get(asker) ?? []).filter(({ exchange }) => exchange.status < 400)[0];
    const observed = mine.flatMap((recorded) => {
      // The last one: an absent reference is made below the parent that exists.
      const slot = recorded.slots.findLast((one) => isOwn(one) && isReference(one) && !known(one, operation));
      return slot ? [{ recorded, slot }] : [];
    });
    // A second reference only where it has content: an empty record of the owner's proves nothing.
    const chosen = observed.filter(({ recorded }, at) => at === 0 || recorded.rank > 0).slice(0, perTemplate);
    const found = [
      ...chosen.flatMap(({ recorded, slot }) => [
        fromObserved(operation, recorded, slot, tokens),
        ...childOnly(operation, recorded, theirs, known),
        ...secondAlias(operation, recorded, slot, theirs),
      ]),
      ...swaps(operation, mine, theirs, known, map, owner, asker),
      ...(chosen.length === 0 ? swappedIn(map, operation, owner, asker, known) : []),
    ];
    const first = new Map<string, CrossCandidate>();
    for (const one of found) if (!first.has(requestKey(one.askerRequest))) first.set(requestKey(one.askerRequest), one);
    return [...first.values()];
  });
}

/** Headers and cookies go with the session unless they are put in on purpose. */
const isOwn = (slot: SlotValue) => slot.place !== 'header' && slot.place !== 'cookie';

/** How much of the owner's a recorded answer holds: canaries first, then telling values. */
function richness({ exchange }: Recorded, canaries: readonly string[]): number {
  const { leaves, text } = exchangeContent(exchange);
  const telling = leaves.filter(isAtomLike).length || (leaves.length === 0 && text.trim().length > 20 ? 1 : 0);
  return telling + (canaries.some((canary) => text.includes(canary)) ? 1000 : 0);
}

/** The asker's latest form tokens by name: with another session's token a refusal is about the token. */
function guardTokens(map: OperationMap, asker: IdentityName): ReadonlyMap<string, string> {
  const all = map.operations.flatMap((operation) => (operation.by.get(asker) ?? []).flatMap((one) => one.slots));
  return new Map(all.filter(isGuardToken).map((slot) => [slot.name, slot.value]));
}

function fromObserved(
  operation: Operation,
  recorded: Recorded,
  slot: SlotValue,
  tokens: ReadonlyMap<string, string>,
): CrossCandidate {
  const request = requestOf(recorded.exchange);
  let asked = request;
  for (const one of recorded.slots.filter(isGuardToken)) {
    const token = tokens.get(one.name);
    if (token !== undefined) asked = putInto(asked, one, token);
  }
  return {
    operation,
    ownerRequest: request,
    askerRequest: asked,
    slot,
    origin: 'observed',
    sent: sentValues(asked),
    names: namesOf(slot),
  };
}

function namesOf(slot: SlotValue): CrossCandidate['names'] {
  return slot.place === 'header' || slot.place === 'cookie' || (slot.place === 'body' && isTenantName(slot.name))
    ? 'tenant'
    : 'object';
}

/** Parent checked, child not: the asker's own parent with the owner's child. */
function childOnly(
  operation: Operation,
  recorded: Recorded,
  theirs: Recorded | undefined,
  known: Known,
): CrossCandidate[] {
  const path = recorded.slots.filter((slot) => slot.place === 'path' && isReference(slot) && !known(slot, operation));
  const child = path.at(-1);
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
      names: 'object',
    },
  ];
}

/** GraphQL: the asker's own record first, the owner's under a second alias, in one query. */
function secondAlias(
  operation: Operation,
  recorded: Recorded,
  slot: SlotValue,
  theirs: Recorded | undefined,
): CrossCandidate[] {
  const own = theirs?.slots.find((one) => one.place === slot.place && one.name === slot.name);
  const request =
    own && slot.place === 'graphql' ? withSecondAlias(requestOf(recorded.exchange), slot, own.value) : undefined;
  if (!request) return [];
  return [
    {
      operation,
      ownerRequest: requestOf(recorded.exchange),
      askerRequest: request.doubled,
      slot: { ...request.slot, name: `${slot.name} (second alias)` },
      origin: 'swapped',
      sent: sentValues(request.doubled),
      names: 'object',
    },
  ];
}

/** The asker's own request, with one of its values replaced by the one that the owner sends in the same place. */
function swaps(
  operation: Operation,
  mine: readonly Recorded[],
  theirs: Recorded | undefined,
  known: Known,
  map: OperationMap,
  owner: IdentityName,
  asker: IdentityName,
): CrossCandidate[] {
  if (!theirs) return [];
  const found = theirs.slots.filter(isReference).flatMap((slot): CrossCandidate[] => {
    if (
      isGuardToken(slot) ||
      (!isOwn(slot) && !isTenantName(slot.name) && map.producersOf(asker, slot.value).length === 0)
    )
      return [];
    const foreign = mine
      .flatMap((recorded) => recorded.slots.map((one) => ({ recorded, one })))
      .find(
        ({ one }) =>
          one.place === slot.place && one.name === slot.name && one.value !== slot.value && !known(one, operation),
      );
    if (
      !foreign ||
      (!isOwn(slot) && map.producersOf(owner, foreign.one.value).length === 0 && !isTenantName(slot.name))
    )
      return [];
    const request = putInto(requestOf(theirs.exchange), slot, foreign.one.value);
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
  return theirs.slots
    .filter((slot) => isOwn(slot) && isReference(slot))
    .flatMap((slot) => {
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
          names: namesOf(slot),
        };
      });
    });
}
