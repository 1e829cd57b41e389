/** Writes the few DER types that a certificate consists of (ITU-T X.690). */
function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(body.length), body]);
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

/** Most significant bits first, each arc in groups of seven bits (X.690 §8.19). */
function oidBody(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) group.unshift((left % 128) | 0x80);
    octets.push(...group);
  }
  return Buffer.from(octets);
}

function timeDigits(at: Date): string {
  return at.toISOString().replace(/[-:T]|\.\d+/g, '');
}

/** UTCTime before 2050, GeneralizedTime from then on (RFC 5280 §4.1.2.5); seconds, always UTC. */
function timeElement(at: Date): Buffer {
  const digits = timeDigits(at);
  return at.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2), 'ascii'))
    : element(0x18, Buffer.from(digits, 'ascii'));
}

export const der = {
  sequence: (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]): Buffer => element(0x31, ...parts),
  /** A whole number that is not negative, given as big-endian bytes. */
  integer: (bytes: Uint8Array): Buffer =>
    element(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes),
  oid: (dotted: string): Buffer => element(0x06, oidBody(dotted)),
  nothing: (): Buffer => element(0x05),
  yes: (): Buffer => element(0x01, Buffer.from([0xff])),
  utf8: (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8')),
  octets: (content: Uint8Array): Buffer => element(0x04, content),
  /** `unused`: how many of the last bits do not count. */
  bits: (content: Uint8Array, unused = 0): Buffer => element(0x03, Buffer.from([unused]), content),
  time: timeElement,
  /** GeneralizedTime whatever the year. */
  generalTime: (at: Date): Buffer => element(0x18, Buffer.from(timeDigits(at), 'ascii')),
  enumerated: (value: number): Buffer => element(0x0a, Buffer.from([value])),
  /** Context-specific tag; `constructed` when it wraps other elements. */
  context: (tag: number, constructed: boolean, ...parts: readonly Uint8Array[]): Buffer =>
    element(0x80 | (constructed ? 0x20 : 0) | tag, ...parts),
} as const;
