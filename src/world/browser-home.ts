import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holdExitGuard } from './exit-guard.ts';

export interface BrowserHome {
  readonly path: string;
  readonly downloads: string;
  /** Puts the removal at exit behind handlers that were added since, such as the one that ends the browser. */
  removeLast(): void;
  remove(): Promise<void>;
}

const prefix = 'launch-ready-browser-';

/** A private folder for one browser process, removed with it and at the latest when this process exits. */
export async function createBrowserHome(): Promise<BrowserHome> {
  await removeStale();
  const path = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const downloads = join(path, 'downloads');
  await mkdir(downloads);
  const release = holdExitGuard();
  const onExit = () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', onExit);
  return {
    path,
    downloads,
    removeLast() {
      process.off('exit', onExit);
      process.once('exit', onExit);
    },
    async remove() {
      process.off('exit', onExit);
      release();
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Folders of runs that were killed outright: their process id is in the name and no longer alive. */
async function removeStale(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(prefix)).slice(0, 50)) {
    const pid = Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1]);
    if (!pid || alive(pid)) continue;
    // Another user's folder stays: removing it fails and is none of our business.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
