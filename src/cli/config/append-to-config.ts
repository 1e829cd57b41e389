import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { FileError, writeFileAtomically } from '../../world/files.ts';
import { usage } from '../problem.ts';
import { readConfigFile } from './read-config-file.ts';

export interface Appended {
  readonly path: string;
  readonly created: boolean;
}

/**
 * Adds one item to a list of the config file, which is made where there is none. A config that is code is edited as text
 * and loaded again; where that does not give the same config with the item in it, nothing is changed and the item is
 * printed to be pasted. Throws UsageError.
 */
export async function appendToConfig(
  input: { readonly asked?: string; readonly cwd: string },
  key: 'attestations' | 'waivers' | 'answers',
  item: object,
): Promise<Appended> {
  const file = await readConfigFile({ ...input, jsonOnly: false });
  if (!file) {
    const path = join(input.cwd, 'launch-ready.config.json');
    await write(path, `${JSON.stringify({ [key]: [item] }, undefined, 2)}\n`);
    return { path, created: true };
  }
  const before = isRecord(file.value) ? file.value : {};
  const list: readonly unknown[] = Array.isArray(before[key]) ? (before[key] as unknown[]) : [];
  const wanted = { ...before, [key]: [...list, item] };
  if (extname(file.path) === '.json') await write(file.path, `${JSON.stringify(wanted, undefined, 2)}\n`);
  else await editCode(file.path, key, item, wanted);
  return { path: file.path, created: false };
}

async function editCode(path: string, key: string, item: object, wanted: object): Promise<void> {
  const text = await readFile(path, 'utf8');
  const snippet = JSON.stringify(item);
  const known = new RegExp(`^(\\s*)(["']?)${key}\\2\\s*:\\s*\\[`, 'm').exec(text);
  const opening = known ?? /(?:export\s+default|defineConfig\()\s*\(?\s*\{/.exec(text);
  if (opening) {
    const at = opening.index + opening[0].length;
    // The list's first item: order is of no meaning there, and the end of a list is hard to find in code.
    const edited = known
      ? `${text.slice(0, at)}\n${known[1] ?? ''}  ${snippet},${text.slice(at)}`
      : `${text.slice(0, at)}\n  ${key}: [${snippet}],${text.slice(at)}`;
    if (await loadsAs(path, edited, key, wanted)) return write(path, edited);
  }
  throw usage('', `${path} is code that cannot be edited safely.`, `Add this to its list "${key}" by hand: ${snippet}`);
}

/** Tries the edited text in a file beside the real one, so that its imports still work. */
async function loadsAs(path: string, text: string, key: string, wanted: object): Promise<boolean> {
  const trial = join(dirname(path), `.launch-ready-trial-${process.pid}${extname(path)}`);
  if (existsSync(trial)) return false;
  try {
    await writeFileAtomically(trial, text);
    const { default: value } = (await import(pathToFileURL(trial).href)) as { readonly default?: unknown };
    return isRecord(value) && isDeepStrictEqual(sorted(value, key), sorted(wanted, key));
  } catch (error) {
    // Whatever does not load was edited wrongly; the caller says what to do by hand.
    return error === undefined;
  } finally {
    await rm(trial, { force: true });
  }
}

function sorted(value: object, key: string): object {
  const list = (value as Record<string, unknown>)[key];
  const items = Array.isArray(list) ? list.map((one) => JSON.stringify(one)).sort() : [];
  return { ...JSON.parse(JSON.stringify(value)), [key]: items };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomically(path, text);
  } catch (error) {
    if (error instanceof FileError) throw usage('', error.message, '');
    throw error;
  }
}
