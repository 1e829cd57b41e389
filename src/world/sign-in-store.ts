import { chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { z } from 'zod';
import { GapError, gap } from '../model/gap.ts';
import type { AccountName } from '../model/identity.ts';
import { writeFileAtomically } from './files.ts';

export type StorageState = Exclude<BrowserContextOptions['storageState'], string | undefined>;

const stateSchema = z.looseObject({
  cookies: z.array(z.looseObject({ name: z.string(), value: z.string() })),
  origins: z.array(z.looseObject({ origin: z.string() })).default([]),
});
const savedSchema = z.strictObject({
  schema: z.literal('launch-ready/sign-in@1'),
  host: z.string(),
  account: z.string(),
  savedAt: z.string(),
  state: stateSchema,
  /** By origin; a browser's own storage state leaves it out. */
  sessionStorage: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** A sign-in that a person made once: cookies, localStorage, IndexedDB and sessionStorage. Worth as much as a password. */
export interface SavedSignIn {
  readonly host: string;
  readonly account: string;
  readonly savedAt?: string;
  readonly state: StorageState;
  readonly sessionStorage: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Where the recorded sign-in of an account lies: in the user's own state folder, never in a checkout. */
export function signInFile(env: Env, host: string, account: AccountName): string {
  const base = env.XDG_STATE_HOME ?? join(env.HOME ?? env.LOCALAPPDATA ?? '.', '.local', 'state');
  return join(base, 'launch-ready', 'sign-ins', host.replace(/[^a-z0-9.-]/gi, '_'), `${account}.json`);
}

/** Writes the file for its owner alone (0600, folder 0700). Throws FileError. */
export async function writeSignIn(path: string, saved: SavedSignIn & { readonly savedAt: string }): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await chmod(dirname(path), 0o700);
  await writeFileAtomically(
    path,
    `${JSON.stringify({ schema: 'launch-ready/sign-in@1', ...saved }, null, 2)}\n`,
    0o600,
  );
}

/** Reads a recorded sign-in, or a plain storage state of Playwright. Throws GapError `not-configured` or `unreadable`. */
export async function readSignIn(path: string): Promise<SavedSignIn> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new GapError(gap('not-configured', `There is no recorded sign-in at ${path} (${code}).`, recordAgain, 5), {
      cause: error,
    });
  }
  const value = parse(text);
  const saved = savedSchema.safeParse(value);
  if (saved.success) return { ...saved.data, state: saved.data.state as StorageState };
  const plain = stateSchema.safeParse(value);
  if (plain.success) return { host: '', account: '', state: plain.data as StorageState, sessionStorage: {} };
  throw new GapError(gap('unreadable', `${path} holds no recorded sign-in.`, recordAgain, 5));
}

const recordAgain = 'Record it: launch-ready record sign-in URL --account a.';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Everything in a saved sign-in that opens something. */
export function secretsOf({ state, sessionStorage }: SavedSignIn): readonly string[] {
  const stored = (state.origins ?? []).flatMap((one) => (one.localStorage ?? []).map(({ value }) => value));
  const perTab = Object.values(sessionStorage).flatMap((one) => Object.values(one));
  return [...state.cookies.map(({ value }) => value), ...stored, ...perTab].filter(
    (value) => value.length >= 12 && value.length <= 8000,
  );
}
