import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { usage } from './problem.ts';

const leastFreeBytes = 16 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file of that name is in the way',
  ENOSPC: 'the disk is full',
};

/** Makes the folder and proves that files can be written there, before anything is sent. Throws UsageError. */
export async function prepareOutFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  const probe = join(path, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    await makeFolder(path);
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

/** Like mkdir -p. Node's own `recursive` never ends where a parent exists and takes no folders (/proc). */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((second: NodeJS.ErrnoException) => {
      if (second.code !== 'EEXIST') throw second;
    });
  }
}
