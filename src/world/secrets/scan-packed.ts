import type { Stretch } from '../../secrets/common-stretches.ts';
import { leastStretch, type Searched, searchSince, type VersionSearch } from '../../secrets/search-versions.ts';
import { applyDelta, sizesOf } from './apply-delta.ts';
import type { PackFiles } from './pack-files.ts';

export interface PackedJob {
  readonly names: readonly string[];
  readonly origins: readonly number[];
}
type Scan = (index: number, type: string, text: Buffer, search: VersionSearch) => void;

/** A text that others are made from. */
interface Kept {
  readonly place: number;
  readonly type: string;
  readonly text: Buffer;
  readonly searched: Searched | undefined;
  /** How many are still to be made from it. */
  wanted: number;
}

interface Made {
  readonly type: string;
  readonly text: Buffer;
  readonly origin?: Kept;
  readonly stretches?: readonly Stretch[];
}

/**
 * Reads objects from packs, each made from the one that its pack makes it from, and gives them away with a search that looks
 * only at what is different from that one. Answers with the places in the list of those that have to be read otherwise: loose, longer
 * than `longest`, or in packs that this code does not understand. A text is valid during the call alone.
 */
export function scanPacked(packs: PackFiles, job: PackedJob, longest: number, scan: Scan): readonly number[] {
  const rooms = createRooms();
  const rest: number[] = [];
  const wanted = new Int32Array(job.names.length);
  for (const origin of job.origins) if (origin >= 0) wanted[origin] = (wanted[origin] as number) + 1;
  const kept = new Map<number, Kept>();
  for (const [index, name] of job.names.entries()) {
    const from = job.origins[index] ?? -1;
    const origin = kept.get(from);
    const place = packs.placeOf(name);
    const made = place === undefined ? undefined : make(packs, place, origin, rooms, longest);
    let searched: Searched | undefined;
    if (made === undefined || place === undefined) rest.push(index);
    else {
      const since = made.origin?.searched;
      scan(index, made.type, made.text, (bytes, path, options) => {
        // Texts in two bytes a letter were made anew: what is alike in them nobody told.
        const same = bytes === made.text && since !== undefined && made.stretches !== undefined;
        const result = searchSince(
          bytes,
          path,
          options,
          same ? { ...since, stretches: made.stretches as readonly Stretch[] } : undefined,
        );
        if (bytes === made.text) searched = result.searched;
        return result.found;
      });
      const more = wanted[index] as number;
      if (more > 0) kept.set(index, { place, type: made.type, text: made.text, searched, wanted: more });
      else rooms.give(made.text);
    }
    if (origin) {
      origin.wanted -= 1;
      if (origin.wanted === 0) {
        kept.delete(from);
        rooms.give(origin.text);
      }
    }
  }
  return rest;
}

function make(
  packs: PackFiles,
  place: number,
  origin: Kept | undefined,
  rooms: Rooms,
  longest: number,
): Made | undefined {
  const entry = packs.read(place);
  if (entry === undefined) return undefined;
  if (entry.type !== 'delta') return entry.bytes.length > longest ? undefined : { type: entry.type, text: entry.bytes };
  const { to } = sizesOf(entry.bytes);
  if (origin?.place !== entry.base || to > longest) return undefined;
  const text = rooms.take(to);
  const stretches = applyDelta(origin.text, entry.bytes, text, leastStretch);
  return stretches && { type: origin.type, text, origin, stretches };
}

interface Rooms {
  take(length: number): Buffer;
  give(text: Buffer): void;
}

const mostRooms = 12;
const smallest = 16 * 1024;

/** Memory that was used and may be used again: made anew for each text it would have to be cleaned up all the time. */
function createRooms(): Rooms {
  const free: Buffer[] = [];
  const whole = new WeakMap<Buffer, Buffer>();
  return {
    take(length) {
      const at = free.findIndex((one) => one.length >= length);
      const [found] = at < 0 ? [] : free.splice(at, 1);
      const room = found ?? Buffer.allocUnsafeSlow(Math.max(smallest, Math.ceil(length * 1.25)));
      const text = room.subarray(0, length);
      whole.set(text, room);
      return text;
    },
    give(text) {
      const room = whole.get(text);
      if (room === undefined) return;
      free.push(room);
      free.sort((a, b) => a.length - b.length);
      if (free.length > mostRooms) free.shift();
    },
  };
}
