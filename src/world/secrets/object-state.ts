import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * A mark of all that a repository holds, from its own folders without a question to git: every pack and loose object by name,
 * size and time, every branch, tag, reflog and stash, the index and what was cut off. While it stays the same there is
 * nothing new to search. Undefined where objects lie outside (`objects/info/alternates`, links), or a folder cannot be
 * read: then git has to be asked.
 */
export function objectState(gitDir: string): string | undefined {
  try {
    return stateOf(gitDir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

function stateOf(gitDir: string): string | undefined {
  const named = join(gitDir, 'commondir');
  const shared = existsSync(named) ? resolve(gitDir, readFileSync(named, 'utf8').trim()) : gitDir;
  const objects = join(shared, 'objects');
  if (existsSync(join(objects, 'info', 'alternates'))) return undefined;
  const hash = createHash('sha256');
  for (const folder of new Set([gitDir, shared])) {
    for (const name of ['HEAD', 'packed-refs', 'shallow', 'config', 'index', 'FETCH_HEAD', 'ORIG_HEAD', 'MERGE_HEAD'])
      hash.update(aboutFile(join(folder, name)));
    for (const name of ['refs', 'logs', 'worktrees']) if (!addFolder(join(folder, name), hash)) return undefined;
  }
  return addFolder(objects, hash) ? hash.digest('hex') : undefined;
}

/** False where a link leads out of the folder. */
function addFolder(folder: string, hash: ReturnType<typeof createHash>): boolean {
  if (!existsSync(folder)) return true;
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() || (entry.isDirectory() && !addFolder(path, hash))) return false;
    if (!entry.isDirectory()) hash.update(aboutFile(path));
  }
  return true;
}

function aboutFile(path: string): string {
  const about = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return about ? `${path} ${about.size} ${about.mtimeNs} ${about.ino}\n` : `${path} none\n`;
}
