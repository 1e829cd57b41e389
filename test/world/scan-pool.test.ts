import { afterEach, expect, test } from 'vitest';
import { askReachable } from '../../src/world/secrets/list-objects.ts';
import { objectJobs } from '../../src/world/secrets/object-jobs.ts';
import { createScanPool } from '../../src/world/secrets/scan-pool.ts';
import { commitAll, git, put, startRepository, temporaryFolder } from '../secrets/planted.ts';

const folders: { readonly path: string; readonly remove: () => void }[] = [];
afterEach(() => {
  for (const one of folders.splice(0)) one.remove();
});
const folder = () => {
  const made = temporaryFolder();
  folders.push(made);
  return made.path;
};
const { signal } = new AbortController();
const onProgress = () => undefined;
const many = 10_000_000;

test('threads that were started early do the jobs; a pool that gets none ends', async () => {
  const root = folder();
  put(root, 'a.txt', 'x');
  const pool = createScanPool({ signal, onProgress });
  pool.expect(many);
  const jobs = [1, 2, 3].map(() => ({ kind: 'files' as const, root, files: ['a.txt'], markKey: 'k' }));
  expect((await pool.run(jobs, many)).map(({ bytes }) => bytes)).toEqual([1, 1, 1]);
  pool.end();
  const idle = createScanPool({ signal, onProgress });
  idle.expect(many);
  idle.end();
});

test('a thread that ended before its first job takes none: the run is rejected, and does not wait', async () => {
  const stop = new AbortController();
  const pool = createScanPool({ signal: stop.signal, onProgress });
  pool.expect(many);
  stop.abort(new Error('enough'));
  const job = { kind: 'files' as const, root: folder(), files: [], markKey: 'k' };
  await expect(pool.run([job], many)).rejects.toThrow('enough');
  const ended = createScanPool({ signal, onProgress });
  ended.expect(many);
  ended.end();
  await expect(ended.run([job], many)).rejects.toThrow('ended');
});

test('the longest part of what is fresh comes first, each with its own paths', () => {
  const one = (name: string, weight: number) => ({
    objects: Array.from({ length: 300 }, (_, at) => ({
      name: `${name}${at}`,
      type: 'blob' as const,
      size: 1,
      packed: 1,
    })),
    origins: Array.from({ length: 300 }, () => -1),
    weight,
  });
  const ordered = [one('small', 30), one('middle', 40), one('large', 90)];
  const fresh = ordered.flatMap(({ objects }) => objects);
  const pathOf = new Map(fresh.map(({ name }) => [name, `src/${name}`]));
  const reach = { pathOf, lostCommits: [], missing: 0 };
  const jobs = objectJobs({ ordered, fresh, reach }, { gitDir: '.git' }, 'k');
  const weights = jobs.map(({ names }) => names.filter((name) => name.startsWith('large')).length);
  expect(weights[0]).toBe(300);
  expect(jobs.flatMap(({ names }) => names).sort()).toEqual(fresh.map(({ name }) => name).sort());
  for (const { names, paths } of jobs) expect(paths).toEqual(names.map((name) => `src/${name}`));
});

test('paths are read whole, wherever what git writes is cut', async () => {
  const root = folder();
  startRepository(root);
  for (let at = 0; at < 900; at += 1) put(root, `${'ä long folder/'.repeat(6)}${at}.txt`, `${at}`);
  commitAll(root, 'all');
  const { pathOf, missing } = await askReachable({ gitDir: `${root}/.git` }, signal);
  const lines = git(root, 'rev-list', '--objects', '--all').split('\n');
  expect(missing).toBe(0);
  const taken = [...pathOf].map(([name, path]) => `${name} ${path}`.trim());
  expect(taken.sort()).toEqual(lines.map((line) => line.trim()).sort());
});
