import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder.ts';

export interface BundledBrowser {
  readonly path: string;
  /** Library and font paths that this browser needs. */
  readonly env: Readonly<Record<string, string>>;
}

export interface BundledOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
}

const packageName = '@sparticuz/chromium';
const unpackTimeoutMs = 180_000;
const stagingPrefix = '.unpack-';

// Runs in a process of its own because the package writes to os.tmpdir() and changes process.env on import.
const unpackScript = `import(process.argv[1]).then((m) => m.default.executablePath()).then((p) => process.stdout.write(p))`;

/**
 * The browser inside the npm package (Linux x64), unpacked once per version into this user's cache. Two processes may unpack
 * at once: each works in a folder of its own and the first rename wins. Its own default arguments are never used, they
 * switch web security off.
 */
export async function bundledBrowser(options: BundledOptions): Promise<BundledBrowser | { readonly problem: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { problem: 'The browser inside the npm package is for Linux x64 only.' };
  }
  let entry: string;
  let version: string;
  try {
    const require = createRequire(import.meta.url);
    entry = import.meta.resolve(packageName);
    version = (require(join(new URL('..', entry).pathname, 'package.json')) as { version: string }).version;
  } catch {
    return { problem: `The package ${packageName} is not installed.` };
  }
  try {
    const root = await cacheFolder(options.env);
    const home = join(root, `chromium-${version}`);
    if (!(await exists(join(home, 'chromium')))) await unpack(root, home, entry, options);
    return {
      path: join(home, 'chromium'),
      env: { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: await fontsFor(home) },
    };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message.split('\n')[0];
    return { problem: `The browser inside the npm package could not be unpacked (${reason}).` };
  }
}

/**
 * The package's own list of font folders names places of the cloud it was made for. A browser that finds no font at all draws
 * no text (`innerText` is empty), and aborts where it looks for a character: so the package's fonts are named where they are,
 * beside those of the machine, which know more scripts.
 */
async function fontsFor(home: string): Promise<string> {
  const folder = join(home, 'fontconfig');
  const file = join(folder, 'fonts.conf');
  if (await exists(file)) return file;
  const text = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
    ...['/usr/share/fonts', '/usr/local/share/fonts', join(home, 'fonts')].map((dir) => `  <dir>${escaped(dir)}</dir>`),
    `  <cachedir>${escaped(join(folder, 'cache'))}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
  await mkdir(folder, { recursive: true });
  // Whole or not at all: another process may start its browser at this moment.
  const own = join(folder, `fonts.conf.${process.pid}`);
  await writeFile(own, text);
  await rename(own, file);
  return file;
}

const escaped = (path: string) => path.replace(/&/g, '&amp;').replace(/</g, '&lt;');

async function unpack(root: string, home: string, entry: string, options: BundledOptions): Promise<void> {
  options.log('unpacking the browser of the npm package, once for this version');
  await removeAbandoned(root);
  const staging = await mkdtemp(join(root, stagingPrefix));
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', unpackScript, entry], {
      env: { PATH: options.env.PATH, HOME: staging, TMPDIR: staging, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
      timeout: unpackTimeoutMs,
    });
    await rename(staging, home).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was first; its copy is whole, because a rename is. A folder that somebody has picked apart is not.
      if (await exists(join(home, 'chromium'))) return;
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(home, { recursive: true, force: true });
      await rename(staging, home);
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What a run that was killed while it unpacked has left; a living one is done long before. */
async function removeAbandoned(root: string): Promise<void> {
  const names = (await readdir(root)).filter((each) => each.startsWith(stagingPrefix));
  for (const name of names.slice(0, 20)) {
    const path = join(root, name);
    const made = await stat(path).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > 20 * unpackTimeoutMs) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
