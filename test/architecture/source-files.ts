import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files below a folder of the checkout, as `src/model/gap.ts`, sorted. */
export function filesBelow(folder: string, ending = '.ts'): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
    .sort();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The text without comments. */
export function codeOf(path: string): string {
  return textOf(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

export interface Import {
  /** `src/model/gap.ts`, or the name of a package. */
  readonly to: string;
  readonly isType: boolean;
}

/** Static and dynamic imports with a literal path. Comments that hold the word import do not count. */
export function importsOf(path: string): readonly Import[] {
  const text = codeOf(path);
  const found = [
    ...text.matchAll(/^\s*(?:import|export)\s(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]/gm),
    ...text.matchAll(/^\s*import\s()['"]([^'"]+)['"]/gm),
    // `import('x').Page` in a type is no import of code.
    ...text.matchAll(/\bimport\(()\s*['"`]([^'"`]+)['"`]\s*\)(?!\.[A-Z])/g),
  ];
  return found.map(([, type, to = '']) => ({
    isType: type !== undefined && type !== '',
    to: to.startsWith('.') ? relative(root, resolve(root, dirname(path), to)).replaceAll('\\', '/') : to,
  }));
}

/** `src/model/gap.ts` → `model`; files directly in `src` are a room of their own. */
export function roomOf(path: string): string {
  return path.split('/').slice(1, -1)[0] ?? 'public';
}
