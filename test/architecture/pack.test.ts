import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './source-files.ts';

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

/** What `npm pack` would hold of the files that are there now; dist/ is built by prepack and need not be. */
function packedFiles(): readonly string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const said = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return (JSON.parse(said) as readonly Packed[]).flatMap(({ files }) => files.map(({ path }) => path));
}

test('npm pack holds the product only', () => {
  const files = packedFiles();
  const product = /^(bin\/|dist\/|schemas\/|docs\/explain\/|README\.md$|LICENSE$|package\.json$)/;
  expect(files.filter((path) => !product.test(path))).toEqual([]);
  expect(files.filter((path) => /\.ts$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  expect(files.filter((path) => /(^|\/)(test|bench|\.ci|setup)(\/|\.)/.test(path))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(['bin/launch-ready.js', 'bin/package.json', 'schemas/config.schema.json']),
  );
});

test('every file that the launcher needs is packed', () => {
  const files = packedFiles();
  for (const name of ['find-node', 'exec-node', 'import-file', 'start-file']) {
    expect(existsSync(join(root, 'bin', `${name}.js`))).toBe(true);
    expect(files).toContain(`bin/${name}.js`);
  }
});
