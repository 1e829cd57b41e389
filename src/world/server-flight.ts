import type { HelloVersion } from './hello-types.ts';

export type Flight =
  | { readonly state: 'more' }
  | {
      readonly state: 'chosen';
      readonly version: HelloVersion | string;
      readonly suite: number;
      readonly dhBits?: number;
    }
  | { readonly state: 'alert'; readonly alert: number }
  | { readonly state: 'not-tls'; readonly detail: string };

const versionNames: Readonly<Record<number, HelloVersion>> = {
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
};
const maxRecordBytes = 16_384 + 2_048;
const more: Flight = { state: 'more' };

/**
 * Reads what a server has sent so far in answer to a hello. Up to TLS 1.2 a choice counts only once the server has sent its
 * whole first flight: some choose a version and break off at once when they come to sign with it.
 */
export function readFlight(bytes: Buffer, offered: HelloVersion): Flight {
  if (bytes.length === 0) return more;
  if (offered === 'SSLv2' && (bytes[0] ?? 0) >= 0x80) return sslv2Answer(bytes);
  const first = bytes[0] ?? 0;
  if (first !== 21 && first !== 22) return { state: 'not-tls', detail: 'the answer is no TLS record' };
  if (bytes.length >= 2 && bytes[1] !== 3) return { state: 'not-tls', detail: 'the answer is no TLS record' };
  const handshake: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const type = bytes[at];
    const length = bytes.readUInt16BE(at + 3);
    if (length > maxRecordBytes) return { state: 'not-tls', detail: `a record of ${length} bytes` };
    const content = bytes.subarray(at + 5, at + 5 + length);
    if (content.length < length) break;
    if (type === 21) {
      // A warning (unrecognized_name, RFC 6066 §3) precedes the answer of some servers.
      const [level, code = 0] = content;
      if (level === 2 || (code !== 112 && code !== 0)) return { state: 'alert', alert: code };
    } else if (type === 22) handshake.push(content);
    at += 5 + length;
  }
  return readHandshake(Buffer.concat(handshake));
}

function readHandshake(bytes: Buffer): Flight {
  let chosen: { version: HelloVersion | string; suite: number } | undefined;
  let dhBits: number | undefined;
  for (let at = 0; at + 4 <= bytes.length; ) {
    const type = bytes[at];
    const length = bytes.readUIntBE(at + 1, 3);
    const body = bytes.subarray(at + 4, at + 4 + length);
    if (body.length < length) return more;
    if (type === 2) {
      chosen = readServerHello(body);
      if (!chosen) return { state: 'not-tls', detail: 'a ServerHello that cannot be read' };
      if (chosen.version === 'TLSv1.3') return { state: 'chosen', ...chosen };
    } else if (!chosen) return { state: 'not-tls', detail: 'a handshake without a ServerHello' };
    else if (type === 12) dhBits = primeBits(body) ?? dhBits;
    else if (type === 14) return { state: 'chosen', ...chosen, ...(dhBits === undefined ? {} : { dhBits }) };
    at += 4 + length;
  }
  return more;
}

/** Version, random, session id, suite, compression, extensions; the version of TLS 1.3 is in extension 43. */
function readServerHello(body: Buffer): { version: HelloVersion | string; suite: number } | undefined {
  const session = body[34] ?? 0;
  const at = 35 + session;
  if (body.length < at + 3) return undefined;
  let version = body.readUInt16BE(0);
  const suite = body.readUInt16BE(at);
  for (let next = at + 5; next + 4 <= body.length; ) {
    const length = body.readUInt16BE(next + 2);
    if (body.readUInt16BE(next) === 43 && length === 2 && next + 6 <= body.length)
      version = body.readUInt16BE(next + 4);
    next += 4 + length;
  }
  return { version: versionNames[version] ?? `0x${version.toString(16).padStart(4, '0')}`, suite };
}

/** ServerDHParams begin with the prime (RFC 5246 §7.4.3), an ECDHE exchange with curve type 3: a prime that long is strong. */
function primeBits(body: Buffer): number | undefined {
  if (body.length < 2 || body[0] === 3) return undefined;
  const length = body.readUInt16BE(0);
  if (length < 8 || length + 2 > body.length) return undefined;
  const prime = body.subarray(2, 2 + length);
  const first = prime.findIndex((byte) => byte !== 0);
  if (first < 0) return undefined;
  return (prime.length - first) * 8 - Math.clz32(prime[first] ?? 0) + 24;
}

/** SERVER-HELLO of SSL 2 is message 4; without any cipher spec nothing was agreed on. */
function sslv2Answer(bytes: Buffer): Flight {
  if (bytes.length < 13) return more;
  if (bytes[2] !== 4) return { state: 'not-tls', detail: 'an SSL 2 message that is no hello' };
  if (bytes.readUInt16BE(9) === 0) return { state: 'alert', alert: 40 };
  return { state: 'chosen', version: 'SSLv2', suite: -1 };
}
