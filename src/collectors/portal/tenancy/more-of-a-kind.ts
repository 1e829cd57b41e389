import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type OperationMap, type SlotValue } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import { childBelowOwn, fullestOf } from './child-below-own.ts';
import { type CrossCandidate, isOwn } from './cross-candidate.ts';
import { isSentence } from './gather-atoms.ts';
import { knownTo } from './known-references.ts';
import { putInto, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import { literal } from '../../../parse/literal.ts';

const looksPerKind = 5;
const kindLimit = 12;

/**
 * Where the record that the walk happened to open holds nothing distinctive, others of the owner's of the same kind are looked at:
 * those that its lists name. One record a kind, with two values that the asker meets nowhere, or one that
 * proves alone; a child is asked for below the asker's own parent as well.
 */
export async function moreOfKind(
  setting: Setting,
  bland: readonly CrossCandidate[],
  owner: IdentityName,
  asker: IdentityName,
): Promise<CrossCandidate[]> {
  const { map, exchanges } = setting;
  const others = exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(map, asker, others);
  const kinds = new Map(
    bland
      .filter(({ origin, slot }) => origin === 'observed' && isOwn(slot) && slot.place !== 'host')
      .map((one) => [`${one.operation.method} ${one.operation.template}`, one]),
  );
  const found: CrossCandidate[] = [];
  for (const candidate of [...kinds.values()].slice(0, kindLimit)) {
    const { operation, ownerRequest, slot } = candidate;
    const opened = new Set((operation.by.get(owner) ?? []).flatMap(({ slots }) => slots.map(({ value }) => value)));
    const values = alike(map, candidate, owner).filter(
      (value) => !opened.has(value) && !known({ ...slot, value }, operation),
    );
    for (const value of [...new Set(values)].slice(0, looksPerKind)) {
      const request = putInto(ownerRequest, slot, value);
      const { outcome, content } = await setting.ask(request, owner);
      const telling = content.leaves.filter((leaf) => isAtomLike(leaf) && !setting.knows(asker, leaf.value));
      const alone = telling.some((leaf) => isSentence({ ...leaf, source: 'leaf' }));
      if (outcome !== 'data' || (!alone && new Set(telling.map((leaf) => leaf.value)).size < 2)) continue;
      const other: SlotValue = { ...slot, value };
      found.push({
        ...candidate,
        ownerRequest: request,
        askerRequest: request,
        slot: other,
        sent: sentValues(request),
      });
      const slots = slotsOf(candidate, owner).map((one) => (one.value === slot.value ? { ...one, value } : one));
      found.push(...childBelowOwn({ operation, ownerRequest: request, slots }, fullestOf(operation, asker), known));
      break;
    }
  }
  return found;
}

/** What the owner's request for the record was made of. */
const slotsOf = ({ operation, ownerRequest }: CrossCandidate, owner: IdentityName): readonly SlotValue[] =>
  operation.by.get(owner)?.find(({ exchange }) => exchange === ownerRequest.like)?.slots ?? [];

/** What the owner's answers name where they name this one: at the same place of a list, or in addresses of the same form. */
export function alike(
  map: OperationMap,
  { operation, slot }: Pick<CrossCandidate, 'operation' | 'slot'>,
  owner: IdentityName,
): readonly string[] {
  const beside = map.producersOf(owner, slot.value).flatMap((producer) => [...map.produced(owner, producer)]);
  if (slot.place !== 'path') return beside;
  const form = operation.template
    .split(/(\{[^/{}]*\})/)
    .map((part) => (part === `{${slot.name}}` ? '([^/?#]+)' : part.startsWith('{') ? '[^/?#]+' : literal(part)))
    .join('');
  const address = new RegExp(`^(?:https?://[^/]+)?${form}(?:[?#]|$)`);
  const linked = map.operations.filter(isReplayable).flatMap((one) =>
    (one.by.get(owner) ?? []).flatMap(({ exchange }) =>
      exchangeContent(exchange).leaves.flatMap((leaf) => {
        const value = leaf.value.length < 300 ? address.exec(leaf.value)?.[1] : undefined;
        return value === undefined ? [] : [percentDecoded(value)];
      }),
    ),
  );
  return [...beside, ...linked];
}
