import { expect, test } from 'vitest';
import { filesBelow, importsOf, textOf } from './source-files.ts';

type Manifest = Readonly<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;
const manifest = JSON.parse(textOf('package.json')) as Manifest;
const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
const documented = [...textOf('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const importedBy = (folders: readonly string[]) =>
  new Set(folders.flatMap((folder) => filesBelow(folder).flatMap(importsOf)).map(({ to }) => packageOf(to)));

test('docs/dependencies.md has one line for each dependency and no other', () => {
  expect([...documented].sort()).toEqual([...named].sort());
});

test('versions are exact', () => {
  const all = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('what the product imports is a dependency, and every dependency is imported by it', () => {
  const used = importedBy(['src', 'range']);
  const outside = [...used].filter(
    (name) => !name.startsWith('node:') && !name.includes('/') && !/^(src|range)/.test(name),
  );
  expect(outside.filter((name) => !(name in manifest.dependencies))).toEqual([]);
  // Resolved by name at run time, in a process of its own.
  const byName = ['@sparticuz/chromium'];
  expect(Object.keys(manifest.dependencies).filter((name) => !used.has(name) && !byName.includes(name))).toEqual([]);
});
