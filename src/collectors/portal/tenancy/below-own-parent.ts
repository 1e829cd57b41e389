import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Operation, OperationMap, Recorded, SlotValue } from '../operations/operation-map.ts';
import { type CrossCandidate, isOwn } from './cross-candidate.ts';
import { isReference, type Known } from './known-references.ts';
import { requestOf, sentValues } from './requests.ts';

const namedRecords = 2;

/**
 * Records that go by a word, below a parent that goes by one too: `/w/fjord/projects/loon` beside `/w/maple/projects/menu`. Where both
 * customers have a project of one name the word looks like a page's name. The parent may be checked and the record looked up by its
 * word among everybody's: the owner's word is asked for below the asker's parent.
 */
export function wordsBelowOwnParent(
  map: OperationMap,
  operation: Operation,
  mine: readonly Recorded[],
  asker: IdentityName,
  known: Known,
): CrossCandidate[] {
  if (operation.method !== 'GET' || operation.by.has(asker)) return [];
  const found = mine.flatMap((recorded): CrossCandidate[] => {
    const parent = recorded.slots.findLast((one) => one.place === 'path' && isReference(one) && !known(one, operation));
    const parts = operation.template.split('/');
    const at = parts.lastIndexOf(`{${parent?.name}}`) + 2;
    const url = new URL(recorded.exchange.url);
    const words = url.pathname.split('/');
    const word: SlotValue = { place: 'path', name: 'id', value: percentDecoded(words[at] ?? '') };
    // Between the parent and the word stands what the word is one of.
    if (!parent || at < 3 || parts[at] !== words[at] || word.value.length < 6 || known(word, operation)) return [];
    const beside = besideIt(map, parts, at, asker);
    if (!beside) return [];
    const own = new URL(beside.recorded.exchange.url);
    own.pathname = [...own.pathname.split('/').slice(0, at), ...words.slice(at)].join('/');
    own.search = url.search;
    if (own.href === url.href) return [];
    const request = { ...requestOf(recorded.exchange), url: own.href };
    const template = parts.map((part, index) => (index === at ? '{id}' : renamed(parts, index, part))).join('/');
    return [
      {
        operation: { ...operation, template, by: beside.operation.by },
        ownerRequest: requestOf(recorded.exchange),
        askerRequest: request,
        slot: { ...word, name: 'id (own parent)' },
        origin: 'swapped',
        sent: sentValues(request),
        names: 'object',
      },
    ];
  });
  return found.slice(0, namedRecords);
}

/** What the asker opened below its own parent at the same place: another one of the same kind. */
function besideIt({ operations }: OperationMap, parts: readonly string[], at: number, asker: IdentityName) {
  for (const operation of operations) {
    const others = operation.template.split('/');
    const alike =
      operation.method === 'GET' &&
      others.length === parts.length &&
      parts.every((part, index) =>
        index === at
          ? others[index] !== part
          : isSlot(part) === isSlot(others[index] ?? '') && (isSlot(part) || others[index] === part),
      );
    const recorded = (operation.by.get(asker) ?? []).find(
      ({ exchange, slots }) => exchange.status < 300 && slots.some(isOwn),
    );
    if (alike && recorded) return { operation, recorded };
  }
  return undefined;
}

const isSlot = (part: string): boolean => /^\{.*\}/.test(part);

/** The last variable part is called `id`: here it is one above. */
function renamed(parts: readonly string[], index: number, part: string): string {
  return part === '{id}' ? `{${parts[index - 1] ?? ''}Id}` : part;
}
