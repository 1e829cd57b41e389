import type { Sighting } from '../../secrets/sighting.ts';
import { type Introduction, introductions } from './attribute.ts';
import { findRepository } from './find-repository.ts';
import type { GitPlace } from './git-process.ts';
import { readHead } from './list-objects.ts';
import { objectJobs } from './object-jobs.ts';
import { objectState } from './object-state.ts';
import {
  emptyMemory,
  keepLast,
  keepMemory,
  type MemoryPlace,
  readLast,
  readMemory,
  type ScanMemory,
} from './scan-memory.ts';
import type { ObjectFinding } from './scan-objects.ts';
import { createScanPool } from './scan-pool.ts';
import { bytesOf, survey } from './survey.ts';

/** One secret of a repository's history, however many versions hold it. */
export interface HistorySecret extends Sighting, Pick<Introduction, 'pathThen'> {
  /** `head`: in the newest commit; `history`: only in older ones; `lost`: in what no branch reaches; `message`: in a message. */
  readonly where: 'head' | 'history' | 'lost' | 'message';
  readonly commit?: string;
  readonly author?: string;
  readonly date?: string;
  /** Versions of files that hold it. */
  readonly versions: number;
  /** Other paths that held it. */
  readonly otherPaths: readonly string[];
}

export interface RepositoryScan {
  readonly head?: string;
  readonly shallow: boolean;
  readonly partial: boolean;
  readonly objects: number;
  readonly searched: number;
  readonly remembered: number;
  readonly bytes: number;
  readonly missing: number;
  readonly broken: readonly string[];
  readonly complaint: string;
  readonly left: readonly { readonly path: string; readonly what: string }[];
  readonly secrets: readonly HistorySecret[];
}
export type RepositoryOutcome =
  | { readonly found: true; readonly scan: RepositoryScan }
  | { readonly found: false; readonly above?: string; readonly why: 'none' | 'broken' };

export interface ScanOptions {
  readonly signal: AbortSignal;
  readonly markKey: string;
  /** Where what was searched is remembered; nothing is without it. */
  readonly env?: MemoryPlace['env'];
  readonly onProgress?: (text: string) => void;
}

/** Searches every object of the repository in this folder. Starts nothing that the repository could name. */
export async function scanRepository(folder: string, options: ScanOptions): Promise<RepositoryOutcome> {
  const lookup = findRepository(folder);
  if (!lookup.found) return lookup;
  const { place } = lookup;
  const { signal, markKey } = options;
  const memoryPlace = options.env ? { env: options.env, gitDir: place.gitDir, markKey } : undefined;
  // Taken before anything is read: what comes in meanwhile changes it.
  const state = memoryPlace ? objectState(place.gitDir) : undefined;
  if (memoryPlace && state !== undefined) {
    const last = await readLast(memoryPlace, state);
    if (last) return { found: true, scan: last };
  }
  const memory = memoryPlace ? await readMemory(memoryPlace) : emptyMemory;
  const { seen, head, reports } = await readObjects(place, memory, options);
  const { fresh, names, reach, range, complaint } = seen;
  const { pathOf } = reach;
  if (seen.objects === 0 && complaint !== '' && seen.missing === 0 && /not a git repository|fatal/.test(complaint))
    return { found: false, why: 'broken' };
  const broken = reports.flatMap((one) => one.broken);
  const found = reports.flatMap((one) => one.findings);
  const searchedNow = new Set(fresh.map((one) => one.name));
  const there = range || memory.findings.length === 0 ? undefined : new Set(names);
  const known = memory.findings.filter(({ object }) => there?.has(object) !== false && !searchedNow.has(object));
  const findings = [...known, ...found];
  const left = [...memory.left, ...reports.flatMap((one) => one.left)];
  // With a range all that was known stands as it was.
  const unsettled = (range ? found : findings).filter(isTelling);
  const blobs = new Map(
    unsettled.filter((one) => one.author === undefined).map((one) => [one.object, pathOf.get(one.object) ?? '']),
  );
  const introduced = new Map([
    ...(range ? Object.entries(memory.introduced) : []),
    ...(await introductions(place, blobs, reach.lostCommits, signal, range)),
  ]);
  const lost = new Set(reach.lostCommits);
  const reachable = new Set(range ? memory.reachable : []);
  for (const { object } of unsettled)
    if (pathOf.has(object) && !lost.has(introduced.get(object)?.commit ?? object)) reachable.add(object);
  const missing = reach.missing;
  if (memoryPlace) {
    const unread = new Set(broken);
    const kept = {
      names: unread.size === 0 ? names : names.filter((name) => !unread.has(name)),
      objects: seen.objects - unread.size,
      unplaced: [
        ...memory.unplaced.filter((name) => !searchedNow.has(name)),
        ...fresh.flatMap(({ name, type }) => (type === 'blob' && !pathOf.get(name) ? [name] : [])),
      ],
      findings,
      left,
      tips: seen.tips,
      cut: seen.cut,
      introduced: Object.fromEntries(introduced),
      reachable: [...reachable],
      missing,
    };
    await keepMemory(memoryPlace, kept);
  }
  const scan: RepositoryScan = {
    ...(head.commit === undefined ? {} : { head: head.commit }),
    shallow: place.shallow,
    partial: place.partial,
    objects: seen.objects,
    searched: fresh.length,
    remembered: seen.objects - fresh.length,
    bytes: reports.reduce((sum, one) => sum + one.bytes, 0),
    missing: seen.missing + missing,
    broken,
    complaint: complaint.split('\n')[0]?.slice(0, 200) ?? '',
    left: left.slice(0, 200),
    secrets: groupSecrets(findings.filter(isTelling), { head: head.files, introduced, reachable }),
  };
  if (memoryPlace && state !== undefined && broken.length === 0 && complaint === '')
    await keepLast(memoryPlace, state, scan);
  return { found: true, scan };
}

/** What there is, and what the search of what is new in it found. */
async function readObjects(place: GitPlace, memory: ScanMemory, { signal, markKey, onProgress }: ScanOptions) {
  let done = 0;
  let all = 0;
  const progress = (items: number) => {
    done += items;
    onProgress?.(`${done} of ${all} objects`);
  };
  const pool = createScanPool({ signal, onProgress: progress });
  try {
    const [seen, head] = await Promise.all([survey(place, memory, signal, pool.expect), readHead(place, signal)]);
    all = seen.fresh.length;
    const reports = await pool.run(objectJobs(seen, place, markKey), bytesOf(seen.fresh));
    return { seen, head, reports };
  } finally {
    pool.end();
  }
}

/** Keys that are made to be seen are no news. */
const isTelling = (one: ObjectFinding) => one.sighting.exposure !== 'publishable';

interface Known {
  readonly head: ReadonlyMap<string, string>;
  readonly introduced: ReadonlyMap<string, Introduction>;
  readonly reachable: ReadonlySet<string>;
}

/** One entry a secret: where it stands now if it still does, else where it came in. */
function groupSecrets(findings: readonly ObjectFinding[], known: Known): HistorySecret[] {
  // In an order of their own: the same whether all were found now or some remembered.
  const sorted = findings
    .map((one) => ({ one, key: `${one.sighting.path} ${one.sighting.line} ${one.object}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const groups = Map.groupBy(
    sorted.map(({ one }) => one),
    (one) => one.sighting.mark,
  );
  return [...groups.values()]
    .map((group): HistorySecret => {
      // Where one copy is in earnest, the others in tests do not make it harmless.
      const earnest = group.filter((one) => one.sighting.doubt === undefined);
      const dated = (earnest.length > 0 ? earnest : group).map((one) => ({
        ...one,
        by:
          one.author === undefined
            ? known.introduced.get(one.object)
            : { commit: one.object, author: one.author, date: one.date ?? '' },
      }));
      const first = dated
        .filter((one) => one.by)
        .sort((a, b) => Date.parse(a.by?.date ?? '') - Date.parse(b.by?.date ?? ''))[0];
      const now = dated.find((one) => known.head.has(one.object));
      const shown = now ?? first ?? (dated[0] as (typeof dated)[number]);
      const message = shown.author !== undefined;
      const where = now
        ? 'head'
        : group.some((one) => known.reachable.has(one.object))
          ? message
            ? 'message'
            : 'history'
          : 'lost';
      const path = now
        ? shown.sighting.path.replace(/^[^!]*/, (whole) =>
            whole === '' ? whole : (known.head.get(now.object) ?? whole),
          )
        : shown.sighting.path;
      const others = [...new Set(group.map((one) => one.sighting.path))].filter((one) => one !== path);
      return {
        ...shown.sighting,
        path,
        where,
        ...(first?.by ?? {}),
        versions: new Set(group.map((one) => one.object)).size,
        otherPaths: others.slice(0, 10),
      };
    })
    .sort((a, b) => (`${a.path} ${a.line} ${a.mark}` < `${b.path} ${b.line} ${b.mark}` ? -1 : 1));
}
