import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `setup.sh` installs by default, or LR_TARGETS/NAME when that variable is set. */
export function installFolder(name: string): string {
  const root = process.env.LR_TARGETS;
  if (root !== undefined && root !== '') return join(root, name);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(cache, 'launch-ready', 'targets', name);
}

/** Throws with the command to run when the target is not installed there. */
export function requireInstalled(name: string, dir: string): void {
  if (existsSync(join(dir, 'installed'))) return;
  throw new Error(`${name} is not installed in ${dir}. Run: bench/targets/${name}/setup.sh ${dir}`);
}
