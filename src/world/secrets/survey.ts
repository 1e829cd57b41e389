import type { LogRange } from './attribute.ts';
import { catchUp, readTips } from './catch-up.ts';
import { families, type Family } from './families.ts';
import type { GitPlace } from './git-process.ts';
import {
  askReachable,
  type GitObjectInfo,
  listObjects,
  type ObjectList,
  type Reach,
  readReach,
} from './list-objects.ts';
import type { ScanMemory } from './scan-memory.ts';

/** What a repository holds, as far as it has to be known for what was not searched before. */
export interface Survey {
  readonly tips: readonly string[];
  readonly cut: string;
  /** All objects there are, folders included. */
  readonly names: readonly string[];
  /** Texts and messages among them. */
  readonly objects: number;
  /** Those that were not searched before, or not where they stand. */
  readonly fresh: readonly GitObjectInfo[];
  /** The same in the order in which they are read. */
  readonly ordered: readonly Family[];
  /** Paths: of everything, or with `range` of what is fresh. */
  readonly reach: Reach;
  /** Given where what was known before stands as it was: whoever brought in the rest did so here. */
  readonly range?: LogRange;
  /** Objects that git lists and cannot tell of. */
  readonly missing: number;
  readonly complaint: string;
}

/**
 * Only what came in since the last time where that is sure, else everything once more. `expect` hears how many bytes will have to be
 * read as soon as that is known, which is long before it is known where they stand.
 */
export async function survey(
  place: GitPlace,
  memory: ScanMemory,
  signal: AbortSignal,
  expect: (bytes: number) => void,
): Promise<Survey> {
  const tips = await readTips(place, signal);
  const since = await catchUp(place, memory, tips, signal);
  if (since)
    return {
      ...since,
      ordered: families(since.fresh),
      tips: tips.names,
      cut: tips.cut,
      objects: memory.objects + since.fresh.length,
      missing: 0,
      complaint: '',
    };
  const [{ list, unknown, inOrder }, reachable] = await Promise.all([
    listUnknown(place, memory, signal, expect),
    askReachable(place, signal),
  ]);
  const reach = await readReach(place, list.commits, reachable, signal);
  // Where a text stands decides how it is read: what had no path and has one now is read again.
  const placed = new Set(memory.unplaced.filter((name) => reach.pathOf.has(name)));
  const fresh =
    placed.size === 0 ? unknown : list.objects.filter((one) => !memory.names.has(one.name) || placed.has(one.name));
  return {
    tips: tips.names,
    cut: tips.cut,
    names: list.names,
    objects: list.objects.length,
    fresh,
    ordered: placed.size === 0 ? inOrder : families(fresh),
    reach,
    missing: list.missing,
    complaint: list.complaint,
  };
}

/** Put into order while git still walks for the paths. */
async function listUnknown(
  place: GitPlace,
  memory: ScanMemory,
  signal: AbortSignal,
  expect: (bytes: number) => void,
): Promise<{
  readonly list: ObjectList;
  readonly unknown: readonly GitObjectInfo[];
  readonly inOrder: readonly Family[];
}> {
  const list = await listObjects(place, signal);
  const unknown = list.objects.filter((one) => !memory.names.has(one.name));
  expect(bytesOf(unknown));
  return { list, unknown, inOrder: families(unknown) };
}

export const bytesOf = (objects: readonly GitObjectInfo[]) => objects.reduce((sum, one) => sum + one.size, 0);
