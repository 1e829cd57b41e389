import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logInput } from '../../src/world/secrets/attribute.ts';
import { createPages } from '../../src/world/secrets/pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const bytes = Buffer.from(Uint32Array.from({ length: 1_500_000 }, (_, at) => Math.imul(at, 2_654_435_761)).buffer);
let fd = -1;
beforeAll(() => {
  writeFileSync(join(folder, 'file'), bytes);
  fd = openSync(join(folder, 'file'), 'r');
});
afterAll(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

test('pieces of a file are what stands there, near and far, short and long, again and again', () => {
  const pages = createPages(fd);
  for (let step = 0; step < 6000; step += 1) {
    const at = Math.abs(Math.imul(step, 40_503_217) % 5_900_000);
    const length = [1, 200, 5000, 20_000, 100_000][step % 5] as number;
    if (at + length > bytes.length) continue;
    expect(pages.read(at, length)?.equals(bytes.subarray(at, at + length))).toBe(true);
  }
});

test('what reaches behind the end is not there', () => {
  const pages = createPages(fd);
  for (const [at, length] of [
    [bytes.length - 10, 11],
    [bytes.length - 20_000, 20_001],
    [bytes.length + 100_000, 1],
  ] as const)
    expect(pages.read(at, length)).toBeUndefined();
});

test('the log is asked with its paths: no empty line ends before them what git reads', () => {
  expect(logInput([], ['a b', 'c'])).toBe('--\na b\nc\n');
  expect(logInput(['^1', '2'], [])).toBe('^1\n2\n');
  expect(logInput(['2'], ['a'])).toBe('2\n--\na\n');
});
