import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { scanRepository } from '../../src/world/secrets/scan-repository.ts';
import { commitAll, drawn, git, put, startRepository, temporaryFolder } from '../secrets/planted.ts';

let place: ReturnType<typeof temporaryFolder>;
let repository = '';
const key = () => drawn('sk_live_51{A97}');
beforeEach(() => {
  place = temporaryFolder();
  repository = join(place.path, 'repository');
  put(repository, 'a.ts', `const k = '${key()}';\n`);
  startRepository(repository);
  commitAll(repository, 'first');
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.remove();
});

async function scan() {
  const outcome = await scanRepository(repository, {
    signal: new AbortController().signal,
    markKey: 'a key of this test',
    env: { XDG_CACHE_HOME: join(place.path, 'cache') },
  });
  if (!outcome.found) throw new Error('the repository was not found');
  return outcome.scan;
}

test('a repository in the state it was read in is answered from memory, without git', async () => {
  const first = await scan();
  expect(first).toMatchObject({ searched: 2, remembered: 0 });
  vi.stubEnv('PATH', join(place.path, 'nowhere'));
  expect(await scan()).toEqual({ ...first, searched: 0, remembered: 2, bytes: 0 });
});

test.each([
  ['an object that no commit holds', 'loose.ts', () => git(repository, 'hash-object', '-w', 'loose.ts')],
  ['a commit', 'b.ts', () => commitAll(repository, 'second')],
  ['a stash', 'a.ts', () => git(repository, 'stash')],
])('%s that came in is searched', async (_what, file, change) => {
  await scan();
  put(repository, file, `const k = '${key()}';\n`);
  change();
  expect((await scan()).secrets).toHaveLength(2);
});

test('objects that were packed anew, and a branch that went, are looked at again', async () => {
  git(repository, 'branch', 'other');
  const first = await scan();
  git(repository, 'gc', '--quiet');
  git(repository, 'branch', '-D', 'other');
  expect((await scan()).secrets).toEqual(first.secrets);
});

test('a memory that is broken is no memory', async () => {
  await scan();
  const cache = join(place.path, 'cache', 'launch-ready');
  for (const file of readdirSync(cache)) appendFileSync(join(cache, file), 'broken');
  expect((await scan()).searched).toBe(2);
});

test('a secret that came in under another name is told with the name it had then', async () => {
  git(repository, 'mv', 'a.ts', 'b.ts');
  commitAll(repository, 'moved');
  git(repository, 'rm', '-q', 'b.ts');
  commitAll(repository, 'gone');
  const [secret] = (await scan()).secrets;
  expect(secret).toMatchObject({ where: 'history', pathThen: 'a.ts' });
  expect(git(repository, 'show', `${secret?.commit}:${secret?.pathThen}`)).toContain('sk_live_');
});

/** What is remembered and what is new together say what a first search says. */
async function agrees() {
  const known = await scan();
  const outcome = await scanRepository(repository, {
    signal: new AbortController().signal,
    markKey: 'a key of this test',
  });
  if (!outcome.found) throw new Error('the repository was not found');
  const told = ({ objects, secrets }: typeof known) => ({
    objects,
    secrets: secrets.map(({ mark, where, commit, path }) => ({ mark, where, commit, path })),
  });
  expect(told(known)).toEqual(told(outcome.scan));
  return known;
}

test('after each step of a branch, a merge and what is forgotten, the memory says what a first search says', async () => {
  await agrees();
  git(repository, 'checkout', '-q', '-b', 'side');
  put(repository, 'b.ts', `const k = '${key()}';\n`);
  const lost = commitAll(repository, 'side');
  expect(await agrees()).toMatchObject({ searched: 2, remembered: 2 });
  git(repository, 'checkout', '-q', 'main');
  git(repository, 'branch', '-q', '-D', 'side');
  git(repository, 'reflog', 'expire', '--expire=now', '--all');
  expect((await agrees()).secrets.find(({ path }) => path === 'b.ts')?.where).toBe('lost');
  git(repository, 'merge', '-q', lost);
  expect((await agrees()).secrets.find(({ path }) => path === 'b.ts')?.where).toBe('head');
});

test('a text that no commit held is read again once it has a name', async () => {
  put(place.path, 'lines', `SESSION_SECRET=${drawn('{A40}')}\n`);
  git(repository, 'hash-object', '-w', '../lines');
  expect((await scan()).secrets.find(({ rule }) => rule.startsWith('named'))).toMatchObject({ weight: 'low' });
  put(repository, '.env.production', readFileSync(join(place.path, 'lines')));
  commitAll(repository, 'third');
  const secret = (await agrees()).secrets.find(({ path }) => path === '.env.production');
  expect(secret).toMatchObject({ where: 'head' });
  expect(secret?.weight).not.toBe('low');
});
