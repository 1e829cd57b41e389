import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { keyIn } from '../../../parse/item-address.ts';
import type { HeaderList } from '../../../world/world.ts';
import type { HeldRequest } from '../held-request.ts';
import { calledByHeader, callingHeaders } from '../operations/calling-headers.ts';
import { looksLikeId, plainPath } from '../crawl/page-key.ts';
import { changeSlot } from '../operations/put-into.ts';
import { rpcNameOf } from '../operations/rpc-name.ts';
import { type SlotValue, slotsOf } from '../operations/slots.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import { harmlessness, isPlainText, isRecord } from './text-field.ts';

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
  /** Address of the page that sent it. */
  readonly page?: string;
  readonly control?: { readonly name: string; readonly id: string };
  /** What says which function of the server it calls. */
  readonly calls?: HeaderList;
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
  const calls = callingHeaders(headers);
  return {
    method,
    url,
    body,
    contentType: type ?? 'application/json',
    ...(headers && 'if-match' in headers ? { matches: true } : {}),
    ...(mark === undefined ? {} : { mark }),
    ...(chosen.chosen === undefined ? {} : { chosen: chosen.chosen }),
    ...(chosen.former === undefined ? {} : { former: chosen.former }),
    ...(chosen.control === undefined ? {} : { control: chosen.control }),
    ...(calls.length > 0 ? { calls } : {}),
    page,
  };
}
/** What a change goes by in reports: its path without anybody's ids, and the procedure where one address takes several. */
export function writtenAs({ url, body, contentType, calls }: SentWrite): string {
  const path = plainPath(new URL(url).pathname);
  const numbered = calledByHeader(Object.fromEntries(calls ?? []));
  if (numbered !== undefined) return `${path}#${numbered}`;
  const called = rpcNameOf(url, { 'content-type': contentType }, body);
  return called ? `${path}#${called.join('+').slice(0, 80)}` : path;
}
/** A sent change with what it changes: where the text or switch stands, and what names the record. */
export interface SentChange {
  readonly sent: SentWrite;
  readonly value: SlotValue;
  readonly id: { readonly value: string; readonly slot?: SlotValue };
}

/** React sends the fields of a form to a server function with the number of the form before them: `_1_title`. */
const ofReact = /^_[\da-f]{1,3}_(?=.)/;
export const lastName = (name: string) =>
  name
    .replace(ofReact, '')
    .split(/[.[\]]+/)
    .findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? name;
export const carrierOf = ({ method, url, body, contentType }: SentWrite) => ({
  method,
  url,
  body,
  headers: { 'content-type': contentType },
});

/** What a sent change may be used for: its most harmless text or a switch, with each id that it names. */
export function changesOf(sent: SentWrite): readonly SentChange[] {
  const values = slotsOf(carrierOf(sent)).filter((one) => one.place === 'body' || one.place === 'graphql');
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
  // What a function of the server is given has a place, and no name.
  const isArgument = ({ name, value: given }: SlotValue) =>
    sent.calls !== undefined && /^\d+$/.test(name) && looksLikeId(given);
  const inBody = slots.filter(
    (one) => one !== value && ((/\d|[A-Za-z]{6,}/.test(one.value) && isIdSlot(one)) || isArgument(one)),
  );
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

/** The body that a person would send by hand: what people wrote in it is theirs, and stays out. */
export function sampleOf({ sent, value, id }: SentChange): string | undefined {
  const isPlumbing = (one: SlotValue) => one.name.includes('$ACTION') || /^\[.*"\$\w/.test(one.value);
  let body: string | undefined = changeSlot(carrierOf(sent), value, sent.chosen ?? 'CHANGED').body;
  for (const slot of slotsOf(carrierOf(sent))) {
    const isKept = slot.place !== 'body' || slot.name === value.name || slot.name === id.slot?.name;
    if (body === undefined || isKept || isPlumbing(slot) || /^[\w.-]{0,12}$/.test(slot.value)) continue;
    body = changeSlot({ ...carrierOf(sent), body }, slot, 'AS IT IS').body;
  }
  return body;
}

/** What stood there before the mark was typed behind it. */
export function formerOf({ mark }: SentWrite, { value }: SlotValue): string | undefined {
  return mark !== undefined && value.endsWith(` ${mark}`) ? value.slice(0, -mark.length - 1) : undefined;
}
