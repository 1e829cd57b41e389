import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rulesVersion } from '../../secrets/rules-version.ts';
import { cacheFolder } from '../cache-folder.ts';
import { writeFileAtomically } from '../files.ts';
import type { Introduction } from './attribute.ts';
import type { ObjectReport } from './scan-objects.ts';
import type { RepositoryScan } from './scan-repository.ts';

/** What earlier scans of a repository found out. Masked like everything that is kept; it lies outside the repository. */
export interface ScanMemory {
  /** All objects there were, folders included, except those that could not be read. */
  readonly names: ReadonlySet<string>;
  /** Texts and messages among them. */
  readonly objects: number;
  /** Texts that were searched without a path: no tree named them. */
  readonly unplaced: readonly string[];
  readonly findings: ObjectReport['findings'];
  readonly left: ObjectReport['left'];
  /** Where branches, tags and reflogs pointed, and where the history was cut off (see `Tips`). */
  readonly tips: readonly string[];
  readonly cut: string;
  /** Paths of blobs with findings, and who brought them in, as of then. */
  readonly introduced: Readonly<Record<string, Introduction>>;
  readonly reachable: readonly string[];
  /** Objects that commits name and that were not there. */
  readonly missing: number;
}

export const emptyMemory: ScanMemory = {
  names: new Set(),
  objects: 0,
  unplaced: [],
  findings: [],
  left: [],
  tips: [],
  cut: '',
  introduced: {},
  reachable: [],
  missing: 0,
};

export interface MemoryPlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly gitDir: string;
  readonly markKey: string;
}

async function fileOf({ env, gitDir, markKey }: MemoryPlace, what: 'objects' | 'last' = 'objects'): Promise<string> {
  const name = createHash('sha256').update(`3\n${rulesVersion()}\n${gitDir}\n${markKey}`).digest('hex').slice(0, 32);
  return join(await cacheFolder(env), `secrets-${name}${what === 'last' ? '-last' : ''}.json`);
}

/** What the last scan found, where the repository is in the very state that it was read in. */
export async function readLast(place: MemoryPlace, state: string): Promise<RepositoryScan | undefined> {
  try {
    const last = JSON.parse(await readFile(await fileOf(place, 'last'), 'utf8')) as {
      readonly state: string;
      readonly scan: RepositoryScan;
    };
    return last.state === state ? { ...last.scan, searched: 0, remembered: last.scan.objects, bytes: 0 } : undefined;
  } catch {
    return undefined;
  }
}

/** Only of a scan that read everything; one that cannot be kept costs only time at the next run. */
export async function keepLast(place: MemoryPlace, state: string, scan: RepositoryScan): Promise<void> {
  try {
    await writeFileAtomically(await fileOf(place, 'last'), JSON.stringify({ state, scan }), 0o600);
  } catch {
    return;
  }
}

/** Nothing remembered where nothing can be read: then everything is searched again. */
export async function readMemory(place: MemoryPlace): Promise<ScanMemory> {
  try {
    const stored = JSON.parse(await readFile(await fileOf(place), 'utf8')) as Omit<ScanMemory, 'names'> & {
      readonly names: string;
      readonly width: number;
    };
    const bytes = Buffer.from(stored.names, 'base64').toString('hex');
    const names = new Set<string>();
    for (let at = 0; at + stored.width <= bytes.length; at += stored.width)
      names.add(bytes.slice(at, at + stored.width));
    return { ...stored, names };
  } catch {
    return emptyMemory;
  }
}

/** A memory that cannot be kept costs only time at the next run. */
export async function keepMemory(
  place: MemoryPlace,
  memory: Omit<ScanMemory, 'names'> & { readonly names: readonly string[] },
): Promise<boolean> {
  try {
    const width = memory.names[0]?.length ?? 40;
    const names = Buffer.from(memory.names.join(''), 'hex').toString('base64');
    await writeFileAtomically(await fileOf(place), JSON.stringify({ ...memory, names, width }), 0o600);
    return true;
  } catch {
    return false;
  }
}
