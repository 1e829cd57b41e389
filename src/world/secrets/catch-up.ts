import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askGit, type GitPlace } from './git-process.ts';
import { askAbout, askNames, type GitObjectInfo, type Reach, walkPaths } from './list-objects.ts';
import type { ScanMemory } from './scan-memory.ts';

/** Where branches, tags, reflogs and stashes point. */
export interface Tips {
  readonly names: readonly string[];
  /** Where the history was cut off when it was cloned: moved, older commits may be new. */
  readonly cut: string;
}

/** What came in since the last scan. */
export interface CatchUp {
  readonly names: readonly string[];
  readonly fresh: readonly GitObjectInfo[];
  readonly reach: Reach;
  /** The walk for who brought them in: from the new tips and no further than the old ones. */
  readonly range: { readonly from: readonly string[]; readonly not: readonly string[] };
}

export async function readTips(place: GitPlace, signal: AbortSignal): Promise<Tips> {
  const [refs, logs] = await Promise.all([
    askGit(place, ['for-each-ref', '--format=%(objectname)'], { signal }),
    askGit(place, ['rev-list', '--no-walk=unsorted', '--reflog', '--all', '--ignore-missing'], { signal }),
  ]);
  const names = [...linesOf(refs.out), ...linesOf(logs.out)];
  return { names: [...new Set(names)].sort(), cut: cutOf(place.gitDir) };
}

/**
 * What is there that was not at the last scan, without another walk through what was. Undefined where that would not be sure: a tip went
 * away and took commits with it, objects are gone or were missing, the history was deepened, or something that
 * was already searched is reached in a new way. Then everything has to be walked again.
 */
export async function catchUp(
  place: GitPlace,
  memory: ScanMemory,
  tips: Tips,
  signal: AbortSignal,
): Promise<CatchUp | undefined> {
  if (memory.names.size === 0 || memory.cut !== tips.cut || memory.missing > 0) return undefined;
  const old = new Set(memory.tips);
  const now = new Set(tips.names);
  const added = tips.names.filter((one) => !old.has(one));
  const gone = memory.tips.filter((one) => !now.has(one));
  const [listed, walked, staged, taken] = await Promise.all([
    askNames(place, signal),
    walk(place, added, memory.tips, [], signal),
    walk(place, [], [], ['--indexed-objects'], signal),
    gone.length === 0 ? undefined : walk(place, gone, tips.names, ['--max-count=1'], signal),
  ]);
  if (listed.complaint !== '' || !walked || !staged || (gone.length > 0 && taken?.size !== 0)) return undefined;
  const { names } = listed;
  const unknown = names.filter((one) => !memory.names.has(one));
  if (names.length - unknown.length !== memory.names.size) return undefined;
  const told = await askAbout(place, unknown, signal);
  if (told.complaint !== '' || told.missing > 0) return undefined;
  const lost = told.commits.filter((one) => !walked.has(one));
  const fromLost = lost.length === 0 ? undefined : await walk(place, lost, tips.names, [], signal);
  // A new commit that is reached and yet not behind a new tip: the history grew at its old end.
  if (lost.length > 0 && (!fromLost || lost.some((one) => !fromLost.has(one)))) return undefined;
  const fresh = new Set(told.objects.map((one) => one.name));
  const inIndex = [...staged].filter(([name]) => fresh.has(name));
  const pathOf = new Map([...inIndex, ...(fromLost ?? []), ...walked]);
  // What had no path is read otherwise once it has one.
  if (memory.unplaced.some((name) => pathOf.has(name) || staged.has(name))) return undefined;
  const reachable = new Set(memory.reachable);
  for (const { object, author } of memory.findings) {
    if (pathOf.has(object) || (staged.has(object) && !reachable.has(object))) return undefined;
    // In the index alone, and no longer there.
    const committed = author !== undefined || memory.introduced[object] !== undefined;
    if (reachable.has(object) && !committed && !staged.has(object)) return undefined;
  }
  return {
    names,
    fresh: told.objects,
    reach: { pathOf, lostCommits: lost, missing: 0 },
    range: { from: [...added, ...lost], not: memory.tips },
  };
}

/** Objects behind these tips and not behind the others, with a path; undefined where something is missing on the way. */
async function walk(
  place: GitPlace,
  from: readonly string[],
  not: readonly string[],
  more: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  const input = [...from, ...not.map((one) => `^${one}`), ''].join('\n');
  const args = ['rev-list', '--objects', '--missing=print', ...more, '--stdin'];
  const { pathOf, missing } = await walkPaths(place, args, new Map(), { signal, input });
  return missing === 0 ? pathOf : undefined;
}

function linesOf(out: Buffer): readonly string[] {
  return out
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
}

function cutOf(gitDir: string): string {
  const named = join(gitDir, 'commondir');
  const file = join(existsSync(named) ? resolve(gitDir, readFileSync(named, 'utf8').trim()) : gitDir, 'shallow');
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
}
