import type { BoxOption } from '../boxes/box-tools.ts';
import type { HeldRequest } from '../held-request.ts';
import type { SlotValue } from '../operations/slots.ts';
import { slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { objectWith } from './object-place.ts';
import { carrierOf, changesOf, lastName, sentOf } from './sent-change.ts';

/** Where an entry that was chosen stands in what the page sent: by its value in the markup, else by its words. */
export function chosenSlot(sent: HeldRequest, { text, value }: BoxOption): SlotValue | undefined {
  const slots = slotsIn(sent);
  const by = (is: (slot: SlotValue) => boolean) => {
    const found = slots.filter(is);
    return found.length === 1 ? found[0] : undefined;
  };
  return (
    (value === undefined ? undefined : by((slot) => slot.value === value)) ??
    by((slot) => plain(slot.value) !== '' && plain(slot.value) === plain(text))
  );
}

/** The one value in which two requests of the same page differ. */
export function slotBetween(one: HeldRequest, other: HeldRequest): SlotValue | undefined {
  if (one.method !== other.method || one.url !== other.url) return undefined;
  const others = slotsIn(other);
  const changed = slotsIn(one).filter((slot) => {
    const there = others.find((each) => each.name === slot.name && each.at?.join() === slot.at?.join());
    return there !== undefined && there.value !== slot.value;
  });
  return changed.length === 1 ? changed[0] : undefined;
}

/** What the record has in that field, as the portal's answers say it. */
export function formerOfChoice(sent: HeldRequest, chosen: string, exchanges: readonly Exchange[]): string | undefined {
  const write = sentOf({ ...sent, chosen });
  for (const { id, value } of write ? changesOf(write) : []) {
    const key = lastName(value.name);
    for (const one of exchanges.toReversed()) {
      const now = one.status < 300 ? objectWith(exchangeContent(one).json, id.value, key)?.[key] : undefined;
      if ((typeof now === 'string' || typeof now === 'number') && String(now) !== chosen) return String(now);
    }
  }
  return undefined;
}

function slotsIn(sent: HeldRequest): readonly SlotValue[] {
  const write = sentOf(sent);
  return write ? slotsOf(carrierOf(write)).filter(({ place }) => place === 'body' || place === 'graphql') : [];
}

/** `In progress`, `in_progress` and `IN-PROGRESS` are the same words. */
const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
