import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FileError, writeFileAtomically } from '../../src/world/files.ts';
import { loadProjectKey } from '../../src/world/project-key.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'lr-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('the project key', () => {
  it('is made once, readable by its owner only, kept out of git', async () => {
    const home = await folder();
    const first = await loadProjectKey(home);
    const second = await loadProjectKey(home);
    expect(first.note).toBeUndefined();
    expect(second.sign('fingerprint', 'x')).toBe(first.sign('fingerprint', 'x'));
    const file = join(home, '.launch-ready', 'key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    expect(await readFile(join(home, '.launch-ready', '.gitignore'), 'utf8')).toBe('*\n');
    expect((await readdir(join(home, '.launch-ready'))).sort()).toEqual(['.gitignore', 'key']);
  });

  it('signs differently for each purpose, value and project', async () => {
    const [one, other] = [await loadProjectKey(await folder()), await loadProjectKey(await folder())];
    const marks = [
      one.sign('fingerprint', 'x'),
      one.sign('consent', 'x'),
      one.sign('consent', 'y'),
      other.sign('consent', 'x'),
    ];
    expect(new Set(marks).size).toBe(4);
  });

  it('is the same for processes that start at once', async () => {
    const home = await folder();
    const module = new URL('../../src/world/project-key.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(module)}).then(async (m) => console.log((await m.loadProjectKey(process.argv[1])).sign('consent', 'x')))`;
    const runs = Array.from({ length: 6 }, () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, home]),
    );
    const lines = (await Promise.all(runs)).map((run) => run.stdout);
    expect(new Set(lines).size).toBe(1);
    expect(lines[0]).toBe(`${(await loadProjectKey(home)).sign('consent', 'x')}\n`);
  });

  it('bad input: an unwritable folder → a key for this run, with a note that says so', async () => {
    const home = await folder();
    await writeFile(join(home, '.launch-ready'), 'a file where the folder should be');
    const key = await loadProjectKey(home);
    expect(key.note).toMatch(/could not be kept \((ENOTDIR|EEXIST)\).*this run only/);
    expect(key.sign('consent', 'x')).toHaveLength(64);
  });

  it('bad input: a key file with something else in it → a key for this run, with a note, the file untouched', async () => {
    const home = await folder();
    await mkdir(join(home, '.launch-ready'));
    await writeFile(join(home, '.launch-ready', 'key'), 'not a key');
    expect((await loadProjectKey(home)).note).toMatch(/no key of 64 hex digits/);
    expect(await readFile(join(home, '.launch-ready', 'key'), 'utf8')).toBe('not a key');
  });
});

describe('writing files', () => {
  it('replaces a file whole and leaves no temporary one', async () => {
    const home = await folder();
    const path = join(home, 'deep', 'dossier.json');
    await writeFileAtomically(path, 'first');
    await writeFileAtomically(path, 'second');
    expect(await readFile(path, 'utf8')).toBe('second');
    expect(await readdir(join(home, 'deep'))).toEqual(['dossier.json']);
  });

  it('bad input: unwritable folder → a message with the path and what to do', async () => {
    const home = await folder();
    await writeFile(join(home, 'file'), '');
    const failed = writeFileAtomically(join(home, 'file', 'dossier.json'), 'x');
    await expect(failed).rejects.toThrow(/dossier\.json could not be written: .*--out/);
    await expect(failed).rejects.toBeInstanceOf(FileError);
  });

  it.runIf(process.platform === 'linux')('bad input: full disk → a message that says so, no half file', async () => {
    await expect(writeFileAtomically('/dev/full/x', 'x')).rejects.toBeInstanceOf(FileError);
    expect(new FileError('/data/dossier.json', Object.assign(new Error(), { code: 'ENOSPC' })).message).toBe(
      '/data/dossier.json could not be written: the disk is full. Free some space and run again.',
    );
  });

  it.runIf(process.getuid?.() !== 0)(
    'bad input: a folder of somebody else → a message that names the remedy',
    async () => {
      const home = await folder();
      await chmod(home, 0o500);
      await expect(writeFileAtomically(join(home, 'x'), 'x')).rejects.toThrow(/this user may not write there/);
      await chmod(home, 0o700);
    },
  );
});
