import {
  appendFileSync,
  rmSync,
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  symlinkSync,
  writeSync,
  existsSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scanDocument } from '../../src/secrets/scan-document.ts';
import { createSecretReader } from '../../src/world/secrets/secret-reader.ts';
import { scanFiles } from '../../src/world/secrets/scan-files.ts';
import { commitAll, drawn, git, put, startRepository, temporaryFolder } from '../secrets/planted.ts';

const reader = createSecretReader({ env: {} });
const options = { signal: new AbortController().signal };
const key = () => drawn('sk_live_51{A97}');
const rulesOf = (secrets: readonly { readonly rule: string }[]) => secrets.map(({ rule }) => rule);
let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

function scanned(path: string, bytes: Buffer, budget?: { bytes: number }) {
  const hits: { rule: string; path: string; original?: string; line: number }[] = [];
  const left: string[] = [];
  scanDocument(
    bytes,
    { path, ...(budget ? { budget: { ...budget, seen: new Set<string>() } } : {}) },
    { hit: (hit) => hits.push(hit), left: (_where, what) => left.push(what) },
  );
  return { hits, left };
}

test('bad input: the folder is no repository → the history is a gap, the files are searched', async () => {
  put(place.path, 'a.ts', `const k = '${key()}';\n`);
  expect(await reader.history(place.path, options)).toMatchObject({ found: false, why: 'none' });
  expect(rulesOf((await reader.files(place.path, 'tree', options)).secrets)).toEqual(['stripe-secret-key']);
});

test('bad input: .git is an empty folder → unreadable, not clean', async () => {
  put(place.path, '.git/empty', '');
  expect(await reader.history(place.path, options)).toMatchObject({ found: false, why: 'broken' });
});

test('bad input: a damaged object → named as unread, everything else is searched', async () => {
  startRepository(place.path);
  put(place.path, 'a.txt', 'one\n');
  put(place.path, 'b.ts', `const k = '${key()}';\n`);
  commitAll(place.path, 'first');
  const name = git(place.path, 'rev-parse', 'HEAD:a.txt');
  const file = join(place.path, '.git/objects', name.slice(0, 2), name.slice(2));
  chmodSync(file, 0o644);
  put(place.path, `.git/objects/${name.slice(0, 2)}/${name.slice(2)}`, 'no zlib at all');
  const outcome = await reader.history(place.path, options);
  if (!outcome.found) throw new Error('the repository was not found');
  expect(outcome.scan.broken.length + outcome.scan.missing).toBeGreaterThan(0);
  expect(rulesOf(outcome.scan.secrets)).toEqual(['stripe-secret-key']);
});

test('bad input: a blob that commits name is gone → counted as missing, paths of the others stay known', async () => {
  startRepository(place.path);
  put(place.path, 'a.txt', 'one\n');
  put(place.path, 'deep/b.ts', `const k = '${key()}';\n`);
  commitAll(place.path, 'first');
  const name = git(place.path, 'rev-parse', 'HEAD:a.txt');
  rmSync(join(place.path, '.git/objects', name.slice(0, 2), name.slice(2)));
  const outcome = await reader.history(place.path, options);
  if (!outcome.found) throw new Error('the repository was not found');
  expect(outcome.scan.missing).toBe(1);
  expect(outcome.scan.secrets).toMatchObject([
    { path: 'deep/b.ts', where: 'head', author: 'Robin Vale <robin@example.com>' },
  ]);
});

test('bad input: a partial clone → said, what was left at the server is not asked for', async () => {
  const source = join(place.path, 'source');
  put(source, 'a.ts', 'one\n');
  put(source, 'large.txt', 'x'.repeat(5000));
  startRepository(source);
  commitAll(source, 'first');
  git(source, 'config', 'uploadpack.allowFilter', 'true');
  const copy = join(place.path, 'copy');
  git(place.path, 'clone', '-q', '--no-checkout', '--filter=blob:limit=1k', `file://${source}`, copy);
  expect(await reader.history(copy, options)).toMatchObject({ found: true, scan: { partial: true, missing: 1 } });
});

test('bad input: configuration of the repository that starts programs → nothing is started', async () => {
  startRepository(place.path);
  put(place.path, 'a.ts', `const k = '${key()}';\n`);
  put(place.path, '.gitattributes', '* filter=evil diff=evil\n');
  commitAll(place.path, 'first');
  const witness = join(place.path, 'started');
  const start = join(place.path, 'start.sh');
  put(place.path, 'start.sh', `#!/bin/sh\ntouch '${witness}'\n`);
  chmodSync(start, 0o755);
  for (const name of [
    'core.fsmonitor',
    'core.pager',
    'core.sshCommand',
    'core.askPass',
    'gpg.program',
    'diff.external',
    'filter.evil.clean',
    'filter.evil.smudge',
    'diff.evil.textconv',
    'diff.evil.command',
    'credential.helper',
    'uploadpack.packObjectsHook',
  ])
    git(place.path, 'config', name, start);
  git(place.path, 'config', 'log.showSignature', 'true');
  git(place.path, 'config', 'core.hooksPath', place.path);
  const outcome = await reader.history(place.path, options);
  await reader.files(place.path, 'tree', options);
  expect(outcome.found && rulesOf(outcome.scan.secrets)).toEqual(['stripe-secret-key']);
  expect(existsSync(witness)).toBe(false);
});

test('bad input: a shallow clone → said, so that the history is not taken for whole', async () => {
  const source = join(place.path, 'source');
  put(source, 'a.ts', 'one\n');
  startRepository(source);
  commitAll(source, 'first');
  put(source, 'a.ts', 'two\n');
  commitAll(source, 'second');
  git(place.path, 'clone', '-q', '--depth', '1', `file://${source}`, 'copy');
  expect(await reader.history(join(place.path, 'copy'), options)).toMatchObject({
    found: true,
    scan: { shallow: true },
  });
});

test('bad input: a file far longer than memory should hold → read in pieces, the key is found', async () => {
  const path = join(place.path, 'huge.log');
  const file = openSync(path, 'w');
  ftruncateSync(file, 130_000_000);
  writeSync(file, `\nAuthorization: ${key()}\n`, 130_000_000);
  closeSync(file);
  const before = process.memoryUsage().rss;
  const scan = await reader.files(path, 'all', options);
  expect(rulesOf(scan.secrets)).toEqual(['stripe-secret-key']);
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
});

test('bad input: a bundle of 30 MB in one line → searched, line 1 and the column are told', () => {
  const noise = 'var a=function(e,t){return e?.token??"x"},b="0123";';
  const text = `${noise.repeat(Math.ceil(30e6 / noise.length))}const k="${key()}";`;
  const { hits } = scanned('dist/app.js', Buffer.from(text));
  expect(hits).toMatchObject([{ rule: 'stripe-secret-key', line: 1 }]);
});

test('bad input: thousands of files → each is read once', async () => {
  for (let at = 0; at < 3000; at += 1) put(place.path, `d${at % 30}/f${at}.txt`, `line ${at}\n`);
  put(place.path, 'd7/last.ts', `const k = '${key()}';\n`);
  const scan = await reader.files(place.path, 'tree', options);
  expect(scan.files).toBe(3001);
  expect(rulesOf(scan.secrets)).toEqual(['stripe-secret-key']);
});

test('bad input: links that form a loop or leave the folder → not followed', async () => {
  put(place.path, 'inside/a.ts', `const k = '${key()}';\n`);
  symlinkSync('..', join(place.path, 'inside/up'));
  symlinkSync('/etc', join(place.path, 'inside/etc'));
  const scan = await reader.files(place.path, 'tree', options);
  expect(scan.files).toBe(1);
});

test('bad input: a file that is gone or may not be read → listed as unreadable', () => {
  const report = scanFiles({ root: place.path, files: ['gone.txt'], markKey: 'k' }, () => undefined);
  expect(report.unreadable).toEqual([{ path: 'gone.txt', why: 'ENOENT' }]);
});

test('bad input: a program named .js → names beside values prove nothing, keys of known shape do', () => {
  const noise = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]),
    Buffer.from(`\0password="${drawn('{A20}')}"\0`),
  ]);
  expect(scanned('app.js', noise).hits).toEqual([]);
  expect(rulesOf(scanned('app.js', Buffer.concat([noise, Buffer.from(key())])).hits)).toEqual(['stripe-secret-key']);
});

test('bad input: a source map whose paths point outside → names only, nothing is opened', () => {
  const map = {
    version: 3,
    sources: ['../../../../etc/passwd'],
    sourcesContent: [`const k = '${key()}';`],
    mappings: '',
  };
  const { hits } = scanned('a.js.map', Buffer.from(JSON.stringify(map)));
  expect(hits).toMatchObject([{ path: 'a.js.map', original: 'etc/passwd', line: 1 }]);
});

test('bad input: a source map that is cut off → searched as plain text', () => {
  expect(
    rulesOf(scanned('a.js.map', Buffer.from(`{"version":3,"sourcesContent":["const k = '${key()}'`)).hits),
  ).toEqual(['stripe-secret-key']);
});

test('bad input: a bomb of zeros in gzip → left, and said', () => {
  const bomb = gzipSync(Buffer.alloc(120_000_000));
  expect(scanned('a.gz', bomb)).toMatchObject({ hits: [], left: ['unpacks to more than the limit'] });
});

/** A zip of the same content under several names; `shared`: one content that all entries of the directory point to. */
function zipOf(names: readonly string[], content: Buffer, shared = false): Buffer {
  const packed = deflateRawSync(content);
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [index, name] of names.entries()) {
    const local = Buffer.alloc(30);
    local.write('PK\u0003\u0004', 'latin1');
    local.writeUInt16LE(8, 8);
    const entry = Buffer.alloc(46);
    entry.write('PK\u0001\u0002', 'latin1');
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(shared ? 0 : at, 42);
    directory.push(entry, Buffer.from(name));
    if (shared && index > 0) continue;
    parts.push(local, packed);
    at += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** One file in a tar; `claimed` is the size its header tells. */
function tarOf(name: string, content: Buffer, claimed = content.length): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write(claimed.toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  header.write('ustar', 257);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

test('bad input: a bomb of zeros in a zip → left, and said, and the file beside it is read', () => {
  const beside = zipOf(['k.ts'], Buffer.from(`const k = '${key()}';\n`));
  expect(scanned('a.zip', zipOf(['zeros'], Buffer.alloc(3_000_000)), { bytes: 1_000_000 })).toMatchObject({
    hits: [],
    left: ['unpacks to more than the limit in part'],
  });
  expect(rulesOf(scanned('b.zip', beside).hits)).toEqual(['stripe-secret-key']);
});

test('bad input: a zip whose entries all point to one content → ended at the limit, and said', () => {
  const names = Array.from({ length: 900 }, (_, index) => `file-${index}`);
  const bomb = zipOf(names, Buffer.alloc(100_000, 'a'), true);
  expect(scanned('a.zip', bomb, { bytes: 1_500_000 })).toMatchObject({ hits: [] });
  expect(scanned('a.zip', bomb, { bytes: 1_500_000 }).left).toContain('unpacks to more than the limit');
});

test('bad input: archives in archives, zip in tar in gzip → read to a depth, what is deeper is said', () => {
  const text = Buffer.from(`const k = '${key()}';\n`);
  expect(scanned('a.tgz', gzipSync(tarOf('b.zip', zipOf(['k.ts'], text))))).toMatchObject({
    hits: [{ rule: 'stripe-secret-key', path: 'a.tgz!/a.tar!/b.zip!/k.ts' }],
  });
  let nested: Buffer = text;
  for (let depth = 0; depth < 9; depth += 1) nested = zipOf(['inner.zip'], nested);
  expect(scanned('a.zip', nested)).toMatchObject({ hits: [], left: ['is packed too deep'] });
});

test('bad input: a tar that claims eight gigabytes → what is there is read, and said to be cut off', () => {
  const text = Buffer.from(`const k = '${key()}';\n`);
  const found = scanned('a.tar', tarOf('k.ts', text, 8_000_000_000));
  expect([rulesOf(found.hits), found.left]).toEqual([['stripe-secret-key'], ['is cut off']]);
});

test('bad input: a zip whose directory lies → what can be read is read, the rest is said', () => {
  expect(scanned('a.zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(400)])).left).toEqual([
    'is cut off',
  ]);
});

test('bad input: objects that arrive while the history is read → the run ends, and the next one knows them', async () => {
  startRepository(place.path);
  put(place.path, 'a.ts', 'one\n');
  commitAll(place.path, 'first');
  const first = reader.history(place.path, options);
  put(place.path, 'b.ts', `const k = '${key()}';\n`);
  commitAll(place.path, 'second');
  expect((await first).found).toBe(true);
  const second = await reader.history(place.path, options);
  expect(second.found && rulesOf(second.scan.secrets)).toEqual(['stripe-secret-key']);
});

test('bad input: a repository inside the repository and LFS pointers → named', async () => {
  startRepository(place.path);
  put(place.path, 'module/.git', 'gitdir: ../.git/modules/module\n');
  put(place.path, 'module/a.ts', `const k = '${key()}';\n`);
  put(place.path, 'big.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${drawn('{H64}')}\nsize 9\n`);
  const scan = await reader.files(place.path, 'tree', options);
  expect(scan).toMatchObject({ innerRepositories: ['module'], pointers: 1 });
  expect(rulesOf(scan.secrets)).toEqual(['stripe-secret-key']);
});

test('bad input: a log that grows while it is read → read to the length it had', async () => {
  put(place.path, 'app.log', `token ${key()}\n`);
  const scan = reader.files(join(place.path, 'app.log'), 'all', options);
  appendFileSync(join(place.path, 'app.log'), 'more\n'.repeat(1000));
  expect(rulesOf((await scan).secrets)).toEqual(['stripe-secret-key']);
  expect(readdirSync(place.path)).toEqual(['app.log']);
});
