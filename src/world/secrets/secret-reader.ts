import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { scanDocument } from '../../secrets/scan-document.ts';
import { type Sighting, sightingOf } from '../../secrets/sighting.ts';
import type { ProjectKey } from '../project-key.ts';
import { type FolderScan, type Part, scanFolder } from './scan-folder.ts';
import { markWith } from './scan-objects.ts';
import { type RepositoryOutcome, scanRepository } from './scan-repository.ts';
import { findSubmodules, type Submodule } from './submodules.ts';

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** Searches for secrets on this machine and in texts that were received. Nothing it returns holds a secret. */
export interface SecretReader {
  history(folder: string, options: ReadOptions): Promise<RepositoryOutcome>;
  /** Repositories inside the one of this folder, fetched or not. */
  submodules(folder: string, options: ReadOptions): Promise<readonly Submodule[]>;
  files(path: string, part: Part, options: ReadOptions): Promise<FolderScan>;
  exists(path: string): boolean;
  /** A text that is in memory: a bundle, an answer. `path` says what it is, `/assets/app.js`. */
  text(path: string, bytes: Uint8Array): readonly Sighting[];
}

export interface ReaderOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Keeps marks equal from run to run; without it nothing is remembered. */
  readonly projectKey?: ProjectKey;
}

export function createSecretReader({ env, projectKey }: ReaderOptions): SecretReader {
  const markKey = projectKey?.sign('fingerprint', 'secrets') ?? randomBytes(32).toString('hex');
  const mark = markWith(markKey);
  const common = { markKey, ...(projectKey && projectKey.note === undefined ? { env } : {}) };
  return {
    history: (folder, options) => scanRepository(folder, { ...common, ...options }),
    submodules: (folder, { signal }) => findSubmodules(folder, signal),
    files: (path, part, options) => scanFolder(path, part, { ...common, ...options }),
    exists: (path) => existsSync(path),
    text: (path, bytes) => {
      const sightings: Sighting[] = [];
      const sink = {
        hit: (hit: Parameters<typeof sightingOf>[0]) => void sightings.push(sightingOf(hit, mark)),
        left: () => undefined,
      };
      scanDocument(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { path, live: true }, sink);
      return sightings;
    },
  };
}
