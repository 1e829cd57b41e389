import { closeSync, existsSync, fstatSync, lstatSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import { createPages, type Pages } from './pages.ts';

/** An entry of a pack as it is stored (gitformat-pack(5)): whole, or what is different from another one. A delta is valid until the next is read. */
export interface PackedEntry {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag' | 'delta';
  /** The object, or the delta. */
  readonly bytes: Buffer;
  /** Of a delta: where the object it is made from stands. */
  readonly base: number;
}

export interface PackFiles {
  /** Where an object stands, as a number to compare with `base`; undefined where no pack is known to hold it. */
  placeOf(name: string): number | undefined;
  /** The entry at a place; undefined where it cannot be read by this code, which says nothing about the object. */
  read(place: number): PackedEntry | undefined;
  close(): void;
}

interface Pack {
  readonly fd: number;
  readonly pages: Pages;
  /** The number of this pack and an offset in it are one number. */
  readonly first: number;
  readonly index: Buffer;
  readonly count: number;
  /** Where entries begin, in order, and where the last one ends. */
  readonly starts: Float64Array;
}

const mostPacks = 64;
const nameBytes = 20;
const headBytes = 8 + 256 * 4;
const types = ['', 'commit', 'tree', 'blob', 'tag', '', 'delta', 'delta'] as const;
/** Longer entries are read in pieces, by git. */
const longestEntry = 16 * 1024 * 1024;

/** Packs are no longer than this. */
const packRoom = 2 ** 46;

/** The packs of a repository with names of SHA-1 and indexes of version 2. What they do not hold, git is asked for. */
export function openPacks(gitDir: string): PackFiles {
  const packs = packFilesOf(gitDir).flatMap((path, number) => openPack(path, number * packRoom) ?? []);
  const entryOf = (pack: Pack, place: number): PackedEntry | undefined => {
    const at = place - pack.first;
    const length = endOf(pack, at) - at;
    if (!(length > 0 && length <= longestEntry)) return undefined;
    const entry = pack.pages.read(at, length);
    return entry && decode(entry, place, (name) => placeIn(pack, name));
  };
  return {
    placeOf(name) {
      for (const pack of packs) {
        const place = placeIn(pack, name);
        if (place !== undefined) return place;
      }
      return undefined;
    },
    read(place) {
      try {
        const pack = packs.find(({ first }) => place >= first && place < first + packRoom);
        return pack && entryOf(pack, place);
      } catch {
        return undefined;
      }
    },
    close: () => {
      for (const { fd } of packs) closeSync(fd);
    },
  };
}

function packFilesOf(gitDir: string): readonly string[] {
  const named = join(gitDir, 'commondir');
  const shared = existsSync(named) ? resolve(gitDir, readFileSync(named, 'utf8').trim()) : gitDir;
  const folder = join(shared, 'objects', 'pack');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.idx'))
    .map((name) => join(folder, name.slice(0, -4)))
    .filter((path) => ['.idx', '.pack'].every((end) => lstatSync(path + end, { throwIfNoEntry: false })?.isFile()))
    .slice(0, mostPacks);
}

function openPack(path: string, first: number): Pack | undefined {
  const index = readFileSync(`${path}.idx`);
  if (index.length < headBytes + 40 || index.readUInt32BE(0) !== 0xff744f63 || index.readUInt32BE(4) !== 2)
    return undefined;
  const count = index.readUInt32BE(headBytes - 4);
  const far = (index.length - headBytes - 40 - count * (nameBytes + 8)) / 8;
  // Names of SHA-256 are longer: then the sum is another.
  if (!(Number.isInteger(far) && far >= 0 && far <= count)) return undefined;
  const fd = openSync(`${path}.pack`, 'r');
  const starts = new Float64Array(count + 1);
  for (let at = 0; at < count; at += 1) starts[at] = startOf(index, count, at);
  starts[count] = fstatSync(fd).size - nameBytes;
  return { fd, first, pages: createPages(fd), index, count, starts: starts.sort() };
}

function startOf(index: Buffer, count: number, at: number): number {
  const near = headBytes + count * (nameBytes + 4);
  const offset = index.readUInt32BE(near + at * 4);
  if (offset < 0x80000000) return offset;
  return Number(index.readBigUInt64BE(near + count * 4 + (offset - 0x80000000) * 8));
}

const wanted = Buffer.alloc(nameBytes);

function placeIn({ index, count, first }: Pack, name: string): number | undefined {
  if (name.length !== nameBytes * 2 || wanted.write(name, 'hex') !== nameBytes) return undefined;
  const head = wanted[0] as number;
  let low = head === 0 ? 0 : index.readUInt32BE(8 + (head - 1) * 4);
  let high = Math.min(count, index.readUInt32BE(8 + head * 4));
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = orderOf(index, headBytes + middle * nameBytes);
    if (order === 0) return first + startOf(index, count, middle);
    if (order > 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

/** Whether the name that is wanted comes before the one that stands here. */
function orderOf(index: Buffer, at: number): number {
  let step = 0;
  while (step < nameBytes && wanted[step] === index[at + step]) step += 1;
  return step === nameBytes ? 0 : (wanted[step] as number) - (index[at + step] as number);
}

/** Where the entry ends that begins here: where the next one begins. */
function endOf({ starts }: Pack, at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= at) low = middle + 1;
    else high = middle;
  }
  return starts[low] as number;
}

function decode(entry: Buffer, place: number, find: (name: string) => number | undefined): PackedEntry | undefined {
  let byte = entry[0] as number;
  const kind = (byte >> 4) & 7;
  const type = types[kind] ?? '';
  if (type === '') return undefined;
  let size = byte & 15;
  let at = 1;
  for (let scale = 16; byte & 128; scale *= 128) {
    byte = entry[at] as number;
    size += (byte & 127) * scale;
    at += 1;
  }
  if (!(size <= longestEntry)) return undefined;
  let base: number | undefined = -1;
  if (kind === 6) {
    byte = entry[at] as number;
    at += 1;
    let back = byte & 127;
    while (byte & 128) {
      byte = entry[at] as number;
      at += 1;
      back = (back + 1) * 128 + (byte & 127);
    }
    base = place - back;
  } else if (kind === 7) {
    base = find(entry.toString('hex', at, at + nameBytes));
    at += nameBytes;
  }
  if (base === undefined) return undefined;
  // One byte of room more, so that all comes in one piece.
  const bytes = inflateSync(entry.subarray(at), { chunkSize: Math.max(64, size + 1) });
  return bytes.length === size ? { type, bytes, base } : undefined;
}
