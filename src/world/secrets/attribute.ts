import { askGit, type GitPlace } from './git-process.ts';
import { safePath } from './scan-objects.ts';

export interface Introduction {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
  /** Where it stood in that commit. */
  readonly pathThen?: string;
}
interface First extends Introduction {
  readonly parents: readonly string[];
}

const mostPaths = 400;
const mostMoves = 5;
const mostParents = 200;

/** Where the log begins and, but for all that there is, where it ends. */
export interface LogRange {
  readonly from: readonly string[];
  readonly not: readonly string[];
}

/**
 * The first commit that brought each of these blobs in, under whatever name it had then; merges included: what only a merge holds
 * differs from all its parents. Without a range in all branches, tags and reflogs; `lost` are commits that none of them reaches.
 */
export async function introductions(
  place: GitPlace,
  blobs: ReadonlyMap<string, string>,
  lost: readonly string[],
  signal: AbortSignal,
  range?: LogRange,
): Promise<ReadonlyMap<string, Introduction>> {
  if (blobs.size === 0 || range?.from.length === 0) return new Map();
  const paths = new Set([...blobs.values()].filter((path) => path !== ''));
  const narrow = () => paths.size > 0 && paths.size <= mostPaths && ![...blobs.values()].includes('');
  let first = await firstCommits(place, blobs, narrow() ? [...paths] : [], lost, signal, range);
  // The log of a path begins where the file got that name: a parent that has the same text under another one is older.
  for (let moves = 0; moves < mostMoves && narrow(); moves += 1) {
    const known = paths.size;
    for (const path of await earlierPaths(place, first, signal)) paths.add(path);
    if (paths.size === known) break;
    first = await firstCommits(place, blobs, narrow() ? [...paths] : [], lost, signal, range);
  }
  const safe = safePaths();
  return new Map(
    [...first].map(([name, { parents: _parents, pathThen = '', ...one }]) => [
      name,
      { ...one, pathThen: safe(pathThen) },
    ]),
  );
}

/** The same few paths come again and again. */
function safePaths(): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const safe = known.get(path) ?? safePath(path);
    known.set(path, safe);
    return safe;
  };
}

/** For `git log --stdin`. An empty line would end what git reads, before the paths. */
export function logInput(from: readonly string[], paths: readonly string[]): string {
  return [...from, ...(paths.length > 0 ? ['--', ...paths] : [])].map((line) => `${line}\n`).join('');
}

async function firstCommits(
  place: GitPlace,
  blobs: ReadonlyMap<string, string>,
  paths: readonly string[],
  lost: readonly string[],
  signal: AbortSignal,
  range?: LogRange,
): Promise<Map<string, First>> {
  const result = new Map<string, First>();
  const from = range ? [...range.from, ...range.not.map((one) => `^${one}`)] : lost;
  const { out } = await askGit(
    place,
    [
      '--literal-pathspecs',
      'log',
      ...(range ? [] : ['--all', '--reflog']),
      '--full-history',
      // Commits of one second, or of clocks that went wrong, would else come before what they were made from.
      '--topo-order',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      '--diff-merges=combined',
      '--raw',
      '--no-abbrev',
      '--root',
      '--ignore-missing',
      '--format=%x01%H%x02%an <%ae>%x02%aI%x02%P',
      '--stdin',
    ],
    { signal, input: logInput(from, paths) },
  );
  let current: First | undefined;
  for (const line of out.toString('utf8').split('\n')) {
    if (line.startsWith('\u0001')) {
      const [commit = '', author = '', date = '', parents = ''] = line.slice(1).split('\u0002');
      current = { commit, author, date, parents: parents.split(' ').filter((one) => one !== '') };
    } else if (line.startsWith(':') && current) {
      const colons = /^:+/.exec(line)?.[0].length ?? 1;
      const name = line.split(/[ \t]/, 2 * colons + 2)[2 * colons + 1] ?? '';
      // The log runs from new to old: the last one that names it is the first that had it.
      if (blobs.has(name)) result.set(name, { ...current, pathThen: line.slice(line.indexOf('\t') + 1) });
    }
  }
  return result;
}

/** Paths at which the parents of these commits already had the same texts. One git lists all of their folders. */
async function earlierPaths(
  place: GitPlace,
  first: ReadonlyMap<string, First>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const wanted = new Map<string, Set<string>>();
  for (const [blob, { parents }] of first)
    for (const parent of parents) wanted.set(parent, (wanted.get(parent) ?? new Set()).add(blob));
  const parents = [...wanted.keys()].slice(0, mostParents);
  if (parents.length === 0) return [];
  const asked = parents.map((parent) => `${parent}^{tree}\n`).join('');
  const trees = (await askGit(place, ['cat-file', '--batch-check=%(objectname)'], { signal, input: asked })).out
    .toString('latin1')
    .split('\n');
  const nothing = emptyTrees[parents[0]?.length ?? 0];
  if (nothing === undefined) return [];
  const blobsIn = new Map<string, Set<string>>();
  for (const [index, parent] of parents.entries()) {
    const tree = trees[index] ?? '';
    if (!/^[0-9a-f]+$/.test(tree)) continue;
    const blobs = blobsIn.get(tree) ?? new Set();
    for (const blob of wanted.get(parent) ?? []) blobs.add(blob);
    blobsIn.set(tree, blobs);
  }
  const input = [...blobsIn.keys()].map((tree) => `${nothing} ${tree}\n`).join('');
  const how = ['diff-tree', '--stdin', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', '--no-ext-diff'];
  const { out } = await askGit(place, how, { signal, input });
  const found: string[] = [];
  let blobs: ReadonlySet<string> = new Set();
  let name = '';
  // A pair of trees, then for each text in them what it is and its path.
  for (const part of out.toString('utf8').split('\0')) {
    const [, tree] = /^[0-9a-f]+ ([0-9a-f]+)\n/.exec(part) ?? [];
    if (tree !== undefined) blobs = blobsIn.get(tree) ?? new Set();
    const entry = tree === undefined ? part : part.slice(part.indexOf('\n') + 1);
    if (name !== '') {
      found.push(entry);
      name = '';
    } else if (entry.startsWith(':')) {
      const blob = entry.split(' ')[3] ?? '';
      if (blobs.has(blob)) name = blob;
    }
  }
  return found;
}

/** Git knows the tree without anything under these names, with SHA-1 and with SHA-256. */
const emptyTrees: Readonly<Record<number, string>> = {
  40: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  64: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321',
};
