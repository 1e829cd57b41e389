import { constants, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { inflateShort } from '../../src/world/secrets/inflate.ts';

/** Numbers that look drawn, the same in every run. */
function drawn(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const texts = Array.from({ length: 600 }, (_, index) => {
  const next = drawn(index + 1);
  const words = ['password', ' = ', 'key', '\n', String.fromCharCode(next(256)), 'x'.repeat(next(300))];
  return Buffer.from(Array.from({ length: next(40) }, () => words[next(words.length)]).join(''), 'latin1');
});
const fixed = (text: Buffer) => deflateSync(text, { strategy: constants.Z_FIXED });

test('what is stored or written in the fixed code is unpacked, whatever follows it', () => {
  for (const text of texts)
    for (const packed of [fixed(text), deflateSync(text, { level: 0 })]) {
      const room = Buffer.alloc(text.length + 4, 7);
      expect(inflateShort(Buffer.concat([packed, Buffer.from('more')]), room, text.length)).toBe(true);
      expect(room.subarray(0, text.length).equals(text)).toBe(true);
      expect([...room.subarray(text.length)]).toEqual([7, 7, 7, 7]);
    }
});

test('other codes, other lengths, other ends and changed bits are not taken', () => {
  const text = Buffer.concat(texts);
  expect(inflateShort(deflateSync(text), Buffer.alloc(text.length), text.length)).toBe(false);
  for (const [index, short] of texts.entries()) {
    const packed = fixed(short);
    const room = Buffer.alloc(short.length + 8);
    expect(inflateShort(packed, room, short.length + 1)).toBe(false);
    if (short.length > 0) expect(inflateShort(packed, room, short.length - 1)).toBe(false);
    expect(inflateShort(packed.subarray(0, packed.length - 1 - (index % 5)), room, short.length)).toBe(false);
    const next = drawn(index + 1);
    const broken = Buffer.from(packed);
    const at = next(broken.length);
    broken[at] = (broken[at] as number) ^ (1 << next(8));
    if (inflateShort(broken, room, short.length)) expect(room.subarray(0, short.length).equals(short)).toBe(true);
  }
});
