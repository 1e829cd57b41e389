import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface WalkedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly size: number;
}
export interface Walk {
  readonly files: readonly WalkedFile[];
  /** Folders of installed packages: other people's code, not looked into. */
  readonly dependencyFolders: readonly string[];
  /** Repositories inside this one. */
  readonly innerRepositories: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly why: string }[];
  readonly links: number;
  /** More files than the limit: the rest was not listed. */
  readonly cutOff: boolean;
}

const dependencies =
  /^(?:node_modules|bower_components|\.venv|venv|site-packages|__pycache__|\.pnpm-store|\.yarn|\.tox|\.gradle|\.m2|\.cargo|\.bundle|Pods|\.terraform)$/;
const mostFiles = 400_000;

/** All files below a folder. Links are not followed, so no loop and no way out; what cannot be read is listed. */
export function walkFiles(root: string): Walk {
  const files: WalkedFile[] = [];
  const dependencyFolders: string[] = [];
  const innerRepositories: string[] = [];
  const unreadable: { path: string; why: string }[] = [];
  let links = 0;
  const open = [''];
  while (open.length > 0 && files.length < mostFiles) {
    const folder = open.pop() as string;
    let entries: ReturnType<typeof list>;
    try {
      entries = list(join(root, folder));
    } catch (error) {
      unreadable.push({ path: folder || '.', why: (error as NodeJS.ErrnoException).code ?? 'unreadable' });
      continue;
    }
    if (folder !== '' && entries.some((entry) => entry.name === '.git')) innerRepositories.push(folder);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) links += 1;
      else if (entry.isDirectory()) {
        if (entry.name === '.git') continue;
        if (dependencies.test(entry.name)) dependencyFolders.push(path);
        else open.push(path);
      } else if (entry.isFile() && entry.name !== '.git') {
        try {
          files.push({ path, size: lstatSync(join(root, path)).size });
        } catch (error) {
          unreadable.push({ path, why: (error as NodeJS.ErrnoException).code ?? 'unreadable' });
        }
      }
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, dependencyFolders, innerRepositories, unreadable, links, cutOff: open.length > 0 };
}

function list(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
