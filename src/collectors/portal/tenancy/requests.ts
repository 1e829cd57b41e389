import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { changeSlot } from '../operations/put-into.ts';
import { type SlotValue, slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import { credentialNames } from '../words.ts';
import { namesRecord } from './names-record.ts';
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
  return [...new URL(address).searchParams].some((pair) => isKey(...pair));
}

function isKey(name: string, value: string): boolean {
  return credentialNames.test(name) && !namesRecord(name, value);
}

/** Whether the address is signed: S3, GCS, Azure, CloudFront and home-made ones. It is a key that opens for whoever holds it. */
export function isSigned(address: string): boolean {
  const names = [...new URL(address).searchParams.keys()];
  return (
    names.some((name) =>
      /^(x-(amz|goog|oss|cos)-signature|signature|sig|hmac|policy|signed|__token__|hdnts)$/i.test(name),
    ) ||
    (names.some((name) => /^(expires?|exp|e|se|valid_?until|ttl)$/i.test(name)) &&
      names.some((name) => /^(s|h|hash|st|md5|key-pair-id|digest|verify|check(sum)?)$/i.test(name)))
  );
}

/** Whether a part of the path is signed (Rails: value, two dashes, a digest) or a token itself: by design it opens for whoever holds it. */
export function hasKeyInPath(address: string): boolean {
  return new URL(address).pathname
    .split('/')
    .map(percentDecoded)
    .some(
      (part) => /^[\w+=-]{12,}--[0-9a-f]{32,128}$/i.test(part) || /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{16,}$/.test(part),
    );
}

/** The request without credentials in its address. */
export function withoutCredentials(request: PlainRequest): PlainRequest {
  if (!carriesCredential(request.url)) return request;
  const url = new URL(request.url);
  for (const [name, value] of [...url.searchParams]) if (isKey(name, value)) url.searchParams.delete(name);
  return { ...request, url: url.href };
}

const carrierOf = ({ method, url, body, like }: PlainRequest) => ({
  method,
  url,
  headers: like.requestHeaders,
  ...(body !== undefined ? { body } : {}),
});

/** The request with another value in one slot. */
export function putInto(request: PlainRequest, slot: SlotValue, value: string): PlainRequest {
  const { url, body, header, cookie } = changeSlot(carrierOf(request), slot, value);
  return {
    ...request,
    url,
    ...(body !== undefined ? { body } : {}),
    ...(header ? { extra: [...(request.extra ?? []).filter(([name]) => name !== header[0]), header] } : {}),
    ...(cookie ? { cookies: { ...request.cookies, [cookie[0]]: cookie[1] } } : {}),
  };
}

/** What makes two requests the same one, whoever sends it. */
export function requestKey({ method, url, body = '', extra = [], cookies = {}, like }: PlainRequest): string {
  return JSON.stringify([method, url, body, extra, cookies, like.requestHeaders['x-inertia-partial-data']]);
}

/** Everything the request says: path segments and what stands inside them, parameters, body values, headers put in. */
export function sentValues(request: PlainRequest): string[] {
  const url = new URL(request.url);
  const segments = url.pathname.split('/').map(percentDecoded);
  const own = slotsOf(carrierOf(request)).filter((slot) => slot.place !== 'header' && slot.place !== 'cookie');
  return [
    ...segments,
    ...segments.flatMap((segment) => segment.split(/[()';=]+|\.(?=[a-z]{2,5}$)/)),
    ...url.searchParams.values(),
    ...own.map((slot) => slot.value),
    ...(request.extra ?? []).map(([, value]) => value),
    ...Object.values(request.cookies ?? {}),
  ].filter((value) => value !== '');
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
