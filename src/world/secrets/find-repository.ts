import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface RepositoryPlace {
  /** The git folder with the objects. */
  readonly gitDir: string;
  /** No working tree belongs to it. */
  readonly bare: boolean;
  /** History was cut off when it was cloned (`.git/shallow`). */
  readonly shallow: boolean;
  /** Objects were left at the server when it was cloned. */
  readonly partial: boolean;
}

export type Lookup =
  | { readonly found: true; readonly place: RepositoryPlace }
  | { readonly found: false; readonly above?: string; readonly why: 'none' | 'broken' };

/** The repository of exactly this folder, bare or with a working tree; one further up is only named. */
export function findRepository(folder: string): Lookup {
  const root = realpathSync(folder);
  const gitDir = gitDirOf(root);
  if (gitDir) return { found: true, place: describe(gitDir, gitDir === root) };
  if (existsSync(join(root, '.git'))) return { found: false, why: 'broken' };
  for (let up = dirname(root), last = root; up !== last; last = up, up = dirname(up))
    if (gitDirOf(up) && existsSync(join(up, '.git'))) return { found: false, above: up, why: 'none' };
  return { found: false, why: 'none' };
}

function gitDirOf(root: string): string | undefined {
  const inside = join(root, '.git');
  if (!existsSync(inside)) return isGitDir(root) ? root : undefined;
  if (statSync(inside).isDirectory()) return isGitDir(inside) ? inside : undefined;
  // A worktree or a submodule: a file that names the folder.
  const [, named] = /^gitdir: (.+?)\s*$/m.exec(readFileSync(inside, 'utf8').slice(0, 4096)) ?? [];
  const target = named === undefined ? undefined : resolve(root, named);
  return target !== undefined && existsSync(join(target, 'HEAD')) ? target : undefined;
}

export function isGitDir(path: string): boolean {
  return ['HEAD', 'objects'].every((name) => existsSync(join(path, name))) && existsSync(join(path, 'refs'));
}

function describe(gitDir: string, bare: boolean): RepositoryPlace {
  const common = join(gitDir, 'commondir');
  const shared = existsSync(common) ? resolve(gitDir, readFileSync(common, 'utf8').trim()) : gitDir;
  const config = existsSync(join(shared, 'config')) ? readFileSync(join(shared, 'config'), 'utf8') : '';
  return {
    gitDir,
    bare,
    shallow: existsSync(join(shared, 'shallow')),
    partial: /^\s*(?:partialclone|promisor)\s*=/im.test(config),
  };
}
