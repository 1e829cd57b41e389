import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of this user that nobody else can write to: what lies there is executed. */
export async function cacheFolder(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  // Not os.userInfo(): containers often run under a user id that has no name, where it throws.
  const uid = process.getuid?.() ?? 0;
  const wanted = env.XDG_CACHE_HOME ?? (env.HOME ? join(env.HOME, '.cache') : undefined);
  for (const base of [wanted, join(tmpdir(), `launch-ready-cache-${uid}`)]) {
    if (base === undefined) continue;
    const folder = join(base, 'launch-ready');
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const [about, parent] = [await stat(folder), await stat(base)];
      const safe =
        about.uid === uid && (about.mode & 0o022) === 0 && [0, uid].includes(parent.uid) && (parent.mode & 0o002) === 0;
      if (safe) return folder;
    } catch (error) {
      if (base !== wanted) throw error;
    }
  }
  throw new Error('no private cache folder');
}
