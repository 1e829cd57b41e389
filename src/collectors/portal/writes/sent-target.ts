import type { IdentityName } from '../../../model/identity.ts';
import { changeSlot } from '../operations/put-into.ts';
import type { SlotValue } from '../operations/slots.ts';
import type { RawView } from '../tenancy/view.ts';
import { asRecorded } from './as-recorded.ts';
import { chosenPlace } from './chosen-place.ts';
import { objectPlace, objectWith } from './object-place.ts';
import type { WriteBench } from './prove-record.ts';
import { ifMatch, withLocks } from './locks.ts';
import { isOpenValue } from './row-choice.ts';
import { shownPlace } from './shown-place.ts';
import type { Place, Way, WriteForm, WriteTarget } from './write-target.ts';

import { carrierOf, formerOf, lastName, type SentChange, type SentWrite } from './sent-change.ts';
/**
 * The page's own request as a way of writing: the record that it names counts, wherever it is named. Where it names several,
 * the asker's own ones stand before the owner's in one more way.
 */
export function sentTarget(change: SentChange, view: RawView, own?: OwnObject): WriteTarget | undefined {
  const { sent, value, id } = change;
  const place = placeOf(change, view);
  const isSwitch = place?.changed !== undefined && sent.chosen === undefined;
  if (!place || (isSwitch && !/^(true|false)$/.test(value.value))) return undefined;
  const key = lastName(value.name);
  const send = (text: string, now: RawView = view): SentWrite => {
    // Put back as the page writes it, whatever the answer adds to it.
    const written = text === place.former ? (sent.former ?? text) : text;
    const record = objectWith(now.content.json, id.value, key);
    const kept = record ? { ...sent, body: asRecorded(sent, change, record) } : sent;
    const { url, body = '' } = changeSlot(carrierOf(kept), value, written);
    const typed = isSwitch ? unquoted(body, value, text) : body;
    return { ...sent, url, body: record ? withLocks(typed, record) : typed };
  };
  const formOf = (text: string, now?: RawView) => asForm(send(text, now), (now ?? view).etag);
  const name = sent.method === 'POST' ? 'the request of the page' : `${sent.method} of the page`;
  const way: Way = { way: name, form: async (text, _as, now) => formOf(text, now) };
  const list = id.slot?.at?.slice(0, -1) ?? [];
  const isList = list.length > 0 && /^\d+$/.test(id.slot?.at?.at(-1) ?? '') && id.slot?.place === 'body';
  // Servers that keep numbers know no id that is a text.
  const asSent = (one: string) => (isNumberAt(sent.body, id.slot?.at ?? []) ? Number(one) : one);
  const withIds = (text: string, ids: readonly string[]) => {
    const body = withList(send(text).body, list, ids.map(asSent));
    return body === undefined ? undefined : asForm({ ...send(text), body }, view.etag);
  };
  const among = (mine: OwnObject): Way => ({
    way: `${name}, the owner’s id behind its own one`,
    form: async (text) => withIds(text, [mine.id, id.value]),
    aside: () => lookAfterOwn(mine, place.name, (text) => withIds(text, [mine.id])),
  });
  return { place, ways: [way], more: () => (isList && own ? [among(own)] : []) };
}

function placeOf(change: SentChange, view: RawView): Place | undefined {
  const { sent, value, id } = change;
  if (sent.former !== undefined) return chosenPlace(view, sent, id.value, lastName(value.name));
  const found = objectPlace(view, id.value, lastName(value.name));
  if (!found) return placeOnPage(change, view);
  return sent.chosen !== undefined ? choicePlace(found, sent.chosen) : found;
}

/** Where a text that was typed stands on the page that sends it. */
function placeOnPage({ sent, value }: SentChange, view: RawView): Place | undefined {
  const former = formerOf(sent, value);
  return former === undefined ? undefined : shownPlace(view, lastName(value.name), former);
}

/** A record that has another value than the chosen one, and may have its own again. */
function choicePlace(place: Place, chosen: string): Place | undefined {
  if (place.changed !== undefined || place.former === chosen || !isOpenValue(place.former)) return undefined;
  return place.former === '' ? undefined : { ...place, changed: chosen };
}

/** An object of the asker's own that such a request may name. */
export interface OwnObject {
  readonly id: string;
  readonly asker: IdentityName;
  /** Reads as the asker. */
  readonly bench: WriteBench;
}

/** A change of the asker's own that its page would send in the same manner, for a record of its own. */
export interface OwnChange {
  readonly change: SentChange;
  readonly own: OwnObject;
}

/** How such a way is called in a trial. */
export const atItsOwnPlace = 'at its own record’s address';

/**
 * The owner's request at the address of the asker's own record, where both the address and the body name the record: one of them may
 * be looked at, and the other one changed. What it does to the asker's own is put back.
 */
export function atOwnPlace({ way, form }: Way, key: string, { change, own }: OwnChange): Way {
  const { sent, value } = change;
  return {
    way: `${way} ${atItsOwnPlace}`,
    async form(text, as, now) {
      const write = await form(text, as, now);
      return write && { ...write, url: sent.url };
    },
    aside: () =>
      lookAfterOwn(own, key, (text) =>
        asForm({ ...sent, body: changeSlot(carrierOf(sent), value, text).body ?? sent.body }, undefined),
      ),
  };
}

/** The asker's change of the same build: the same fields and query, an address with as many parts, and its own record in both. */
export function sameChange({ sent, id, value }: SentChange, others: readonly SentChange[]): SentChange | undefined {
  const url = new URL(sent.url);
  const parts = ({ pathname }: URL) => pathname.split('/');
  if (id.slot === undefined || !parts(url).includes(id.value)) return undefined;
  return others.find((one) => {
    const there = new URL(one.sent.url);
    return (
      one.sent.method === sent.method &&
      one.id.slot?.name === id.slot?.name &&
      one.value.name === value.name &&
      one.id.value !== id.value &&
      there.host === url.host &&
      there.search === url.search &&
      parts(there).length === parts(url).length &&
      parts(there).includes(one.id.value)
    );
  });
}

/** What the asker changes of its own by the way is put back as well. */
export async function lookAfterOwn(
  { id, asker, bench }: OwnObject,
  key: string,
  form: (text: string) => WriteForm | undefined,
): Promise<() => Promise<boolean>> {
  const place = objectPlace(await bench.read(), id, key);
  const undo = place && form(place.former);
  if (!place || !undo) return async () => true;
  const what = `${asker} changes "${key}" of an object of its own among others`;
  const { method, url } = undo;
  const entry = await bench.journal.plan({ identity: asker, method, url, what, undo: { ...undo, as: asker } });
  return async () => {
    if (!place.isAsBefore(await bench.read())) await bench.write(asker, undo);
    const back = place.isAsBefore(await bench.read());
    const detail = back ? 'its own object is as it was' : 'the former value did not come back';
    await bench.journal.settle(entry, { state: back ? 'undone' : 'cannot-undo', detail });
    return back;
  };
}

/** The headers that a sent change goes with: what it calls, and the state that it was made from. */
export const headersOf = ({ matches, calls = [] }: SentWrite, etag: string | undefined): Pick<WriteForm, 'headers'> => {
  const headers = [...calls, ...(matches === true ? ifMatch(etag) : [])];
  return headers.length > 0 || matches === true ? { headers } : {};
};

const asForm = (sent: SentWrite, etag: string | undefined): WriteForm => ({
  method: sent.method,
  url: sent.url,
  body: sent.body,
  contentType: sent.contentType,
  ...headersOf(sent, etag),
  locked: true,
});

/** `true` as a JSON value again, where a slot was written as text. */
function unquoted(body: string, { at = [] }: SlotValue, text: string): string {
  return withList(body, at, text === 'true') ?? body;
}

function isNumberAt(body: string, keys: readonly string[]): boolean {
  try {
    let at: unknown = JSON.parse(body);
    for (const key of keys) at = (at as Readonly<Record<string, unknown>> | null)?.[key];
    return typeof at === 'number';
  } catch {
    return false;
  }
}

/** A copy of the JSON body with this value at these keys; undefined where it is no JSON. */
function withList(body: string, keys: readonly string[], value: unknown): string | undefined {
  try {
    const json = JSON.parse(body) as unknown;
    return JSON.stringify(put(json, keys, value));
  } catch {
    return undefined;
  }
}

function put(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(json)) return json.map((one: unknown, at) => (String(at) === key ? put(one, rest, value) : one));
  const fields = (json !== null && typeof json === 'object' ? json : {}) as Record<string, unknown>;
  return { ...fields, [key]: put(fields[key], rest, value) };
}
