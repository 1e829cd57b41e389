import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { keyIn } from '../../../parse/item-address.ts';
import type { HeldRequest } from '../held-request.ts';
import { plainPath } from '../crawl/page-key.ts';
import { changeSlot } from '../operations/put-into.ts';
import { rpcNameOf } from '../operations/rpc-name.ts';
import { type SlotValue, slotsOf } from '../operations/slots.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import type { RawView } from '../tenancy/view.ts';
import { chosenPlace } from './chosen-place.ts';
import { objectPlace, objectWith } from './object-place.ts';
import type { WriteBench } from './prove-record.ts';
import { ifMatch, withLocks } from './locks.ts';
import { harmlessness, isPlainText, isRecord } from './text-field.ts';
import { isOpenValue } from './row-choice.ts';
import type { Place, Way, WriteForm, WriteTarget } from './write-target.ts';

/** A change that a page tried and the shield held back: so the page's own way of writing is known. */
export interface SentWrite {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly contentType: string;
  /** It named the state of the record that it was made from, in `If-Match`. */
  readonly matches?: boolean;
  /** What was typed into it: the value that holds it is the one that a page lets people change. */
  readonly mark?: string;
  /** Another value that was chosen for it: this one is the change. */
  readonly chosen?: string;
  /** What stood in the control before, as the page writes it. */
  readonly former?: string;
  /** Address of the page with the control. */
  readonly page?: string;
  readonly control?: { readonly name: string; readonly id: string };
}
/** What the shield held back, as a way of writing. */
export function sentOf({
  method,
  url,
  body,
  type,
  headers,
  mark,
  page,
  ...chosen
}: HeldRequest): SentWrite | undefined {
  if (body === undefined) return undefined;
  return {
    method,
    url,
    body,
    contentType: type ?? 'application/json',
    ...(headers && 'if-match' in headers ? { matches: true } : {}),
    ...(mark === undefined ? {} : { mark }),
    ...(chosen.chosen === undefined ? {} : { chosen: chosen.chosen }),
    ...(chosen.former === undefined ? {} : { former: chosen.former, page }),
    ...(chosen.control === undefined ? {} : { control: chosen.control }),
  };
}
/** What a change goes by in reports: its path without anybody's ids, and the procedure where one address takes several. */
export function writtenAs({ url, body, contentType }: SentWrite): string {
  const path = plainPath(new URL(url).pathname);
  const called = rpcNameOf(url, { 'content-type': contentType }, body);
  return called ? `${path}#${called.join('+').slice(0, 80)}` : path;
}
/** A sent change with what it changes: where the text or switch stands, and what names the record. */
export interface SentChange {
  readonly sent: SentWrite;
  readonly value: SlotValue;
  readonly id: { readonly value: string; readonly slot?: SlotValue };
}

const lastName = (name: string) => name.split(/[.[\]]+/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? name;
const carrier = ({ method, url, body, contentType }: SentWrite) => ({
  method,
  url,
  body,
  headers: { 'content-type': contentType },
});

/** What a sent change may be used for: its most harmless text or a switch, with each id that it names. */
export function changesOf(sent: SentWrite): readonly SentChange[] {
  const values = slotsOf(carrier(sent)).filter((one) => one.place === 'body' || one.place === 'graphql');
  const slots = [...values, ...(values.some((one) => one.place === 'graphql') ? [] : switchesOf(sent.body))];
  const texts = slots
    .filter((one) => isPlainText(one.value) && !isGuardToken(one))
    .map((slot) => ({
      slot,
      rank: sent.chosen === undefined ? rankOf(slot, sent.mark) : slot.value === sent.chosen ? 0 : 99,
    }))
    .filter(({ rank }) => rank < 99)
    .sort((one, other) => one.rank - other.rank);
  const value = texts[0]?.slot;
  if (!value) return [];
  const inPath = new URL(sent.url).pathname.split('/').filter((part) => /\d/.test(part) && !/^v\d+$/.test(part));
  const inBody = slots.filter((one) => one !== value && /\d|[A-Za-z]{6,}/.test(one.value) && isIdSlot(one));
  return [
    ...inBody.map((slot): SentChange => ({ sent, value, id: { value: slot.value, slot } })),
    ...inPath.reverse().map((part): SentChange => ({ sent, value, id: { value: keyIn(percentDecoded(part)) } })),
  ].slice(0, 4);
}

function rankOf({ name, value }: SlotValue, mark: string | undefined): number {
  if (mark !== undefined) return value.includes(mark) ? 0 : 99;
  return harmlessness(lastName(name)) ?? (/^(true|false)$/.test(value) ? 9 : 99);
}

/** The switches at the top of a JSON body. */
function switchesOf(body: string): readonly SlotValue[] {
  try {
    const json: unknown = JSON.parse(body);
    return Object.entries(isRecord(json) ? json : {}).flatMap(([name, value]): SlotValue[] =>
      typeof value === 'boolean' ? [{ place: 'body', name, value: String(value), at: [name] }] : [],
    );
  } catch {
    return [];
  }
}

const isIdSlot = ({ name }: SlotValue) =>
  /(^|[._-])(ids?|uuids?|guid|slug|key|number|code|ref|node_?id)([._-]\d+)?$|[a-z](Ids?|Uuid|Key|Ref|Number)(\.\d+)?$/i.test(
    name,
  );

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
    const { url, body = '' } = changeSlot(carrier(sent), value, written);
    const typed = isSwitch ? unquoted(body, value, text) : body;
    const record = objectWith(now.content.json, id.value, key);
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

function placeOf({ sent, value, id }: SentChange, view: RawView): Place | undefined {
  if (sent.former !== undefined) return chosenPlace(view, sent, id.value, lastName(value.name));
  const found = objectPlace(view, id.value, lastName(value.name));
  return found && sent.chosen !== undefined ? choicePlace(found, sent.chosen) : found;
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

const asForm = ({ method, url, body, contentType, matches }: SentWrite, etag: string | undefined): WriteForm => ({
  method,
  url,
  body,
  contentType,
  ...(matches === true ? { headers: ifMatch(etag) } : {}),
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
