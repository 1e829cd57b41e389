import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBack } from '../../src/checks/secrets/read-back.ts';
import type { Sighting } from '../../src/secrets/sighting.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-back-'));
  mkdirSync(join(folder, 'app'));
  writeFileSync(join(folder, "app/it's.env"), 'A=1\nB=this line\n');
  execFileSync('tar', ['-cf', 'layer', "app/it's.env"], { cwd: folder });
  const layer = execFileSync('cat', ['layer'], { cwd: folder });
  writeFileSync(join(folder, 'blob'), gzipSync(layer));
  execFileSync('tar', ['-cf', 'image.tar', 'blob'], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string, line: number, original?: string) =>
  ({ path, line, ...(original ? { original } : {}) }) as Sighting;

test.each([
  ['a file', "app/it's.env"],
  ['a layer of an image', "image.tar!/blob!/blob!/app/it's.env"],
])('the command shows the line of %s', (_what, path) => {
  const shown = execFileSync('bash', ['-c', readBack(at(path, 2))], { cwd: folder, encoding: 'utf8' });
  expect(shown).toBe('B=this line\n');
});

test.each([
  [at('a.zip!/b/.env', 3), "unzip -p 'a.zip' 'b/.env' | sed -n 3p"],
  [
    at('n.ipynb!/cell 2.py', 1),
    `cat 'n.ipynb' | jq -r '.cells[1].source | if type == "array" then add else . end' | sed -n 1p`,
  ],
  [
    at('s.har!/entry 3 request.json', 1),
    "cat 's.har' | jq -r --indent 1 '.log.entries[2].request.postData.text' | sed -n 1p",
  ],
  [
    at('app.js!/inline.map', 4, 'src/ai.ts'),
    /^cat 'app\.js' \| grep -o 'base64,.*base64 -d \| jq -r .*endswith\("src\/ai\.ts"\).* \| sed -n 4p$/,
  ],
])('each kind of place has its command: %#', (one, command) => {
  expect(readBack(one)).toMatch(command);
});

test('a commit is read by git', () => {
  expect(readBack(at('a b.ts', 7), 'abc123')).toBe("git show 'abc123:a b.ts' | sed -n 7p");
});
