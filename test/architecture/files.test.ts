import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { codeOf, filesBelow, root, textOf } from './source-files.ts';

const folders = ['src', 'range', 'test', 'bench', 'bin', '.ci'];
const sources = folders.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => filesBelow(folder));
const product = sources.filter((path) => /^(src|range)\//.test(path));
const longest = { product: 250, test: 500 };

test('file and folder names are kebab-case', () => {
  const name = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.(test|config))?(\.[a-z0-9]+)?$/;
  expect(sources.filter((path) => path.split('/').some((part) => !name.test(part)))).toEqual([]);
});

test('no file is longer than 250 lines, no test longer than 500', () => {
  const lengths = sources.map((path) => ({ path, lines: textOf(path).split('\n').length - 1 }));
  const most = (path: string) => (path.startsWith('test/') ? longest.test : longest.product);
  expect(lengths.filter(({ path, lines }) => lines > most(path)).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
    [],
  );
});

test('names say what a thing is', () => {
  const empty = /(^|[/-])(utils?|helpers?|managers?|services?|misc|common-stuff)([./-]|$)/;
  expect(product.filter((path) => empty.test(path))).toEqual([]);
});

test('no default exports but where a tool asks for one', () => {
  expect(product.filter((path) => /^export default /m.test(codeOf(path)))).toEqual([]);
});

test('nothing is left undone in the product', () => {
  const undone = /\b(TODO|FIXME|XXX|HACK)\b|[Nn]ot implemented|@ts-(ignore|nocheck)/;
  expect(product.filter((path) => undone.test(textOf(path)))).toEqual([]);
  const written = sources.filter((path) => !path.startsWith('test/architecture/'));
  expect(written.filter((path) => /\bas any\b|: any\b|<any>/.test(codeOf(path)))).toEqual([]);
});

test('no empty catch', () => {
  expect(product.filter((path) => /catch\s*(\([^)]*\))?\s*\{\s*\}/.test(textOf(path)))).toEqual([]);
});

test('tests neither sleep nor are they switched off', () => {
  const tests = sources.filter(
    (path) => (path.endsWith('.test.ts') || path.startsWith('test/')) && !path.startsWith('test/architecture/'),
  );
  const wrong = /\bsetTimeout\(|\.(only|skip|todo)\(|timers\/promises/;
  // A script for a page is a template text; what it does in the browser is its own matter.
  expect(tests.filter((path) => wrong.test(codeOf(path).replace(/`[^`]*`/g, '``')))).toEqual([]);
});

test('a check lies in the folder of its id', async () => {
  const files = filesBelow('src/checks').filter((path) => path.endsWith('/check.ts'));
  const misplaced: string[] = [];
  for (const path of files) {
    const module = (await import(join(root, path))) as Record<string, { readonly id?: string } | undefined>;
    const ids = Object.values(module).flatMap((value) => (typeof value?.id === 'string' ? [value.id] : []));
    const expected = path.split('/').slice(2, 4).join('.');
    if (ids.length !== 1 || ids[0] !== expected) misplaced.push(`${path}: ${ids.join(', ')}`);
  }
  expect(misplaced).toEqual([]);
});

test('every check in a folder is in the list, and every check of the list is in the catalogue', () => {
  const folderIds = filesBelow('src/checks')
    .filter((path) => path.endsWith('/check.ts'))
    .map((path) => path.split('/').slice(2, 4).join('.'));
  const listed = checks.map((check) => check.id);
  const known = new Set(catalogue.map((row) => row.id));
  expect([...listed].sort()).toEqual([...folderIds].sort());
  expect(new Set(listed).size).toBe(listed.length);
  expect(listed.filter((id) => !known.has(id))).toEqual([]);
});

test('no path of a developer machine and no registry host is written down', () => {
  const texts = [...sources, ...filesBelow('docs', '.md'), ...filesBelow('schemas', '.json'), 'package-lock.json'];
  const local =
    /\/(?:home|Users)\/(?!you\b|app\b|user\b|node\b|deploy\b)[a-z]|\/work\/(?:main|shared)|\/tmp\/[a-z]+\/|registry\.[a-z]+\.[a-z]+\//;
  expect(texts.filter((path) => existsSync(join(root, path)) && local.test(textOf(path)))).toEqual([]);
});
