import type { Stretch } from '../../secrets/common-stretches.ts';

/** How long the text is that a delta makes, and from how long a one (gitformat-pack(5), deltified representation). */
export function sizesOf(delta: Buffer): { readonly from: number; readonly to: number; readonly at: number } {
  const [from, next] = sizeAt(delta, 0);
  const [to, at] = sizeAt(delta, next);
  return { from, to, at };
}

function sizeAt(delta: Buffer, from: number): readonly [number, number] {
  let size = 0;
  let at = from;
  for (let scale = 1; ; scale *= 128) {
    const byte = delta[at] ?? 0;
    at += 1;
    size += (byte & 127) * scale;
    if (byte < 128) return [size, at];
  }
}

/**
 * Makes the text in `target` from the one before, and tells the stretches of at least so many bytes that both share. Undefined where
 * the delta does not fit.
 */
export function applyDelta(base: Buffer, delta: Buffer, target: Buffer, least: number): readonly Stretch[] | undefined {
  const { from, to, at: start } = sizesOf(delta);
  if (from !== base.length || to !== target.length) return undefined;
  const stretches: Stretch[] = [];
  let filled = 0;
  let inOld = 0;
  let length = 0;
  const end = () => {
    if (length >= least) stretches.push({ inOld, inNew: filled - length, length });
    length = 0;
  };
  for (let at = start; at < delta.length; ) {
    const what = delta[at] as number;
    at += 1;
    if (what < 128) {
      end();
      if (what === 0 || filled + what > to || at + what > delta.length) return undefined;
      // A few letters are copied sooner than a call is made.
      if (what < 24) for (let i = 0; i < what; i += 1) target[filled + i] = delta[at + i] as number;
      else delta.copy(target, filled, at, at + what);
      at += what;
      filled += what;
      continue;
    }
    let offset = 0;
    let size = 0;
    if (what & 1) offset = delta[at++] as number;
    if (what & 2) offset |= (delta[at++] as number) << 8;
    if (what & 4) offset |= (delta[at++] as number) << 16;
    if (what & 8) offset += (delta[at++] as number) * 0x1000000;
    if (what & 16) size = delta[at++] as number;
    if (what & 32) size |= (delta[at++] as number) << 8;
    if (what & 64) size |= (delta[at++] as number) << 16;
    if (size === 0) size = 0x10000;
    if (!(offset + size <= from && filled + size <= to)) return undefined;
    if (length > 0 && inOld + length !== offset) end();
    if (length === 0) inOld = offset;
    base.copy(target, filled, offset, offset + size);
    length += size;
    filled += size;
  }
  end();
  return filled === to ? stretches : undefined;
}
