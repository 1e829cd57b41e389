import { changeSlot } from '../operations/put-into.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import { type SlotValue, slotsOf } from '../operations/slots.ts';
import { carrierOf, lastName, type SentChange, type SentWrite } from './sent-change.ts';

/**
 * The body with what the record says in place of what the form had by default: a form that always begins with the first hour of the day
 * would change the hour of the record beside the text that is meant. Only a value written in the manner of the record's is put there.
 */
export function asRecorded(
  sent: SentWrite,
  { value, id }: SentChange,
  record: Readonly<Record<string, unknown>>,
): string {
  let { body } = sent;
  for (const slot of slotsOf({ ...carrierOf(sent), body })) {
    const there = record[lastName(slot.name)];
    const kept = typeof there === 'number' ? String(there) : there;
    if (slot.place !== 'body' || isAt(slot, value) || (id.slot && isAt(slot, id.slot)) || isGuardToken(slot)) continue;
    if (typeof kept !== 'string' || kept === slot.value || shapeOf(kept) !== shapeOf(slot.value)) continue;
    body = changeSlot({ ...carrierOf(sent), body }, slot, kept).body ?? body;
  }
  return body;
}

const isAt = (one: SlotValue, other: SlotValue) =>
  one.place === other.place && one.name === other.name && one.at?.join('.') === other.at?.join('.');

/** `10:00-12:00` and `08:00-10:00` are written alike, `2026-11-26` and `26/11/2026` are not. */
const shapeOf = (text: string) => text.replace(/\p{L}+(\s+\p{L}+)*/gu, 'a').replace(/\d+/g, '0');
