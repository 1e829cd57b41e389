import type { HeldRequest } from '../held-request.ts';
import { callingHeaders } from '../operations/calling-headers.ts';
import { changeSlot } from '../operations/put-into.ts';
import type { Exchange } from '../recorder.ts';
import type { BoxOption } from '../boxes/box-tools.ts';
import { chosenSlot, formerOfChoice } from '../writes/chosen-slot.ts';
import { carrierOf, sentOf } from '../writes/sent-change.ts';
import type { SentOffer } from './sent-offer.ts';

/**
 * The request that carries an entry of a list, among those that the shield held back: a page shows what an entry is called, and sends
 * what it stands for. undefined where it cannot be said what stands for the entry that was there before: it could not be put back.
 */
export function sentChoice(
  held: readonly HeldRequest[],
  chosen: BoxOption,
  former: BoxOption,
  exchanges: readonly Exchange[],
): SentOffer | undefined {
  for (const one of held) {
    const sent = sentOf(one);
    const slot = sent && chosenSlot(one, chosen);
    if (!sent || !slot) continue;
    const byMarkup = chosen.value === slot.value ? former.value : undefined;
    const before =
      byMarkup ?? formerOfChoice(one, slot.value, exchanges) ?? writtenLike(chosen.text, slot.value)?.(former.text);
    if (before === undefined || before === slot.value) continue;
    const standsFor = new Map([
      [chosen.text, slot.value],
      [former.text, before],
    ]);
    const carrier = carrierOf(sent);
    return {
      method: sent.method,
      url: sent.url,
      contentType: sent.contentType,
      calls: callingHeaders(one.headers),
      bodyWith: (value) => changeSlot(carrier, slot, standsFor.get(value) ?? value).body,
    };
  }
  return undefined;
}

const manners: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase().replace(/\W+/g, '_'),
  (text) => text.toLowerCase().replace(/\W+/g, '-'),
  (text) => text.toUpperCase().replace(/\W+/g, '_'),
];

/** The manner in which this text was written when it was sent: `Read only` as `read_only`. */
const writtenLike = (text: string, sent: string) => manners.find((manner) => manner(text) === sent);
