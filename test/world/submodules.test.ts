import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryCollector } from '../../src/collectors/secrets/collect-repository.ts';
import { createSecretReader } from '../../src/world/secrets/secret-reader.ts';
import { runJob } from '../collectors/network-setting.ts';
import { commitAll, drawn, git, put, startRepository, temporaryFolder } from '../secrets/planted.ts';

const options = { signal: new AbortController().signal };
const addSubmodule = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
let place: ReturnType<typeof temporaryFolder>;
let portal = '';
beforeEach(() => {
  place = temporaryFolder();
  portal = join(place.path, 'portal');
  const shared = join(place.path, 'shared');
  put(shared, 'keys.ts', `export const k = '${drawn('sk_live_51{A97}')}';\n`);
  startRepository(shared);
  commitAll(shared, 'first');
  git(shared, 'rm', '-q', 'keys.ts');
  put(shared, 'empty.ts', '');
  commitAll(shared, 'second');
  put(portal, 'a.ts', 'export const a = 1;\n');
  startRepository(portal);
  git(portal, ...addSubmodule, shared, 'libs/shared');
  commitAll(portal, 'with a submodule');
});
afterEach(() => place.remove());

const look = () => runJob(repositoryCollector, 'portal', { config: { target: { hosts: [], repo: portal } } });
const placesOf = async () =>
  (await createSecretReader({ env: {} }).submodules(portal, options)).map(({ path, folder }) => [
    path,
    folder !== undefined,
  ]);

test('the history of a submodule is searched, also once the newest commit has none', async () => {
  const { value } = await look();
  expect(value('secrets.history')).toMatchObject({
    repo: 'portal/libs/shared',
    secrets: [{ rule: 'stripe-secret-key', where: 'history', path: 'keys.ts' }],
  });
  git(portal, 'rm', '-q', 'libs/shared');
  commitAll(portal, 'without');
  expect(await placesOf()).toEqual([['libs/shared', true]]);
});

test('a file that the submodule holds is in git, one that the outer repository ignores stays here', async () => {
  put(portal, 'libs/shared/now.ts', `export const k = '${drawn('sk_live_51{A97}')}';\n`);
  commitAll(join(portal, 'libs/shared'), 'third');
  const mine = join(portal, 'mine');
  put(mine, 'other.ts', `export const k = '${drawn('sk_live_51{A97}')}';\n`);
  startRepository(mine);
  commitAll(mine, 'first');
  put(portal, '.gitignore', 'mine\n');
  const { secrets } = await createSecretReader({ env: {} }).files(portal, 'tree', options);
  expect(secrets.map(({ path, state }) => [path, state])).toEqual([
    ['libs/shared/now.ts', 'tracked'],
    ['mine/other.ts', 'ignored'],
  ]);
});

test('bad input: a submodule that was not fetched → a gap that names it, not clean', async () => {
  const clone = join(place.path, 'clone');
  git(place.path, 'clone', '-q', portal, clone);
  portal = clone;
  expect(await placesOf()).toEqual([['libs/shared', false]]);
  expect((await look()).gap('secrets.history')).toMatchObject({
    reason: 'not-collected',
    detail: expect.stringContaining('libs/shared'),
  });
});
