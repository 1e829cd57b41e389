import { percentDecoded } from '../../../parse/percent-decoded.ts';
import type { Carrier, SlotValue } from './slots.ts';
import { literal } from '../../../parse/literal.ts';

/** A request with another value in one slot; headers and cookies are given as overrides, since sessions bring their own. */
export interface Changed {
  readonly url: string;
  readonly body?: string;
  readonly header?: readonly [name: string, value: string];
  readonly cookie?: readonly [name: string, value: string];
}

export function changeSlot({ url, body, headers }: Carrier, slot: SlotValue, value: string): Changed {
  const same = { url, ...(body !== undefined ? { body } : {}) };
  switch (slot.place) {
    case 'host': {
      const other = new URL(url);
      other.host = value;
      return { ...same, url: other.href };
    }
    case 'path':
      return { ...same, url: putIntoPath(url, slot.value, value) };
    case 'query':
      return { ...same, url: putIntoQuery(url, slot, value) };
    case 'header':
      return { ...same, header: [slot.name, value] };
    case 'cookie':
      return { ...same, cookie: [slot.name, value] };
    case 'graphql':
      return body === undefined ? same : { ...same, body: putIntoGraphql(body, slot, value) };
    case 'body':
      return body === undefined
        ? same
        : { ...same, body: putIntoBody(body, headers['content-type'] ?? '', slot, value) };
  }
}

/** The segment that is this value, or holds it in the manner of `Records(17)`, `;id=17` and `17.json`. */
export function putIntoPath(url: string, from: string, to: string): string {
  const parsed = new URL(url);
  const segments = parsed.pathname.split('/');
  const whole = segments.findLastIndex(
    (segment) => segment === encodeURIComponent(from) || percentDecoded(segment) === from,
  );
  if (whole >= 0) segments[whole] = encodeURIComponent(to);
  else {
    const part = segments.findLastIndex((segment) => heldIn(percentDecoded(segment), from) !== undefined);
    const held = part < 0 ? undefined : heldIn(percentDecoded(segments[part] ?? ''), from);
    if (held) segments[part] = `${held[0]}${encodeURIComponent(to)}${held[1]}`;
  }
  parsed.pathname = segments.join('/');
  return parsed.href;
}

function heldIn(segment: string, value: string): readonly [before: string, after: string] | undefined {
  for (const [open, close] of [
    ["('", "')"],
    ['(', ')'],
    ['=', ''],
    ['', '.'],
  ] as const) {
    const at = segment.indexOf(`${open}${value}${close}`);
    if (at < 0 || (open === '' && at > 0) || (close === '' && at + open.length + value.length !== segment.length))
      continue;
    return [segment.slice(0, at + open.length), segment.slice(at + open.length + value.length)];
  }
  return undefined;
}

function putIntoQuery(url: string, slot: SlotValue, value: string): string {
  const parsed = new URL(url);
  const [name = slot.name, ...keys] = slot.at ?? [slot.name];
  const json = keys.length > 0 ? parseOr(parsed.searchParams.get(name) ?? '') : undefined;
  parsed.searchParams.set(name, json === undefined ? value : JSON.stringify(setAt(json, keys, value)));
  return parsed.href;
}

function putIntoGraphql(body: string, slot: SlotValue, value: string): string {
  const [number = '0', ...keys] = slot.at ?? [];
  const json = parseOr(body);
  const inText = (source: string) => {
    const start = Number(keys[1]);
    const quoted = source[start] === '"';
    const end = Number(keys[2]);
    const text = quoted || !/^-?\d+$/.test(value) ? JSON.stringify(value) : value;
    return source.slice(0, start) + text + source.slice(end);
  };
  if (json === undefined) return keys[0] === '@' ? inText(body) : body;
  const change = (part: Record<string, unknown>) =>
    keys[0] === '@'
      ? { ...part, query: inText(String(part.query)) }
      : { ...part, variables: setAt(part.variables, keys, value) };
  return JSON.stringify(
    Array.isArray(json)
      ? json.map((part, at) => (at === Number(number) ? change(part as Record<string, unknown>) : part))
      : change(json as Record<string, unknown>),
  );
}

function putIntoBody(body: string, type: string, slot: SlotValue, value: string): string {
  const json = parseOr(body);
  if (json !== undefined && json !== null && typeof json === 'object')
    return JSON.stringify(setAt(json, slot.at ?? slot.name.split('.'), value));
  if (/^\s*</.test(body)) return body.replace(`>${slot.value}</${slot.name}>`, `>${escapeXml(value)}</${slot.name}>`);
  if (/multipart\/form-data/i.test(type))
    return body.replace(
      new RegExp(`(name="${literal(slot.name)}"\\r?\\n\\r?\\n)[^\\r\\n]*`),
      (_all, head: string) => `${head}${value}`,
    );
  const form = new URLSearchParams(body);
  form.set(slot.name, value);
  return form.toString();
}

/** A copy with one leaf changed; a number stays a number where the new value is one. */
export function setAt(json: unknown, keys: readonly string[], value: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return typeof json === 'number' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (Array.isArray(json)) return json.map((one, at) => (at === Number(key) ? setAt(one, rest, value) : one));
  const fields = (json !== null && typeof json === 'object' ? json : {}) as Record<string, unknown>;
  return { ...fields, [key]: setAt(fields[key], rest, value) };
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const escapeXml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
