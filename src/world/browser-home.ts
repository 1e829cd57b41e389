import { rmSync } from 'node:fs';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BrowserHome {
  readonly path: string;
  readonly downloads: string;
  remove(): Promise<void>;
}

/** A private folder for one browser process, removed with it and at the latest when this process exits. */
export async function createBrowserHome(): Promise<BrowserHome> {
  const path = await mkdtemp(join(tmpdir(), 'launch-ready-browser-'));
  const downloads = join(path, 'downloads');
  await mkdir(downloads);
  const onExit = () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', onExit);
  return {
    path,
    downloads,
    async remove() {
      process.off('exit', onExit);
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
