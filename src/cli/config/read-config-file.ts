import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError, usage } from '../problem.ts';
import { type JsonPlaces, jsonPlaces } from './json-places.ts';

export const configNames = ['launch-ready.config.ts', 'launch-ready.config.js', 'launch-ready.config.json'] as const;
const largestBytes = 8 * 1024 * 1024;

export interface ConfigFile {
  readonly path: string;
  /** Relative paths in the config start here. */
  readonly folder: string;
  readonly value: unknown;
  readonly places?: JsonPlaces;
}

export interface ConfigSource {
  /** `--config F`. */
  readonly asked?: string;
  readonly cwd: string;
  /** Only JSON is read, because the branch may be somebody else's and a .ts config is code (CONTRACT.md, Config). */
  readonly jsonOnly: boolean;
}

/** The config file as written, unchecked; undefined where there is none and none was asked for. */
export async function readConfigFile({ asked, cwd, jsonOnly }: ConfigSource): Promise<ConfigFile | undefined> {
  const path = asked === undefined ? findConfig(cwd, jsonOnly) : resolve(cwd, asked);
  if (path === undefined) return undefined;
  if (!existsSync(path)) {
    throw usage('--config', `${path} does not exist.`, 'Give the path of a config, or leave --config out.');
  }
  const kind = extname(path);
  if (kind === '.json') return readJson(path);
  if (!['.ts', '.js', '.mts', '.mjs'].includes(kind)) {
    throw usage('--config', `${path} is neither .ts, .js nor .json.`, 'Rename it to one of them.');
  }
  if (jsonOnly) {
    throw usage(
      '--config',
      `${path} is code, and with CI=true only a JSON config is read.`,
      'Write the same keys into launch-ready.config.json and name that.',
    );
  }
  return { path, folder: dirname(path), value: await importConfig(path) };
}

function findConfig(cwd: string, jsonOnly: boolean): string | undefined {
  const names = jsonOnly ? configNames.filter((name) => name.endsWith('.json')) : configNames;
  const found = names.map((name) => join(cwd, name)).filter((path) => existsSync(path));
  if (found.length > 1) {
    throw usage(
      '',
      `Two configs stand beside each other: ${found.join(', ')}.`,
      'Keep one, or name one with --config.',
    );
  }
  return found[0];
}

function readJson(path: string): ConfigFile {
  const text = readText(path);
  try {
    return { path, folder: dirname(path), value: JSON.parse(text), places: jsonPlaces(text) };
  } catch (error) {
    const says = (error as Error).message;
    const offset = /position (\d+)/.exec(says)?.[1];
    const line = offset === undefined ? undefined : text.slice(0, Number(offset)).split('\n').length;
    throw new UsageError([{ place: '', line, says: `This is not JSON: ${says}.`, fix: 'Correct the syntax there.' }], {
      file: path,
    });
  }
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > largestBytes) throw usage('--config', `${path} is larger than 8 MiB.`, 'Name a config file.');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const says = code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'is not UTF-8 text' : `cannot be read (${code})`;
    throw usage('--config', `${path} ${says}.`, 'Name a readable JSON file.');
  }
}

async function importConfig(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    if (module.default === undefined) {
      throw usage('', `${path} exports no default.`, 'Write `export default { … }` in it.');
    }
    return module.default;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      [
        {
          place: '',
          says: `It does not load: ${(error as Error).message}`,
          fix: 'Correct the file and run this again.',
        },
      ],
      { file: path },
    );
  }
}
