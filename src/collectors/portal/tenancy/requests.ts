import { flatten, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { credentialNames } from '../words.ts';
import type { PlainRequest } from './replay.ts';

/** A recorded exchange as a request to send again. */
export function requestOf(exchange: Exchange): PlainRequest {
  return {
    method: exchange.method,
    url: exchange.url,
    like: exchange,
    ...(exchange.requestBody !== undefined ? { body: exchange.requestBody } : {}),
  };
}

/** Whether the address itself carries a credential: then it is its owner's key that opens, not the asker's session. */
export function carriesCredential(address: string): boolean {
  return [...new URL(address).searchParams.keys()].some((name) => credentialNames.test(name));
}

/** The request without credentials in its address. */
export function withoutCredentials(request: PlainRequest): PlainRequest {
  if (!carriesCredential(request.url)) return request;
  const url = new URL(request.url);
  for (const name of [...url.searchParams.keys()]) if (credentialNames.test(name)) url.searchParams.delete(name);
  return { ...request, url: url.href };
}

/** The request with another value in one slot. */
export function putInto(request: PlainRequest, slot: SlotValue, value: string): PlainRequest {
  if (slot.place === 'path') return { ...request, url: putIntoPath(request.url, slot.value, value) };
  if (slot.place === 'query') {
    const url = new URL(request.url);
    url.searchParams.set(slot.name, value);
    return { ...request, url: url.href };
  }
  return request.body === undefined
    ? request
    : {
        ...request,
        body: request.body.replace(JSON.stringify(slot.value).slice(1, -1), JSON.stringify(value).slice(1, -1)),
      };
}

export function putIntoPath(url: string, from: string, to: string): string {
  const parsed = new URL(url);
  const segments = parsed.pathname.split('/');
  const at = segments.findLastIndex(
    (segment) => segment === encodeURIComponent(from) || segment === from || safeDecode(segment) === from,
  );
  if (at >= 0) segments[at] = encodeURIComponent(to);
  parsed.pathname = segments.join('/');
  return parsed.href;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Everything the request says: path segments, parameters, body values. */
export function sentValues(request: PlainRequest): string[] {
  const url = new URL(request.url);
  const body = request.body === undefined ? [] : flattenBody(request.body);
  return [
    ...url.pathname.split('/').map(safeDecode),
    ...url.searchParams.values(),
    ...body,
    ...(request.extra ?? []).map(([, value]) => value),
  ].filter((value) => value !== '');
}

function flattenBody(body: string): string[] {
  try {
    return flatten(JSON.parse(body), '').map(({ value }) => value);
  } catch {
    return [...new URLSearchParams(body).values()];
  }
}

/** A well-formed reference that does not exist: same alphabet, same length, below the same parent (`@scope/name`). */
export function absentReference(whole: string, hex: (bytes: number) => string): string {
  const parent = whole.slice(0, whole.lastIndexOf('/') + 1);
  return parent + absentName(whole.slice(parent.length), hex);
}

function absentName(value: string, hex: (bytes: number) => string): string {
  const digits = () => [...hex(value.length)].map((one) => String(Number.parseInt(one, 16) % 10));
  if (/^\d+$/.test(value))
    return value.length < 9
      ? `9${digits().slice(0, 8).join('')}`
      : `9${digits()
          .slice(0, value.length - 1)
          .join('')}`;
  const random = hex(value.length);
  let at = 0;
  return value.replace(/[0-9a-z]/gi, (letter) => {
    const digit = random[at++ % random.length] ?? '0';
    if (/\d/.test(letter)) return String(Number.parseInt(digit, 16) % 10);
    const hexOnly = /^[0-9a-f-]+$/i.test(value);
    const fresh = hexOnly ? 'abcdef'[Number.parseInt(digit, 16) % 6] : 'bcdfghjkmnpqrstvw'[Number.parseInt(digit, 16)];
    return letter === letter.toUpperCase() ? (fresh ?? 'x').toUpperCase() : (fresh ?? 'x');
  });
}
