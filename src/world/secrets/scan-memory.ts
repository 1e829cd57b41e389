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
  /** Names of all objects that were searched. */
  readonly searched: ReadonlySet<string>;
  readonly findings: ObjectReport['findings'];
  readonly left: ObjectReport['left'];
  /** Paths of blobs with findings, and who brought them in, as of the state in `refs`. */
  readonly refs: string;
  readonly introduced: Readonly<Record<string, Introduction>>;
  readonly reachable: readonly string[];
  /** Objects that commits name and that were not there. */
  readonly missing: number;
}

export const emptyMemory: ScanMemory = {
  searched: new Set(),
  findings: [],
  left: [],
  refs: '',
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
  const name = createHash('sha256').update(`${rulesVersion()}\n${gitDir}\n${markKey}`).digest('hex').slice(0, 32);
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
    const stored = JSON.parse(await readFile(await fileOf(place), 'utf8')) as Omit<ScanMemory, 'searched'> & {
      readonly searched: string;
      readonly width: number;
    };
    const bytes = Buffer.from(stored.searched, 'base64');
    const searched = new Set<string>();
    for (let at = 0; at + stored.width <= bytes.length; at += stored.width)
      searched.add(bytes.toString('hex', at, at + stored.width));
    return { ...stored, searched };
  } catch {
    return emptyMemory;
  }
}

/** A memory that cannot be kept costs only time at the next run. */
export async function keepMemory(place: MemoryPlace, memory: ScanMemory): Promise<boolean> {
  try {
    const names = [...memory.searched];
    const width = (names[0]?.length ?? 40) / 2;
    const searched = Buffer.from(names.join(''), 'hex').toString('base64');
    await writeFileAtomically(await fileOf(place), JSON.stringify({ ...memory, searched, width }), 0o600);
    return true;
  } catch {
    return false;
  }
}
