import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

const folder = new URL('./web/', import.meta.url);

export const webFile = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

export interface Asset {
  /** `/assets/app-3f9c21d0.js`: the name changes with the content. */
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

export function asset(name: string, type: string, content: string): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  return { path: `/assets/${name.replace(/\.(\w+)$/, `-${hash}.$1`)}`, type, content };
}

const importLine = /^import [^;]+ from '\.\/(.+\.js)';$/gm;

/** The modules that an entry needs, each after those that it imports itself. */
function modulesOf(entry: string, seen: string[] = []): readonly string[] {
  for (const [, name = ''] of webFile(entry).matchAll(importLine)) {
    if (!seen.includes(name)) modulesOf(name, seen);
  }
  if (!seen.includes(entry)) seen.push(entry);
  return seen;
}

export interface Bundle {
  readonly code: string;
  readonly sources: readonly { readonly name: string; readonly text: string }[];
}

/** One script of an entry and its modules: imports and exports fall away, everything lives in one closure. */
export function bundle(entry: string): Bundle {
  const sources = modulesOf(entry).map((name) => ({ name, text: webFile(name) }));
  const renamed = sources.find(({ text }) => /^import [^;]+ as /m.test(text));
  if (renamed !== undefined) throw new Error(`${renamed.name}: an import under another name cannot be bundled`);
  const plain = sources.map(({ text }) =>
    text
      .replace(importLine, '')
      .replace(/^export /gm, '')
      .trim(),
  );
  const code = `(() => {\n'use strict';\n${plain.join('\n')}\n})();\n`;
  // Two modules with the same name at their top would break the whole page: found here, not in the browser.
  new Script(code, { filename: entry });
  return { code, sources };
}

/** Replaces a piece of text that must be there exactly once: a change that missed its place would go unnoticed. */
export function replaced(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`The text to replace is not there exactly once: ${from}`);
  return text.replace(from, () => to);
}
