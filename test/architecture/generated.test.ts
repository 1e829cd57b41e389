import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages } from '../../src/cli/commands/explain.ts';
import { schemaFiles } from '../../src/cli/schemas.ts';
import { badInputTable } from '../bad-input-table.ts';
import { filesBelow, root, textOf } from './source-files.ts';

test.each([...schemaFiles()])('schemas/%s is up to date (npm run schemas)', (name, text) => {
  expect(textOf(`schemas/${name}`)).toBe(text);
});

test('docs/explain is up to date (npm run docs)', () => {
  const written = new Map(
    filesBelow('docs/explain', '.md').map((path) => [path.replace('docs/explain/', ''), textOf(path)]),
  );
  expect([...written.keys()].sort()).toEqual([...pages().keys()].sort());
  for (const [name, text] of pages()) expect(written.get(name), name).toBe(text);
});

test('docs/bad-input.md is up to date (npm run docs)', () => {
  expect(existsSync(join(root, 'docs/bad-input.md'))).toBe(true);
  expect(textOf('docs/bad-input.md')).toBe(badInputTable());
});
