/**
 * Unpacks a zlib stream (RFC 1950 and 1951) of known length into `target` where all of it is stored as it is or written in the fixed code, as
 * short texts are: to start the machine's own unpacker takes longer than they do. False where it is written otherwise or not sound.
 */
export function inflateShort(source: Uint8Array, target: Uint8Array, length: number): boolean {
  const method = source[0] as number;
  const flags = source[1] as number;
  if ((method & 15) !== 8 || (flags & 32) !== 0 || ((method << 8) | flags) % 31 !== 0) return false;
  const end = source.length;
  let at = 2;
  let hold = 0;
  let bits = 0;
  let filled = 0;
  for (let last = 0; last === 0; ) {
    hold |= byteAt(source, at) << bits;
    at += 1;
    bits += 8;
    last = hold & 1;
    const kind = (hold >> 1) & 3;
    hold >>>= 3;
    bits -= 3;
    if (kind === 0) {
      const from = at - (bits >> 3);
      hold = 0;
      bits = 0;
      const size = byteAt(source, from) | (byteAt(source, from + 1) << 8);
      const turned = byteAt(source, from + 2) | (byteAt(source, from + 3) << 8);
      at = from + 4 + size;
      if (size !== (turned ^ 0xffff) || at > end || filled + size > length) return false;
      target.set(source.subarray(from + 4, at), filled);
      filled += size;
      continue;
    }
    if (kind !== 1) return false;
    for (;;) {
      // No word is longer than 9 bits, 5 more say the length; then 5 of the distance and 13 more.
      while (bits <= 24) {
        hold |= byteAt(source, at) << bits;
        at += 1;
        bits += 8;
      }
      const entry = letters[hold & 511] as number;
      hold >>>= entry & 15;
      bits -= entry & 15;
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (filled >= length) return false;
        target[filled] = symbol;
        filled += 1;
        continue;
      }
      if (symbol === 256) break;
      if (symbol > 285) return false;
      const more = lengthMore[symbol - 257] as number;
      const size = (lengthFrom[symbol - 257] as number) + (hold & ((1 << more) - 1));
      hold >>>= more;
      bits -= more;
      while (bits <= 24) {
        hold |= byteAt(source, at) << bits;
        at += 1;
        bits += 8;
      }
      const far = distances[hold & 31] as number;
      if (far > 29) return false;
      const further = distanceMore[far] as number;
      const distance = (distanceFrom[far] as number) + ((hold >>> 5) & ((1 << further) - 1));
      hold >>>= 5 + further;
      bits -= 5 + further;
      if (distance > filled || filled + size > length || at > end + 8) return false;
      for (const stop = filled + size; filled < stop; filled += 1) target[filled] = target[filled - distance] as number;
    }
  }
  const sum = at - (bits >> 3);
  if (filled !== length || sum + 4 > end) return false;
  const given = [0, 1, 2, 3].reduce((value, step) => value * 256 + byteAt(source, sum + step), 0);
  return given === adler32(target, length);
}

/** Behind the end come zeros: the sum at the end tells. */
const byteAt = (source: Uint8Array, at: number): number => (at < source.length ? (source[at] as number) : 0);

/** The first bit of a word stands first in the stream. */
function turned(word: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit += 1) result |= ((word >> bit) & 1) << (length - 1 - bit);
  return result;
}

/** By the next nine bits: the symbol and the length of its word (RFC 1951, 3.2.6). */
const letters = fixedLetters();
function fixedLetters(): Uint16Array {
  const table = new Uint16Array(512);
  const add = (symbol: number, word: number, length: number) => {
    for (let at = turned(word, length); at < 512; at += 1 << length) table[at] = (symbol << 4) | length;
  };
  for (let symbol = 0; symbol < 144; symbol += 1) add(symbol, 0x30 + symbol, 8);
  for (let symbol = 144; symbol < 256; symbol += 1) add(symbol, 0x190 + symbol - 144, 9);
  for (let symbol = 256; symbol < 280; symbol += 1) add(symbol, symbol - 256, 7);
  for (let symbol = 280; symbol < 288; symbol += 1) add(symbol, 0xc0 + symbol - 280, 8);
  return table;
}
const distances = Uint8Array.from({ length: 32 }, (_, word) => turned(word, 5));

const lengthFrom = new Uint16Array([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]);
const lengthMore = new Uint8Array([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const distanceFrom = new Uint16Array([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]);
const distanceMore = new Uint8Array([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);

/** So many bytes that the second sum stays within 32 bits. */
const sumBytes = 3800;

function adler32(bytes: Uint8Array, length: number): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < length; ) {
    for (const stop = Math.min(length, at + sumBytes); at < stop; at += 1) {
      a += bytes[at] as number;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return b * 65_536 + a;
}
