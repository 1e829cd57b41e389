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
  return new Map([...first].map(([name, { parents: _parents, ...one }]) => [name, one]));
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
    { signal, input: `${from.join('\n')}\n${paths.length > 0 ? `--\n${paths.join('\n')}\n` : ''}` },
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
      if (blobs.has(name)) result.set(name, { ...current, pathThen: safePath(line.slice(line.indexOf('\t') + 1)) });
    }
  }
  return result;
}

/** Paths at which the parents of these commits already had the same texts. */
async function earlierPaths(
  place: GitPlace,
  first: ReadonlyMap<string, First>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const parents = new Set([...first.values()].flatMap((one) => one.parents));
  const found: string[] = [];
  for (const parent of [...parents].slice(0, mostParents)) {
    const { out } = await askGit(place, ['ls-tree', '-r', '-z', '--full-tree', parent], { signal });
    for (const entry of out.toString('utf8').split('\0')) {
      const [, name = '', path = ''] = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      if (first.get(name)?.parents.includes(parent)) found.push(path);
    }
  }
  return found;
}
