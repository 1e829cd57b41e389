import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file could not be written; `message` says which, why and what to do. */
export class FileError extends Error {
  readonly path: string;
  constructor(path: string, cause: NodeJS.ErrnoException) {
    super(`${path} could not be written: ${reasons[cause.code ?? ''] ?? cause.code ?? cause.message}`, { cause });
    this.name = 'FileError';
    this.path = path;
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there. Choose another folder with --out, or correct its permissions.',
  EPERM: 'this user may not write there. Choose another folder with --out, or correct its permissions.',
  EROFS: 'the file system is read-only. Choose another folder with --out.',
  ENOSPC: 'the disk is full. Free some space and run again.',
  EDQUOT: 'the disk quota is used up. Free some space and run again.',
  EEXIST: 'a part of the path is a file. Choose another folder with --out.',
  ENOTDIR: 'a part of the path is a file. Choose another folder with --out.',
  EISDIR: 'there is a folder of that name. Choose another name.',
};

/** Writes a whole file or nothing: a temporary neighbour, synced, then renamed. A list of texts is one after another. Throws FileError. */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array | Iterable<string>,
  mode = 0o644,
): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new FileError(path, error as NodeJS.ErrnoException);
  }
}
