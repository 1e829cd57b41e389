import type { IdentityName } from '../../../model/identity.ts';
import { keyOf, type Operation, type OperationMap, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';

export type Known = (slot: SlotValue, operation: Operation) => boolean;

/** Whether the asker meets this value in ordinary use: then it is shared or public, and reaching it proves nothing. */
export function knownTo(map: OperationMap, asker: IdentityName, others: readonly Exchange[]): Known {
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

/** Whether a slot may carry a reference to an object or a tenant, rather than a page number or a search. */
export function isReference(slot: SlotValue): boolean {
  if (slot.place === 'path') return true;
  if (
    /^(page|limit|offset|size|per_?page|sort|order|dir|lang|locale|tz|_|t|ts|v|version|q|query|search|term|keyword)$/i.test(
      slot.name,
    )
  )
    return false;
  return /\d/.test(slot.value) || /id|ref|key|slug|tenant|org|account|owner|user|customer/i.test(slot.name);
}
