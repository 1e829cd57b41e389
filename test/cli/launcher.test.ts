import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, root, textOf } from '../architecture/source-files.ts';
import { cleanEnvironment, temporaryFolder } from './cli-process.ts';

interface FindNode {
  findNode(root: string): { readonly path: string; readonly version: string } | undefined;
  isNewEnough(version: string | undefined): boolean;
}
const { findNode, isNewEnough } = createRequire(import.meta.url)(join(root, 'bin', 'find-node.js')) as FindNode;

/** Makes any Node say that it is an old one, so that the launcher's way out can be watched. */
const pretendOld = "Object.defineProperty(process, 'version', { value: 'v12.22.0' });\n";

async function checkout(path: string): Promise<string> {
  await cp(join(root, 'bin'), join(path, 'bin'), { recursive: true });
  await mkdir(join(path, 'src', 'cli'), { recursive: true });
  await writeFile(join(path, 'package.json'), '{"type":"module"}');
  await writeFile(join(path, 'old.cjs'), pretendOld);
  return path;
}

test('bin is old-safe: no syntax that an old Node could not read', () => {
  const modern = /=>|\b(?:let|const|class|async|await)\s|`|\?\.|\?\?|\.\.\.|\bimport\b/;
  const strings = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/.*$|\/\*[\s\S]*?\*\//gm;
  const files = filesBelow('bin', '.js').filter((path) => !path.endsWith('import-file.js'));
  expect(files.length).toBeGreaterThan(6);
  expect(files.filter((path) => modern.test(textOf(path).replace(strings, "''")))).toEqual([]);
  // A trailing comma in a call is newer than it looks.
  expect(files.filter((path) => /,\s*\n?\s*\)/.test(textOf(path).replace(strings, "''")))).toEqual([]);
});

test.each([
  ['v22.19.0', true],
  ['v22.18.9', false],
  ['v23.11.0', false],
  ['v24.0.0', true],
  ['v26.1.0', true],
  ['v20.20.2', false],
  ['v6.0.0', false],
  ['', false],
  [undefined, false],
])('Node %s is new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

test('the pinned Node wins where it is installed', () => {
  expect(findNode(root)?.path).toContain(join('node_modules', 'node-'));
});

test('bad input: a machine with no Node that is new enough → what to do, exit 70', async () => {
  await using folder = await temporaryFolder();
  const path = await checkout(folder.path);
  // Places that the launcher knows are still there on this machine; an empty PATH and HOME hide the usual ones.
  const script = `require(${JSON.stringify(join(path, 'old.cjs'))}); var finder = require(${JSON.stringify(join(path, 'bin/find-node.js'))}); process.stdout.write(finder.adviceWithoutNode());`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { PATH: '', HOME: folder.path },
  });
  expect(stdout).toMatch(/needs Node 22\.19 or newer.*this is v12\.22\.0/);
  expect(stdout).toMatch(/nodejs\.org/);
});

test('an old Node re-executes with a newer one it finds, keeping arguments, output and exit code', async () => {
  await using folder = await temporaryFolder();
  const path = await checkout(folder.path);
  const program =
    'const code: number = 7; console.log(JSON.stringify(process.argv.slice(2)), process.version); process.exitCode = code;';
  await writeFile(join(path, 'src', 'cli', 'main.ts'), program);
  const found = join(path, 'found');
  await mkdir(join(found, 'node_modules'), { recursive: true });
  const env = { PATH: join(root, 'node_modules', '.bin'), HOME: path };
  const ran = spawnSync(
    process.execPath,
    ['-r', join(path, 'old.cjs'), join(path, 'bin', 'launch-ready.js'), 'a b', '--x'],
    {
      encoding: 'utf8',
      env,
    },
  );
  expect(ran.stderr).toBe('');
  expect(ran.stdout).toBe(`["a b","--x"] ${process.version}\n`);
  expect(ran.status).toBe(7);
});

test('a Node that is new enough becomes the program itself, with a heap of modest size and its own flags', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'show.cjs');
  await writeFile(
    file,
    'console.log(JSON.stringify({ pid: process.pid, flags: process.execArgv, args: process.argv.slice(2) }))',
  );
  const { path = '' } = findNode(root) ?? {};
  const run = (flags: readonly string[], env: Record<string, string> = {}) => {
    const args = [...flags, join(root, 'bin', 'run-in-node.js'), file, 'a b'];
    const ran = spawnSync(path, args, { encoding: 'utf8', env: cleanEnvironment(env) });
    const shown = JSON.parse(ran.stdout) as { pid: number; flags: string[]; args: string[] };
    return { same: shown.pid === ran.pid, flags: shown.flags, args: shown.args };
  };
  const plain = run(['--no-warnings']);
  expect(plain).toEqual({
    same: true,
    flags: ['--max-semi-space-size=8', '--heap-growing-percent=40', '--no-warnings'],
    args: ['a b'],
  });
  // Who asked for another size keeps it.
  expect(run([], { NODE_OPTIONS: '--max-semi-space-size=32' }).flags).toEqual([]);
  expect(run(['--max-semi-space-size=16']).flags).toEqual(['--max-semi-space-size=16']);
});

test('signals reach the program behind the launcher, and its exit code comes back', async () => {
  await using folder = await temporaryFolder();
  const path = await checkout(folder.path);
  const program =
    "process.on('SIGINT', () => process.exit(42)); console.log('up'); setInterval(() => undefined, 1000);";
  await writeFile(join(path, 'src', 'cli', 'main.ts'), program);
  const args = ['-r', join(path, 'old.cjs'), join(path, 'bin', 'launch-ready.js')];
  const child = spawn(process.execPath, args, { env: cleanEnvironment({ PATH: join(root, 'node_modules', '.bin') }) });
  await new Promise((up) => child.stdout.once('data', up));
  child.kill('SIGINT');
  expect(await new Promise((done) => child.once('exit', done))).toBe(42);
});

test('setup has nothing to do in a checkout that is set up, and says nothing', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'setup.js')], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});

test.each([
  ['npm error code ENOTFOUND\nnpm error network', /registry cannot be reached/],
  ['npm error code ENOSPC', /disk is full/],
  ['npm error code EACCES', /may not write here/],
  ['npm error odd thing', /npm said:\nnpm error odd thing/],
])('bad input: npm fails with %j → what happened and what to do', (output, expected) => {
  const dependencies = createRequire(import.meta.url)(join(root, 'bin', 'setup', 'dependencies.js')) as {
    explainFailure(output: string, root: string): string;
  };
  expect(dependencies.explainFailure(output, root)).toMatch(expected);
});

test('two setups at once: one waits for the other, and a lock whose owner is gone is broken', async () => {
  await using folder = await temporaryFolder();
  const lockModule = join(root, 'bin', 'setup', 'lock.js');
  const file = join(folder.path, 'state', 'setup.lock');
  const log = join(folder.path, 'log');
  await mkdir(join(folder.path, 'state'));
  await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, at: 0 }));
  const script = `
    var fs = require('fs');
    require(${JSON.stringify(lockModule)}).hold(${JSON.stringify(file)}, function () {}, function (error, release) {
      fs.appendFileSync(${JSON.stringify(log)}, 'in ');
      for (var i = 0; i < 3e7; i += 1) Math.sqrt(i);
      fs.appendFileSync(${JSON.stringify(log)}, 'out ');
      release();
    });`;
  const one = () => new Promise((done) => spawn(process.execPath, ['-e', script]).once('exit', done));
  expect(await Promise.all([one(), one(), one()])).toEqual([0, 0, 0]);
  expect(await readFile(log, 'utf8')).toBe('in out in out in out ');
});
