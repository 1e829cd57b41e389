import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { findRepository, isGitDir } from './find-repository.ts';
import { askGit } from './git-process.ts';
import { safePath } from './scan-objects.ts';

/** A repository inside a repository, with objects of its own. */
export interface Submodule {
  /** Where it stands in the outer one; of one that was taken out, where it stood or what it was called. */
  readonly path: string;
  /** Where its objects can be read; undefined where it was not fetched. */
  readonly folder?: string;
  /** What git is told, in the folder of the outer one, to read it by hand. */
  readonly git: readonly string[];
}

const deepest = 4;
const most = 200;

/** Those that the newest commit names, and those whose objects are still kept though it does not. Nothing is fetched. */
export async function findSubmodules(folder: string, signal: AbortSignal): Promise<readonly Submodule[]> {
  const lookup = findRepository(folder);
  if (!lookup.found) return [];
  const { gitDir, bare } = lookup.place;
  const root = realpathSync(folder);
  const found = new Map<string, Submodule>();
  const seen = new Set<string>();
  if (!bare) {
    const { out } = await askGit(lookup.place, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD'], { signal });
    for (const entry of out.toString('utf8').split('\0')) {
      const [, named] = /^160000 commit [0-9a-f]+\t(.*)$/s.exec(entry) ?? [];
      if (named === undefined) continue;
      const inner = join(root, named);
      const place =
        existsSync(inner) && relative(root, realpathSync(inner)) === named ? findRepository(inner) : undefined;
      const path = safePath(named);
      found.set(named, { path, git: ['-C', path], ...(place?.found ? { folder: inner } : {}) });
      if (place?.found) seen.add(realpathSync(place.place.gitDir));
    }
  }
  for (const kept of keptIn(join(gitDir, 'modules'), deepest)) {
    if (seen.has(realpathSync(kept))) continue;
    const path = safePath(placeOf(kept, root) ?? relative(join(gitDir, 'modules'), kept));
    found.set(found.get(path)?.folder === undefined ? path : kept, {
      path,
      folder: kept,
      git: ['--git-dir', relative(root, kept)],
    });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, most);
}

/** Git folders below `modules`: a name may hold slashes, and a submodule may have its own. */
function keptIn(folder: string, depth: number): readonly string[] {
  if (depth === 0 || !existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const inner = join(folder, name);
      return isGitDir(inner) ? [inner, ...keptIn(join(inner, 'modules'), depth - 1)] : keptIn(inner, depth - 1);
    });
}

/** Its own settings say where its files stand. */
function placeOf(gitDir: string, root: string): string | undefined {
  const file = join(gitDir, 'config');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, tree] = /^\s*worktree\s*=\s*(.+?)\s*$/m.exec(text) ?? [];
  if (tree === undefined) return undefined;
  const path = relative(root, resolve(gitDir, tree));
  return path.startsWith('..') || path === '' ? basename(path) : path;
}
