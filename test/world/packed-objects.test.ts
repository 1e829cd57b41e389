import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { families } from '../../src/world/secrets/families.ts';
import { openPacks } from '../../src/world/secrets/pack-files.ts';
import { scanPacked } from '../../src/world/secrets/scan-packed.ts';
import { applyDelta } from '../../src/world/secrets/apply-delta.ts';
import { listObjects } from '../../src/world/secrets/list-objects.ts';
import { scanRepository } from '../../src/world/secrets/scan-repository.ts';
import { commitAll, drawn, git, put, startRepository, temporaryFolder } from '../secrets/planted.ts';
import { seeded } from '../secrets/templates.ts';

let place: ReturnType<typeof temporaryFolder>;
let repository = '';
const { signal } = new AbortController();
beforeEach(() => {
  place = temporaryFolder();
  repository = join(place.path, 'repository');
  const random = seeded(5);
  let lines = Array.from({ length: 700 }, (_, at) => `const row${at} = load(${at}, "${drawn('{L8}')}");`);
  put(repository, 'a.ts', lines.join('\n'));
  startRepository(repository);
  for (let version = 0; version < 12; version += 1) {
    const at = Math.floor(random() * 600);
    lines.splice(at, 3, `const k${version} = '${drawn('sk_live_51{A97}')}';`, 'const n = 1;');
    if (version === 6) lines = lines.toReversed();
    // Another name that is read alike, another that is not, and letters of two bytes.
    put(repository, version === 4 ? 'b.ts' : version === 5 ? 'test/b.ts' : 'a.ts', lines.join('\n'));
    if (version > 8) put(repository, 'wide.txt', Buffer.from(`\uFEFF${lines.join('\n')}`, 'utf16le'));
    commitAll(repository, `version ${version}`);
  }
});
afterEach(() => place.remove());

async function scan() {
  const outcome = await scanRepository(repository, { signal, markKey: 'a key of this test' });
  if (!outcome.found) throw new Error('the repository was not found');
  const { searched, bytes, broken, secrets } = outcome.scan;
  return { searched, bytes, broken, secrets };
}

async function readFromPacks() {
  const list = await listObjects({ gitDir: join(repository, '.git') }, signal);
  const packs = openPacks(join(repository, '.git'));
  let made = 0;
  let rest = 0;
  for (const { objects, origins } of families(list.objects)) {
    const names = objects.map((one) => one.name);
    rest += scanPacked(packs, { names, origins }, 1e6, (index, type, text) => {
      made += origins[index] === -1 ? 0 : 1;
      const name = names[index] as string;
      expect(createHash('sha1').update(`${type} ${text.length}\0`).update(text).digest('hex')).toBe(name);
    }).length;
  }
  packs.close();
  return { made, rest, objects: list.objects.length };
}

test.each([
  ['deltas that tell how far back their origin is', ['-c', 'repack.useDeltaBaseOffset=true']],
  ['deltas that name their origin', ['-c', 'repack.useDeltaBaseOffset=false']],
])('what is read from packs is what git holds and finds the same secrets: %s', async (_what, settings) => {
  const loose = await scan();
  expect(loose.secrets.length).toBeGreaterThanOrEqual(12);
  git(repository, ...settings, 'repack', '-adfq', '--depth=50');
  expect(await scan()).toEqual(loose);
  const read = await readFromPacks();
  expect(read.rest).toBe(0);
  expect(read.made).toBeGreaterThan(8);
});

test('packs in a form that is not understood are read by git', async () => {
  const loose = await scan();
  git(repository, '-c', 'pack.indexVersion=1', 'repack', '-adfq');
  expect(await scan()).toEqual(loose);
  const read = await readFromPacks();
  expect(read.rest).toBe(read.objects);
});

test('what is longer than may be read at once is left to git, and what is made from it', async () => {
  git(repository, 'repack', '-adfq');
  const list = await listObjects({ gitDir: join(repository, '.git') }, signal);
  const packs = openPacks(join(repository, '.git'));
  const rest = families(list.objects).flatMap(({ objects, origins }) => {
    const names = objects.map((one) => one.name);
    return scanPacked(packs, { names, origins }, 20_000, () => undefined).map((index) => names[index]);
  });
  packs.close();
  expect(rest.toSorted()).toEqual(
    list.objects
      .filter((one) => one.size > 20_000)
      .map((one) => one.name)
      .toSorted(),
  );
  expect(rest.length).toBeGreaterThan(5);
});

test('a pack with a broken entry: git says which objects cannot be read, and the others are searched', async () => {
  git(repository, 'repack', '-adfq');
  const folder = join(repository, '.git', 'objects', 'pack');
  const pack = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '');
  const entries = git(repository, 'verify-pack', '-v', pack)
    .split('\n')
    .map((line) => line.split(/\s+/));
  const [name = '', , , , start] =
    entries.find((one) => one[1] === 'blob' && one.length === 5 && Number(one[2]) > 9000) ?? [];
  const bytes = readFileSync(pack);
  bytes.fill(0, Number(start) + 60, Number(start) + 160);
  chmodSync(pack, 0o600);
  writeFileSync(pack, bytes);
  put(repository, 'loose.ts', `const k = '${drawn('sk_live_51{A97}')}';\n`);
  const loose = git(repository, 'hash-object', '-w', 'loose.ts').slice(0, 12);
  const { broken, secrets } = await scan();
  expect(broken).toContain(name);
  expect(secrets.map((one) => one.path)).toContain(`object ${loose}`);
});

test('an index that lies or was cut off is not followed', async () => {
  const loose = await scan();
  git(repository, 'repack', '-adfq');
  const folder = join(repository, '.git', 'objects', 'pack');
  writeFileSync(join(folder, 'pack-x.idx'), Buffer.from('ff744f630000000200', 'hex'));
  writeFileSync(join(folder, 'pack-x.pack'), '');
  appendFileSync(join(folder, 'pack-y.idx'), Buffer.alloc(4000, 255));
  appendFileSync(join(folder, 'pack-y.pack'), 'PACK');
  expect((await scan()).secrets).toEqual(loose.secrets);
});

test('a delta is applied as the format says, and one that does not fit is refused', () => {
  const base = Buffer.from('abcdefghij'.repeat(10));
  const apply = (...delta: readonly number[]) => {
    const target = Buffer.alloc(delta[1] ?? 0);
    const stretches = applyDelta(base, Buffer.from(delta), target, 10);
    return stretches && { text: target.toString(), stretches };
  };
  // 20 bytes from the tenth on, then three of its own, then two from the beginning.
  expect(apply(100, 25, 0x91, 10, 20, 3, 120, 121, 122, 0x90, 2)).toEqual({
    text: 'abcdefghijabcdefghijxyzab',
    stretches: [{ inOld: 10, inNew: 0, length: 20 }],
  });
  expect(apply(100, 20, 0x91, 0, 10, 0x91, 10, 10)?.stretches).toEqual([{ inOld: 0, inNew: 0, length: 20 }]);
  for (const wrong of [
    [99, 5, 0x90, 5],
    [100, 5, 0x90, 4],
    [100, 5, 0x90, 6],
    [100, 5, 0x91, 98, 5],
    [100, 5, 5, 1, 2],
    [100, 5, 0],
  ])
    expect(apply(...wrong)).toBeUndefined();
});

test('every object stands in one family, behind what it is made from', () => {
  const random = seeded(9);
  const objects = Array.from({ length: 400 }, (_, at) => {
    const origin = Math.floor(random() * at * 1.3);
    return {
      name: `n${at}`,
      type: 'blob' as const,
      size: 1,
      packed: 1,
      ...(origin < at && at > 0 ? { base: `n${origin}` } : {}),
    };
  });
  const circle = ['p', 'q'].map((name, at) => ({
    name,
    type: 'blob' as const,
    size: 1,
    packed: 1,
    base: at ? 'p' : 'q',
  }));
  const made = families([...objects, ...circle]);
  expect(made.flatMap((one) => one.objects.map(({ name }) => name)).toSorted()).toEqual(
    [...objects, ...circle].map(({ name }) => name).toSorted(),
  );
  for (const family of made)
    for (const [at, origin] of family.origins.entries()) {
      expect(origin).toBeLessThan(at);
      if (origin >= 0) expect(family.objects[origin]?.name).toBe(family.objects[at]?.base);
    }
});
