import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { usage } from './problem.ts';

const leastFreeBytes = 16 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file of that name is in the way',
  ENOSPC: 'the disk is full',
};

/** Makes the folder and proves that files can be written there, before anything is sent. Throws UsageError. */
export async function prepareOutFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  const probe = join(path, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(path, { recursive: true });
    const handle = await open(probe, 'wx', 0o600);
    await handle.writeFile('launch-ready\n').finally(() => handle.close());
    await rm(probe, { force: true });
  } catch (error) {
    await rm(probe, { force: true }).catch(() => undefined);
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw usage('--out', `${path} cannot be written: ${reasons[code] ?? code}.`, 'Choose another folder with --out.');
  }
  const free = await statfs(path).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );
  if (free < leastFreeBytes) {
    throw usage(
      '--out',
      `The disk of ${path} is full: less than 16 MB are left.`,
      'Free some space, or choose --out elsewhere.',
    );
  }
  return path;
}
