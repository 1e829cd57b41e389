import { createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The project's secret: keeps fingerprints and ownership tokens stable from run to run. */
export interface ProjectKey {
  /** HMAC-SHA-256 under a key of its own for each purpose, hex. */
  readonly sign: (purpose: 'fingerprint' | 'consent' | 'receipt', value: string) => string;
  /** Set when no key file could be kept, a sentence for a person. */
  readonly note?: string;
}

const keyPattern = /^[0-9a-f]{64}$/;
const readTries = 50;

/**
 * Reads `.launch-ready/key` below `folder` or creates it (32 random bytes, mode 0600). Two processes that start at once end
 * with the same key. A folder that cannot be written gives a key for this run only, with a note.
 */
export async function loadProjectKey(folder: string = process.cwd()): Promise<ProjectKey> {
  const home = join(folder, '.launch-ready');
  const path = join(home, 'key');
  try {
    const known = await readKey(path);
    if (known) return keyOf(known);
    await mkdir(home, { recursive: true });
    await ignoreInGit(home);
    await createKey(home, path);
    for (let attempt = 0; attempt < readTries; attempt += 1) {
      const made = await readKey(path);
      if (made) return keyOf(made);
    }
    throw new Error('the file holds no key of 64 hex digits');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    const note =
      `The project key ${path} could not be kept (${reason}): fingerprints and ownership tokens hold for this run only. ` +
      'Make the folder writable, or run in the project folder.';
    return keyOf(randomBytes(32).toString('hex'), note);
  }
}

function keyOf(hex: string, note?: string): ProjectKey {
  const root = Buffer.from(hex, 'hex');
  return {
    sign: (purpose, value) => {
      const key = createHmac('sha256', root).update(`launch-ready ${purpose}`).digest();
      return createHmac('sha256', key).update(value).digest('hex');
    },
    ...(note === undefined ? {} : { note }),
  };
}

async function readKey(path: string): Promise<string | undefined> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    return keyPattern.test(text) ? text : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

// A hard link appears complete or not at all, and fails when another process was first: then that one's key is read.
async function createKey(home: string, path: string): Promise<void> {
  const temporary = join(home, `.key-${randomBytes(6).toString('hex')}`);
  const key = `${randomBytes(32).toString('hex')}\n`;
  try {
    await writeNew(temporary, key);
    await link(temporary, path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return;
    // File systems without hard links (exFAT, some network mounts): create in place, readers try again until it is whole.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'EMLINK') throw error;
    await writeNew(path, key).catch((second: NodeJS.ErrnoException) => {
      if (second.code !== 'EEXIST') throw second;
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function ignoreInGit(home: string): Promise<void> {
  await writeNew(join(home, '.gitignore'), '*\n').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
