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

const mostPaths = 400;

/**
 * The first commit that brought each of these blobs in, merges included: what only a merge holds differs from all its parents.
 * `lost` are commits that no branch reaches.
 */
export async function introductions(
  place: GitPlace,
  blobs: ReadonlyMap<string, string>,
  lost: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Introduction>> {
  const result = new Map<string, Introduction>();
  if (blobs.size === 0) return result;
  const paths = [...new Set(blobs.values())].filter((path) => path !== '');
  const narrow = paths.length > 0 && paths.length <= mostPaths && ![...blobs.values()].includes('');
  const { out } = await askGit(
    place,
    [
      '--literal-pathspecs',
      'log',
      '--all',
      '--reflog',
      '--full-history',
      '--no-ext-diff',
      '--no-textconv',
      '--no-renames',
      '--diff-merges=combined',
      '--raw',
      '--no-abbrev',
      '--root',
      '--ignore-missing',
      '--format=%x01%H%x02%an <%ae>%x02%aI',
      '--stdin',
    ],
    { signal, input: `${lost.join('\n')}\n${narrow ? `--\n${paths.join('\n')}\n` : ''}` },
  );
  let current: Introduction | undefined;
  for (const line of out.toString('utf8').split('\n')) {
    if (line.startsWith('\u0001')) {
      const [commit = '', author = '', date = ''] = line.slice(1).split('\u0002');
      current = { commit, author, date };
    } else if (line.startsWith(':') && current) {
      const colons = /^:+/.exec(line)?.[0].length ?? 1;
      const name = line.split(/[ \t]/, 2 * colons + 2)[2 * colons + 1] ?? '';
      // The log runs from new to old: the last one that names it is the first that had it.
      if (blobs.has(name)) result.set(name, { ...current, pathThen: safePath(line.slice(line.indexOf('\t') + 1)) });
    }
  }
  return result;
}
