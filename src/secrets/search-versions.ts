import { commonStretches } from './common-stretches.ts';
import { type RawHit, type SearchOptions, searchText, type TextFindings } from './search-text.ts';
import { describesApi, textKindOf } from './text-kind.ts';

/** Searches like `searchText`; versions of one file that follow one another are searched where they differ. */
export type VersionSearch = (bytes: Buffer, path: string, options: SearchOptions) => TextFindings;

/** What a secret needs around it stands within so many bytes, except for the rules that reach `far`. */
const around = 640;
/** From shorter texts nothing is gained. */
const shortest = 6 * 1024;
const longest = 8 * 1024 * 1024;

interface Before {
  readonly path: string;
  readonly examples: boolean;
  readonly bytes: Buffer;
  readonly found: TextFindings;
}

/** The search of one thread: it remembers the text before. Its findings are those of `searchText`. */
export function createVersionSearch(): VersionSearch {
  let before: Before | undefined;
  let store = Buffer.alloc(0);
  return (bytes, path, given) => {
    const { form } = textKindOf(path);
    const options = { ...given, examples: (form === 'settings' || form === 'json') && describesApi(bytes) };
    const plain = options.binary !== true && path !== '' && bytes.length >= shortest && bytes.length <= longest;
    const old = plain && before?.path === path && before.examples === options.examples ? before : undefined;
    const found = (old && searchChanged(old, bytes, path, options)) ?? searchText(bytes, path, options);
    if (!plain || found.far || found.inner.length > 0) {
      before = undefined;
      return found;
    }
    if (store.length < bytes.length) store = Buffer.allocUnsafeSlow(Math.min(longest, bytes.length * 2));
    bytes.copy(store);
    before = { path, examples: options.examples, bytes: store.subarray(0, bytes.length), found };
    return found;
  };
}

/** A part of the new text that the old one has too; what begins in it is known. */
interface Known {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}

function searchChanged(old: Before, bytes: Buffer, path: string, options: SearchOptions): TextFindings | undefined {
  const known: Known[] = [];
  const fresh: { from: number; to: number }[] = [];
  let from = 0;
  for (const { inOld, inNew, length } of commonStretches(old.bytes, bytes, around * 5)) {
    const opens = inOld === 0 && inNew === 0;
    const end = inNew + length;
    const closes = end === bytes.length && inOld + length === old.bytes.length;
    // Twice the distance: what begins in the known part has its surroundings, and so has what is searched again.
    const inner = opens ? 0 : lineBehind(bytes, inNew + around);
    const outer = opens ? 0 : lineBehind(bytes, inner + around);
    const innerEnd = closes ? end : lineBefore(bytes, end - around);
    const outerEnd = closes ? end : lineBefore(bytes, innerEnd - around);
    if (!(inner >= 0 && outer >= 0 && outer < outerEnd && innerEnd <= end)) continue;
    known.push({ from: inner, to: innerEnd, shift: inNew - inOld });
    if (outer > from) fresh.push({ from, to: outer });
    from = outerEnd;
  }
  if (known.length === 0) return undefined;
  if (from < bytes.length) fresh.push({ from, to: bytes.length });
  const length = fresh.reduce((sum, one) => sum + one.to - one.from, 0);
  if (length > bytes.length * 0.7) return undefined;
  const hits: RawHit[] = known.flatMap((part) =>
    old.found.hits
      .filter((hit) => hit.from + part.shift >= part.from && hit.from + part.shift < part.to)
      .map((hit) => ({ ...hit, from: hit.from + part.shift, to: hit.to + part.shift })),
  );
  for (const part of fresh) {
    const found = searchText(bytes.subarray(part.from, part.to), path, options);
    if (found.far || found.inner.length > 0) return undefined;
    for (const hit of found.hits) {
      const at = hit.from + part.from;
      if (!known.some((one) => at >= one.from && at < one.to)) hits.push({ ...hit, from: at, to: hit.to + part.from });
    }
  }
  return { hits: hits.sort((a, b) => a.from - b.from), inner: [], far: false };
}

/** Lines longer than this are not cut. */
const longestLine = 8 * 1024;

function lineBehind(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(10, at);
  return end < 0 || end - at > longestLine ? -1 : end + 1;
}

function lineBefore(bytes: Buffer, at: number): number {
  const end = at <= 0 ? -1 : bytes.lastIndexOf(10, at);
  return end < 0 || at - end > longestLine ? -1 : end + 1;
}
