import type { Dialog } from 'playwright-core';
import type { PlantedRecord } from '../canaries/planted-slot.ts';
import { recordHolding } from '../writes/prove-created.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { HeldRequest } from '../held-request.ts';
import { during } from '../crawl/open-page.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import { slotsOf } from '../operations/slots.ts';
import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { muteChannels } from '../writes/mute-channels.ts';
import { meantWords } from './action-words.ts';
import type { FoundRecord, Looking } from './find-record.ts';
import { type ActionOffer, pressAction, pressable, sayMeant } from './record-on-page.ts';

const heldMs = 1500;

/** Presses the control where the record is just being shown, into the shield: nothing is sent, and how the page would have done it is known. */
export async function rehearseAction(
  { session, tab, context }: Looking,
  offer: ActionOffer,
): Promise<HeldRequest | undefined> {
  const { world, signal } = context;
  const { held } = session.recorder;
  const before = held.length;
  const sent = async (limitMs: number) => {
    for (let look = 0; look < limitMs / 50 && held.length === before; look++) await world.clock.wait(50, signal);
    return held[before];
  };
  const agree = (dialog: Dialog) => void dialog.accept('Launch Ready').catch(() => undefined);
  tab.on('dialog', agree);
  // A form of the page's begins to lead away while it is pressed, which ends what runs there.
  const inPage = async (run: Promise<boolean>) =>
    run.catch((thrown: unknown) => {
      if (signal.aborted) throw thrown;
      return true;
    });
  try {
    return await during('icon', session, async () => {
      await inPage(tab.evaluate(muteChannels).then(() => true));
      if (!(await inPage(tab.evaluate(pressAction, { ...offer, pressable })))) return undefined;
      const first = await sent(heldMs / 2);
      if (first) return first;
      await inPage(tab.evaluate(sayMeant, { meant: meantWords.source, text: offer.text }));
      return sent(heldMs);
    });
  } finally {
    tab.off('dialog', agree);
  }
}

/**
 * Whether the request is about this record and no other: it names an id that the record is known by, and that nothing named before the
 * record was made. A remark that was planted on somebody's order is no order: what the page does to that one is none of ours to do.
 */
export function isAbout(
  sent: HeldRequest,
  { shown, place }: FoundRecord,
  { created, canary, creator, shownAt, before }: PlantedRecord,
  seen: readonly Exchange[],
): boolean {
  if (before === undefined) return false;
  const own = seen.slice(before).flatMap((one) => {
    const record = recordHolding(exchangeContent(one).json, canary.proof) ?? {};
    return [record.id, record._id, record.uuid].filter((id) => typeof id === 'string' || typeof id === 'number');
  });
  const ids = new Set([
    ...(created === undefined ? [] : idsIn(created).slice(-1)),
    ...own.map(String),
    ...(shown.inRow ? shown.named.flatMap((one) => idsIn(one)) : []),
    ...(shown.inRow || place.page !== shownAt ? [] : idsIn(shownAt).slice(-1)),
  ]);
  const posted = seen.findIndex((one, at) => at >= before && one.requestBody?.includes(canary.proof) === true);
  const older = seen.slice(0, Math.max(before, posted));
  const isOlder = (id: string) =>
    [creator.page, seen[posted]?.url ?? '', seen[posted]?.requestBody ?? ''].some((one) => partsOf(one).includes(id)) ||
    older.some((one) => names(one, id));
  return namedBy(sent).some((one) => ids.has(one) && !isOlder(one));
}

/** Whether an answer, or the address that it came from, names this id in any way. */
function names(one: Exchange, id: string): boolean {
  if (pathParts(one.url).includes(id)) return true;
  const { text, leaves } = exchangeContent(one);
  return (
    (text.includes(id) || leaves.some(({ value }) => value.includes(id))) &&
    leaves.some(({ value }) => partsOf(value).includes(id))
  );
}

/** Whatever may stand for itself in a text. */
const partsOf = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}_-]+/u);

/** Everything by which a request may name something. */
function namedBy({ method, url, body, type }: HeldRequest): readonly string[] {
  const carrier = {
    method,
    url,
    ...(body === undefined ? {} : { body }),
    headers: { 'content-type': type ?? 'application/json' },
  };
  return [...pathParts(url), ...slotsOf(carrier).map(({ value }) => value)];
}

/** The parts of an address, or of a value of the markup, that look like ids. */
function idsIn(value: string): readonly string[] {
  return (/[/?=]/.test(value) ? pathParts(value) : [value]).filter(looksLikeId);
}

const pathParts = (address: string): readonly string[] =>
  (/^[a-z]+:\/\//i.test(address) && URL.canParse(address) ? address.slice(new URL(address).origin.length) : address)
    .split(/[/?&#=]+/)
    .map(percentDecoded)
    .filter((one) => one !== '');
