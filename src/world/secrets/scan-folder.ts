import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Sighting } from '../../secrets/sighting.ts';
import { findRepository } from './find-repository.ts';
import { askGit } from './git-process.ts';
import { safePath } from './scan-objects.ts';
import { partsOf, runScans, shares } from './scan-pool.ts';
import type { ScanOptions } from './scan-repository.ts';
import { walkFiles } from './walk-files.ts';

/** How a file relates to git. `plain`: no repository is there. */
export type FileState = 'tracked' | 'untracked' | 'ignored' | 'plain';

export interface FileSecret extends Sighting {
  readonly state: FileState;
  /** Ignored by git and yet copied into what is deployed. */
  readonly deployed?: string;
}

export interface FolderScan {
  readonly files: number;
  readonly bytes: number;
  readonly secrets: readonly FileSecret[];
  /** Keys made for browsers, by rule: counted, not listed. */
  readonly publishable: number;
  readonly left: readonly { readonly path: string; readonly what: string }[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
  readonly dependencyFolders: readonly string[];
  readonly innerRepositories: readonly string[];
  /** Git LFS pointers: the files themselves are elsewhere. */
  readonly pointers: number;
  readonly cutOff: boolean;
}

/** Folders that hold what was built, by the tools that write them. */
const buildFolder =
  /^(?:.*\/)?(?:dist|build|out|\.next|\.nuxt|\.output|\.svelte-kit|\.vercel\/output|\.netlify|public\/build|www|storybook-static|_site|\.docusaurus|\.expo|coverage)\//;

const mostInner = 100;

export type Part = 'tree' | 'build' | 'all';

/** Searches the files of a folder, or one file. `tree` leaves untracked build output out, `build` takes nothing else. */
export async function scanFolder(path: string, part: Part, options: ScanOptions): Promise<FolderScan> {
  const single = lstatSync(path).isFile();
  const root = realpathSync(single ? dirname(path) : path);
  const walk = single
    ? {
        files: [{ path: basename(path), size: lstatSync(path).size }],
        dependencyFolders: [],
        innerRepositories: [],
        unreadable: [],
        cutOff: false,
      }
    : walkFiles(root);
  const states =
    part === 'all'
      ? undefined
      : await statesWithin(
          root,
          walk.files.map((file) => file.path),
          walk.innerRepositories,
          options.signal,
        );
  const stateOf = (name: string): FileState => states?.(name) ?? 'plain';
  const files = walk.files.filter((file) => {
    if (part === 'all') return true;
    const built = buildFolder.test(file.path) && stateOf(file.path) !== 'tracked';
    return part === 'build' ? built : !built || stateOf(file.path) === 'plain';
  });
  let done = 0;
  const parts = shares(files, partsOf(files.length), (file) => file.size + 2000);
  const reports = await runScans(
    parts.map((share) => ({
      kind: 'files' as const,
      root,
      files: share.map((file) => file.path),
      markKey: options.markKey,
      live: part !== 'tree',
    })),
    files.reduce((sum, file) => sum + file.size, 0),
    {
      signal: options.signal,
      onProgress: (items) => {
        done += items;
        options.onProgress?.(`${done} of ${files.length} files`);
      },
    },
  );
  const sightings = reports.flatMap((one) => one.sightings);
  const copied = dockerCopiesAll(root);
  const secrets = sightings
    .filter((one) => one.exposure !== 'publishable')
    .map((one): FileSecret => {
      const file = one.path.split('!/')[0] as string;
      const state = stateOf(file);
      return { ...one, state, ...(state === 'ignored' && copied?.(file) ? { deployed: 'Dockerfile' } : {}) };
    })
    .sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  return {
    files: files.length,
    bytes: reports.reduce((sum, one) => sum + one.bytes, 0),
    secrets,
    publishable: sightings.length - secrets.length,
    left: reports.flatMap((one) => one.left).slice(0, 200),
    unreadable: [
      ...walk.unreadable.map((one) => ({ ...one, path: safePath(one.path) })),
      ...reports.flatMap((one) => one.unreadable),
    ].slice(0, 200),
    dependencyFolders: walk.dependencyFolders.slice(0, 50),
    innerRepositories: walk.innerRepositories.slice(0, 50),
    pointers: reports.reduce((sum, one) => sum + one.pointers, 0),
    cutOff: walk.cutOff,
  };
}

/** Each file by the repository it belongs to: one inside another knows its own files, the outer one does not. */
async function statesWithin(
  root: string,
  files: readonly string[],
  inner: readonly string[],
  signal: AbortSignal,
): Promise<((path: string) => FileState) | undefined> {
  const outer = await statesOf(root, files, signal);
  if (!outer) return undefined;
  // The deepest first: a file is of the nearest.
  const folders = [...inner].sort((a, b) => b.length - a.length).slice(0, mostInner);
  const folderOf = (path: string) => folders.find((folder) => path.startsWith(`${folder}/`)) ?? '';
  const known = new Map<string, FileState>();
  for (const [folder, own] of Map.groupBy(files, folderOf)) {
    if (folder === '') continue;
    const names = own.map((path) => path.slice(folder.length + 1));
    const states = await statesOf(join(root, folder), names, signal);
    for (const name of states ? names : []) known.set(`${folder}/${name}`, states?.(name) ?? 'untracked');
  }
  // What the outer one ignores stays here, whoever else keeps it.
  return (path) => (outer(path) === 'untracked' ? (known.get(path) ?? 'untracked') : outer(path));
}

/** What git knows of the files; undefined where no repository is. Nothing is compared, refreshed or filtered. */
async function statesOf(
  root: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<((path: string) => FileState) | undefined> {
  const lookup = findRepository(root);
  if (!lookup.found || lookup.place.bare) return undefined;
  const tree = ['--work-tree', root];
  const listed = await askGit(lookup.place, [...tree, '-C', root, 'ls-files', '-z', '--cached'], { signal });
  const tracked = new Set(listed.out.toString('utf8').split('\0'));
  const others = files.filter((path) => !tracked.has(path));
  const asked = await askGit(lookup.place, [...tree, '-C', root, 'check-ignore', '-z', '--stdin', '--no-index'], {
    signal,
    input: others.length > 0 ? `${others.join('\0')}\0` : '',
  });
  const ignored = new Set(asked.out.toString('utf8').split('\0'));
  return (path) => (tracked.has(path) ? 'tracked' : ignored.has(path) ? 'ignored' : 'untracked');
}

/** A Dockerfile that copies the whole folder takes ignored files along, unless .dockerignore keeps them out. */
function dockerCopiesAll(root: string): ((path: string) => boolean) | undefined {
  const text = read(join(root, 'Dockerfile'));
  if (text === undefined || !/^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*(?:\.|\.\/)\s+\S+/im.test(text)) return undefined;
  const kept = (read(join(root, '.dockerignore')) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('!'))
    .map(
      (line) =>
        new RegExp(
          `(?:^|/)${line
            .replace(/^\/|\/$|^\*\*\//g, '')
            .replace(/[.+^${}()|[\]\\]/g, '\\$&')
            .replace(/\*+/g, '.*')
            .replace(/\?/g, '.')}(?:/|$)`,
        ),
    );
  return (path) => !kept.some((pattern) => pattern.test(path));
}

function read(path: string): string | undefined {
  return existsSync(path) && lstatSync(path).isFile() ? readFileSync(path, 'utf8').slice(0, 200_000) : undefined;
}
