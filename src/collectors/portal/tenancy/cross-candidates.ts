import type { IdentityName } from '../../../model/identity.ts';
import {
  isReplayable,
  type Operation,
  type OperationMap,
  type Recorded,
  type SlotValue,
} from '../operations/operation-map.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { guardTokens } from './guard-tokens.ts';
import { isAtomLike } from './atoms.ts';
import { wordsBelowOwnParent } from './below-own-parent.ts';
import { childBelowOwn, fullestOf } from './child-below-own.ts';
import { type CrossCandidate, isOwn, namesOf } from './cross-candidate.ts';
import { isCredentialSlot, isReference, type Known, knownTo } from './known-references.ts';
import { nestedArguments } from './nested-arguments.ts';
import { carriesCredential, hasKeyInPath, isSigned, putInto, requestKey, requestOf, sentValues } from './requests.ts';
import { inBatch } from './rpc-batch.ts';
import { withSecondAlias } from './second-alias.ts';
import { meant, sentTenants } from './sent-tenants.ts';
import { swappedIn, swaps } from './swap-candidates.ts';

export type { CrossCandidate };

const perTemplate = 2;

/** Every operation with a reference only the owner has: what the owner asked, and the asker's requests with it put in. */
export function crossCandidates(
  map: OperationMap,
  owner: IdentityName,
  asker: IdentityName,
  everyone: readonly Exchange[],
  canaries: readonly string[],
  namedTenants: readonly string[] = [],
): CrossCandidate[] {
  const others = everyone.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const tenants = sentTenants(map, owner, asker, namedTenants);
  const isTenant = ({ place, value }: SlotValue) =>
    (place === 'query' || place === 'body' || place === 'graphql') && tenants.has(meant(value));
  const met = knownTo(map, asker, others);
  const known: Known = (slot, operation) => met(slot, operation) && !isTenant(slot);
  const tokensOf = guardTokens(map, asker);
  const keys = credentialsOf(everyone.filter((one) => one.identity === owner));
  const seen = new Set(others.flatMap((one) => exchangeContent(one).leaves.map((leaf) => leaf.value)));
  const found = map.operations.filter(isReplayable).flatMap((operation) => {
    const tokens = tokensOf(operation);
    const mine = (operation.by.get(owner) ?? [])
      .filter(
        ({ exchange, slots }) =>
          exchange.status < 400 &&
          // A page that posts itself back to be sent elsewhere hands nothing out.
          (exchange.method === 'GET' || exchange.status < 300) &&
          !carriesCredential(exchange.url) &&
          !isSigned(exchange.url) &&
          !hasKeyInPath(exchange.url) &&
          // Without a key of the asker's own to put in, the owner's would open.
          slots.every((slot) => !isCredentialSlot(slot) || tokens.has(slot.name)) &&
          !slots.some((slot) => slot.place === 'path' && keys.has(slot.value)),
      )
      .map((one) => ({ ...one, rank: richness(one, canaries, seen) }))
      .sort((one, other) => other.rank - one.rank);
    const theirs = fullestOf(operation, asker);
    const observed = mine.flatMap((recorded) => {
      // The last one: an absent reference is made below the parent that exists.
      const slot = recorded.slots.findLast(
        (one) =>
          isOwn(one) && isReference(one) && !isCredentialSlot(one) && !isGuardToken(one) && !known(one, operation),
      );
      return slot ? [{ recorded, slot }] : [];
    });
    // A second reference only where it has content: an empty record of the owner's proves nothing.
    const kindOf = ({ recorded }: (typeof observed)[number]) => exchangeContent(recorded.exchange).kind;
    // One address, several answers: a page, and what its script asks for in its place, may be guarded by different code.
    const chosen = observed.filter((one, at) => {
      const sameKind = observed.slice(0, at).filter((other) => kindOf(other) === kindOf(one)).length;
      return (
        at === 0 || (one.recorded.rank > 0 && sameKind < (kindOf(one) === kindOf(observed[0] ?? one) ? perTemplate : 1))
      );
    });
    const found = [
      ...chosen.flatMap(({ recorded, slot }) => [
        fromObserved(operation, recorded, slot, tokens),
        ...childBelowOwn(
          { operation, ownerRequest: requestOf(recorded.exchange), slots: recorded.slots },
          theirs,
          known,
        ),
        ...secondAlias(operation, recorded, slot, theirs),
      ]),
      ...nestedArguments(operation, mine, theirs, known),
      ...swaps(operation, mine, theirs, known, map, owner, asker),
      ...wordsBelowOwnParent(map, operation, mine, asker, known),
      ...(chosen.length === 0 ? swappedIn(map, operation, owner, asker, known) : []),
    ];
    const first = new Map<string, CrossCandidate>();
    for (const one of found) if (!first.has(requestKey(one.askerRequest))) first.set(requestKey(one.askerRequest), one);
    return [...first.values()];
  });
  return fewOfEachTenantSlot(found, canaries, seen).map((one) =>
    isTenant(one.slot) ? { ...one, ofTenant: true as const } : one,
  );
}

const perTenantSlot = 40;

/** A tenant header goes with every request: the operations with most of the owner's in them speak for the rest. */
function fewOfEachTenantSlot(
  found: readonly CrossCandidate[],
  canaries: readonly string[],
  met: ReadonlySet<string>,
): CrossCandidate[] {
  const content = (one: CrossCandidate) => richness({ exchange: one.ownerRequest.like, slots: [] }, canaries, met);
  const everywhere = found.filter(({ slot }) => !isOwn(slot));
  const chosen = new Set(
    [...new Set(everywhere.map(({ slot }) => `${slot.place} ${slot.name}`))].flatMap((place) =>
      everywhere
        .filter(({ slot }) => `${slot.place} ${slot.name}` === place)
        .sort((one, other) => content(other) - content(one))
        .slice(0, perTenantSlot),
    ),
  );
  return found.filter((one) => isOwn(one.slot) || chosen.has(one));
}

/** How much of the owner's a recorded answer holds: canaries first, then telling values that the asker never met. */
function richness({ exchange }: Recorded, canaries: readonly string[], met: ReadonlySet<string>): number {
  const { leaves, text } = exchangeContent(exchange);
  const own = leaves.filter((leaf) => isAtomLike(leaf) && !met.has(leaf.value));
  const telling = own.length || (leaves.length === 0 && text.trim().length > 20 ? 1 : 0);
  return telling + (canaries.some((canary) => text.includes(canary)) ? 1000 : 0);
}

/** What the owner's browser sends to say who it is: the same in an address is a key there too. */
function credentialsOf(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const named = /auth|token|session|sid|jwt|key|credential|secret/i;
  const found = exchanges.slice(-200).flatMap(({ requestHeaders }) => [
    ...Object.entries(requestHeaders).flatMap(([name, value]) =>
      name !== 'cookie' && named.test(name) ? [value.replace(/^(Bearer|Token|Basic)\s+/i, '')] : [],
    ),
    ...(requestHeaders.cookie ?? '').split(/;\s*/).flatMap((pair) => {
      const cut = pair.indexOf('=');
      return cut > 0 && named.test(pair.slice(0, cut)) ? [pair.slice(cut + 1)] : [];
    }),
  ]);
  return new Set(found.filter((value) => value.length >= 12));
}

function fromObserved(
  operation: Operation,
  recorded: Recorded,
  slot: SlotValue,
  tokens: ReadonlyMap<string, string>,
): CrossCandidate {
  const request = requestOf(recorded.exchange);
  let asked = request;
  for (const one of recorded.slots.filter((slot) => isGuardToken(slot) || isCredentialSlot(slot))) {
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

/** The asker's own record first, the owner's behind it in the same request: a second alias of GraphQL, a second call of JSON-RPC. */
function secondAlias(
  operation: Operation,
  recorded: Recorded,
  slot: SlotValue,
  theirs: Recorded | undefined,
): CrossCandidate[] {
  const own = theirs?.slots.find((one) => one.place === slot.place && one.name === slot.name);
  const both = slot.place === 'graphql' ? withSecondAlias : inBatch;
  const request = own && both(requestOf(recorded.exchange), slot, own.value);
  if (!request) return [];
  return [
    {
      operation,
      ownerRequest: requestOf(recorded.exchange),
      askerRequest: request.doubled,
      slot: { ...request.slot, name: `${slot.name} (second ${slot.place === 'graphql' ? 'alias' : 'call'})` },
      origin: 'swapped',
      doubled: true,
      sent: sentValues(request.doubled),
      names: 'object',
    },
  ];
}
