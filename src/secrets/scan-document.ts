import { packingOf, unpack } from './containers/unpack.ts';
import { partsOf } from './containers/structured.ts';
import { type RawHit, searchText } from './search-text.ts';
import type { VersionSearch } from './search-versions.ts';
import { secretsOfFile } from './whole-file.ts';

/** A hit with the place a person would look at. Raw: memory only. */
export interface PlacedHit extends RawHit {
  /** With `!/` before a name inside an archive, a recording or a map. */
  readonly path: string;
  /** In a source map: the file that the text was written in. */
  readonly original?: string;
  readonly line: number;
  /** Where it ends, if that is on another line. */
  readonly lastLine?: number;
  readonly column: number;
}

export interface ScanSink {
  hit(hit: PlacedHit): void;
  /** Something was left unread: said, never silent. */
  left(path: string, what: string): void;
}

export interface DocumentPlace {
  readonly path: string;
  readonly original?: string;
  /** Lines before this text, where it is a piece of a larger one. */
  readonly linesBefore?: number;
  readonly depth?: number;
  readonly budget?: Budget;
  /** What is deployed, served or logged: nothing there is a rehearsal. */
  readonly live?: boolean;
  /** No commit says where this text stands. */
  readonly unplaced?: boolean;
  /** How the text itself is searched, not what is packed in it. */
  readonly search?: VersionSearch;
}

/** What all that is packed in one file shares. */
interface Budget {
  bytes: number;
  /** Secrets seen in it: copies in one archive are one finding. */
  readonly seen: Set<string>;
}

const deepest = 4;
const unpackedBudget = 192 * 1024 * 1024;
const longestStructured = 48 * 1024 * 1024;

/** Searches a document and everything packed, recorded or mapped in it. */
export function scanDocument(bytes: Buffer, place: DocumentPlace, sink: ScanSink): void {
  const depth = place.depth ?? 0;
  const budget = place.budget ?? { bytes: unpackedBudget, seen: new Set() };
  const packing = packingOf(bytes);
  const { live = false, unplaced = false } = place;
  const inside = (name: string) => ({ path: `${place.path}!/${name}`, depth: depth + 1, budget, live, unplaced });
  if (packing === '7z' || packing === 'rar' || packing === 'xz' || packing === 'bzip2') {
    sink.left(place.path, `is packed as ${packing}, which is not opened`);
    return;
  }
  if (packing !== undefined) {
    if (depth >= deepest) {
      sink.left(place.path, 'is packed too deep');
      return;
    }
    const unpacked = unpack(packing, nameOf(place.path), bytes, budget.bytes);
    for (const what of unpacked.left) sink.left(place.path, what);
    for (const entry of unpacked.entries) {
      budget.bytes -= entry.bytes.length;
      if (budget.bytes < 0) {
        sink.left(place.path, 'unpacks to more than the limit');
        return;
      }
      scanDocument(
        entry.bytes,
        packing === 'gzip' || packing === 'zstd' ? { ...inside(entry.name) } : inside(entry.name),
        sink,
      );
    }
    return;
  }
  if (isMedia(bytes)) return;
  const text = wide(bytes);
  const binary = text === bytes && hasNul(bytes);
  if (!binary && text.length <= longestStructured && depth < deepest) {
    const parts = partsOf(place.path, text);
    if (parts) {
      for (const part of parts) {
        const next = part.original
          ? { path: place.path, original: part.name, depth: depth + 1, budget, live, unplaced }
          : inside(part.name);
        scanDocument(part.bytes, next, sink);
      }
      return;
    }
  }
  const search = place.search ?? searchText;
  const found = search(text, place.original ?? place.path, { binary, live });
  const positions = createPositions(text);
  const packed = place.path.includes('!/');
  const whole = depth === 0 || packed ? secretsOfFile(text, place.original ?? place.path) : [];
  for (const hit of whole.length > 0 ? whole : found.hits) {
    const kind = `${hit.rule}\n${hit.value}`;
    if (packed && budget.seen.has(kind)) continue;
    budget.seen.add(kind);
    const { line, column } = positions(hit.from);
    const breaks = hit.via.length === 0 ? hit.value.split('\n').length - 1 : 0;
    sink.hit({
      ...hit,
      // A name proves little where nobody knows what file it stood in.
      ...(unplaced && !hit.shaped ? { doubt: 'unplaced', weight: 'low' } : {}),
      path: place.path,
      ...(place.original === undefined ? {} : { original: place.original }),
      line: line + (place.linesBefore ?? 0),
      ...(breaks === 0 ? {} : { lastLine: line + breaks + (place.linesBefore ?? 0) }),
      column,
    });
  }
  if (depth >= deepest) return;
  for (const one of found.inner) {
    budget.bytes -= one.bytes.length;
    if (budget.bytes < 0) {
      sink.left(place.path, 'unpacks to more than the limit');
      return;
    }
    scanDocument(one.bytes, inside(one.name), sink);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Pictures, sound, films and fonts: compressed, so no text stands in them. */
function isMedia(bytes: Buffer): boolean {
  if (bytes.length < 12) return false;
  const head = bytes.readUInt32BE(0);
  return (
    head === 0x89504e47 ||
    head >>> 8 === 0xffd8ff ||
    head === 0x47494638 ||
    head === 0x774f4632 ||
    head === 0x774f4646 ||
    head === 0x4f676753 ||
    head >>> 8 === 0x494433 ||
    head === 0x1a45dfa3 ||
    bytes.toString('latin1', 4, 8) === 'ftyp' ||
    (head === 0x52494646 && /WEBP|WAVE|AVI /.test(bytes.toString('latin1', 8, 12)))
  );
}

function hasNul(bytes: Buffer): boolean {
  const at = bytes.indexOf(0);
  return at >= 0 && at < 8000;
}

/** UTF-16 with its mark, or with a zero in every other byte at the beginning, as bytes of one each. */
function wide(bytes: Buffer): Buffer {
  const head = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (head === 0xfffe) return Buffer.from(bytes.subarray(2).toString('utf16le'), 'utf8');
  if (head === 0xfeff) return Buffer.from(swapped(bytes.subarray(2)).toString('utf16le'), 'utf8');
  if (bytes.length < 16 || bytes.indexOf(0) < 0 || bytes.indexOf(0) > 1) return bytes;
  const sample = bytes.subarray(0, 64);
  const zeros = (start: number) => sample.filter((byte, at) => at % 2 === start && byte === 0).length;
  const half = Math.floor(sample.length / 2);
  if (zeros(1) > half * 0.85 && zeros(0) === 0) return Buffer.from(bytes.toString('utf16le'), 'utf8');
  if (zeros(0) > half * 0.85 && zeros(1) === 0) return Buffer.from(swapped(bytes).toString('utf16le'), 'utf8');
  return bytes;
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}

/** Line and column of ascending offsets, each byte read once. */
function createPositions(bytes: Buffer): (offset: number) => { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  let next = bytes.indexOf(10);
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1;
      lineStart = next + 1;
      next = bytes.indexOf(10, lineStart);
    }
    return { line, column: Math.max(1, offset - lineStart + 1) };
  };
}
