import { commonStretches, type Stretch } from './common-stretches.ts';
import { readAlike } from './read-alike.ts';
import { type RawHit, type SearchOptions, searchText, type TextFindings } from './search-text.ts';
import { describesApi, textKindOf } from './text-kind.ts';
import { hasColumns } from './table-columns.ts';
import type { Zone } from './zone.ts';

/** Searches like `searchText`; versions of one file that follow one another are searched where they differ. */
export type VersionSearch = (bytes: Buffer, path: string, options: SearchOptions) => TextFindings;

/** What a secret needs around it stands within so many bytes, but for rules that reach far, which tell their zones. */
const around = 640;
/** From shorter texts nothing is gained. */
const shortest = 6 * 1024;
const longest = 8 * 1024 * 1024;

/** A text that was searched, for those made from it. */
export interface Searched {
  readonly path: string;
  readonly examples: boolean;
  readonly bytes: Buffer;
  readonly found: TextFindings;
}

/** Shorter stretches that two texts share are searched again. */
export const leastStretch = around * 5;

/** The search of one thread: it remembers the text before. Its findings are those of `searchText`. */
export function createVersionSearch(): VersionSearch {
  let before: Searched | undefined;
  let store = Buffer.alloc(0);
  return (bytes, path, given) => {
    const old = before?.path === path ? before : undefined;
    const { found, searched } = searchSince(bytes, path, given, old && { ...old, stretches: undefined });
    before = undefined;
    if (!searched) return found;
    if (store.length < bytes.length) store = Buffer.allocUnsafeSlow(Math.min(longest, bytes.length * 2));
    bytes.copy(store);
    before = { ...searched, bytes: store.subarray(0, bytes.length) };
    return found;
  };
}

/** What a text is made from, with the stretches that both share where they are known. */
export interface Origin extends Searched {
  readonly stretches: readonly Stretch[] | undefined;
}

/** Searches a text where it differs from the one that it was made from; `searched` is undefined where nothing is to be made from it. */
export function searchSince(
  bytes: Buffer,
  path: string,
  given: SearchOptions,
  origin: Origin | undefined,
): { readonly found: TextFindings; readonly searched?: Searched } {
  const { form } = textKindOf(path);
  const examples = (form === 'settings' || form === 'json') && describesApi(bytes);
  const options = { ...given, examples };
  // What stands in a table is named far above it.
  const plain =
    options.binary !== true && path !== '' && !hasColumns(path) && bytes.length >= shortest && bytes.length <= longest;
  const old = plain && origin?.examples === examples && readAlike(origin.path, path) ? origin : undefined;
  const found = (old && searchChanged(old, bytes, path, options)) ?? searchText(bytes, path, options);
  return plain && found.inner.length === 0 ? { found, searched: { path, examples, bytes, found } } : { found };
}

/** A part of the new text that the old one has too; what begins in it is known. */
interface Known {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}
interface Span {
  readonly from: number;
  readonly to: number;
}

function searchChanged(old: Origin, bytes: Buffer, path: string, options: SearchOptions): TextFindings | undefined {
  const stretches = old.stretches ?? commonStretches(old.bytes, bytes, leastStretch);
  const added: Zone[] = [];
  // What is new may announce a secret that reaches into what is not: then that is searched again too.
  for (let tries = 0; tries < 2; tries += 1) {
    const { known, fresh } = divide(stretches, old, bytes, added);
    if (known.length === 0 || lengthOf(fresh) > bytes.length * 0.7) return undefined;
    const found = fresh.map((part) => ({ part, ...searchText(bytes.subarray(part.from, part.to), path, options) }));
    if (found.some((one) => one.inner.length > 0)) return undefined;
    const zones = found.flatMap((one) => one.zones.map((zone) => moved(zone, one.part.from)));
    const cut = found.flatMap(({ part, zones }) =>
      zones.map((zone) => moved(zone, part.from)).filter((zone) => reachesOut(zone, part, bytes.length)),
    );
    if (cut.length > 0) {
      added.push(...cut);
      continue;
    }
    const hits: RawHit[] = known.flatMap((part) =>
      old.found.hits.map((hit) => moved(hit, part.shift)).filter(({ from }) => from >= part.from && from < part.to),
    );
    for (const { part, hits: inPart } of found)
      for (const hit of inPart.map((one) => moved(one, part.from)))
        if (!known.some((one) => hit.from >= one.from && hit.from < one.to)) hits.push(hit);
    for (const part of known)
      zones.push(
        ...old.found.zones.map((zone) => moved(zone, part.shift)).filter((zone) => touches(zone, part.from, part.to)),
      );
    return { hits: hits.sort((a, b) => a.from - b.from), inner: [], zones };
  }
  return undefined;
}

/** What is known of the new text, and what is searched: a little more than the rest, and no zone in pieces. */
function divide(stretches: readonly Stretch[], old: Searched, bytes: Buffer, added: readonly Zone[]) {
  const known: Known[] = [];
  const fresh: Span[] = [];
  let from = 0;
  for (const { inOld, inNew, length } of stretches) {
    const opens = inOld === 0 && inNew === 0;
    const end = inNew + length;
    const closes = end === bytes.length && inOld + length === old.bytes.length;
    const shift = inNew - inOld;
    const zones = [...old.found.zones.map((zone) => moved(zone, shift)), ...added].filter((zone) =>
      touches(zone, inNew, end),
    );
    // Twice the distance: what begins in the known part has its surroundings, and so has what is searched again.
    let inner = opens ? 0 : lineBehind(bytes, inNew + around);
    let outer = opens ? 0 : lineBehind(bytes, inner + around);
    let innerEnd = closes ? end : lineBefore(bytes, end - around);
    let outerEnd = closes ? end : lineBefore(bytes, innerEnd - around);
    for (const zone of opens ? [] : [...zones].sort((a, b) => a.from - b.from))
      if (inner >= 0 && outer >= 0 && touches(zone, inNew, outer) && zone.to > inner) {
        inner = lineBehind(bytes, zone.to);
        outer = lineBehind(bytes, inner + around);
      }
    for (const zone of closes ? [] : [...zones].sort((a, b) => b.to - a.to))
      if (innerEnd >= 0 && outerEnd >= 0 && touches(zone, outerEnd, end) && zone.from < innerEnd) {
        innerEnd = lineBefore(bytes, zone.from);
        outerEnd = lineBefore(bytes, innerEnd - around);
      }
    if (!(inner >= 0 && outer >= 0 && outer < outerEnd && innerEnd <= end)) continue;
    // A new zone in the midst of what was alike.
    if (added.some((zone) => touches(zone, outer, outerEnd))) continue;
    known.push({ from: inner, to: innerEnd, shift });
    if (outer > from) fresh.push({ from, to: outer });
    from = outerEnd;
  }
  if (from < bytes.length) fresh.push({ from, to: bytes.length });
  return { known, fresh };
}

const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, one) => sum + one.to - one.from, 0);
const moved = <T extends Span>(one: T, by: number): T => ({ ...one, from: one.from + by, to: one.to + by });
const touches = (zone: Zone, from: number, to: number) => zone.from < to && zone.to > from;
const reachesOut = (zone: Zone, part: Span, length: number) =>
  (zone.from < part.from && part.from > 0) || (zone.to > part.to && part.to < length);

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
