import { createHmac } from 'node:crypto';
import type { Readable } from 'node:stream';
import { scanDocument, type ScanSink } from '../../secrets/scan-document.ts';
import { searchText } from '../../secrets/search-text.ts';
import { createVersionSearch, type VersionSearch } from '../../secrets/search-versions.ts';
import { type Sighting, sightingOf } from '../../secrets/sighting.ts';
import { startGit } from './git-process.ts';
import type { PackFiles } from './pack-files.ts';
import { scanPacked } from './scan-packed.ts';

export interface ObjectJob {
  readonly gitDir: string;
  /** Object names; versions of a file that follow one another are searched faster. */
  readonly names: readonly string[];
  /** Where each stands; empty where no tree names it. */
  readonly paths: readonly string[];
  /** The place in this list of the object that a pack makes each from, always before it; -1 for none. */
  readonly origins: readonly number[];
  readonly markKey: string;
}

export interface ObjectFinding {
  readonly object: string;
  readonly sighting: Sighting;
  /** Of a message: who wrote it and when. */
  readonly author?: string;
  readonly date?: string;
}

export interface ObjectReport {
  readonly findings: readonly ObjectFinding[];
  readonly left: readonly { readonly path: string; readonly what: string }[];
  /** Objects that git could not give. */
  readonly broken: readonly string[];
  readonly bytes: number;
}

/** Larger objects are read in pieces that overlap, so that memory stays small and nothing at a seam is lost. */
export const pieceBytes = 8 * 1024 * 1024;
export const overlapBytes = 64 * 1024;
const mostFindings = 50_000;

export function markWith(key: string): (text: string) => string {
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 16);
}

/** A path may hold a secret itself: then it is named without it. */
export function safePath(path: string): string {
  const { hits } = searchText(Buffer.from(path, 'utf8'), '');
  return hits
    .filter((hit) => hit.exposure !== 'publishable')
    .reduceRight((text, hit) => {
      const bytes = Buffer.from(text, 'utf8');
      return `${bytes.toString('utf8', 0, hit.from)}[masked]${bytes.toString('utf8', hit.to)}`;
    }, path);
}

/** Reads the objects from their packs, those that are not there by git, and searches each. */
export async function scanObjects(
  job: ObjectJob,
  onProgress: (objects: number, bytes: number) => void,
  packs: PackFiles,
): Promise<ObjectReport> {
  const mark = markWith(job.markKey);
  const findings: ObjectFinding[] = [];
  const left: { path: string; what: string }[] = [];
  let bytes = 0;
  const scan = (index: number, object: GitObject, search: VersionSearch) => {
    const name = job.names[index] as string;
    const path = job.paths[index] ?? '';
    bytes += object.bytes.length;
    const sink: ScanSink = {
      hit: (hit) => {
        if (findings.length < mostFindings)
          findings.push({
            object: name,
            sighting: sightingOf({ ...hit, path: safePath(hit.path) }, mark),
            ...object.writer?.(),
          });
      },
      left: (where, what) => left.push({ path: safePath(where), what }),
    };
    const shown = object.type === 'blob' ? path || `object ${name.slice(0, 12)}` : `${object.type} message`;
    const unplaced = object.type === 'blob' && path === '';
    const versions = object.type === 'blob' && path !== '' ? { search } : {};
    scanDocument(object.bytes, { path: shown, linesBefore: object.linesBefore, unplaced, ...versions }, sink);
    if (!object.more) onProgress(1, 0);
  };
  const rest = scanPacked(packs, job, pieceBytes, (index, type, text, search) =>
    scan(index, objectOf(type, text, 0), search),
  );
  const search = createVersionSearch();
  const broken = await scanByGit(job, byPath(rest, job.paths), (index, object) => scan(index, object, search));
  return { findings, left, broken, bytes };
}

/** Versions of a file one after the other: they are searched where they differ. */
function byPath(places: readonly number[], paths: readonly string[]): readonly number[] {
  const groups = Map.groupBy(places, (index) => paths[index] ?? '');
  return [...groups.values()].flat();
}

/** Reads objects by `git cat-file --batch`. A broken one ends git: it goes on behind it. Answers with those that git could not give. */
async function scanByGit(
  job: ObjectJob,
  rest: readonly number[],
  scan: (index: number, object: GitObject) => void,
): Promise<readonly string[]> {
  const broken: string[] = [];
  const nameAt = (at: number) => job.names[rest[at] as number] as string;
  let next = 0;
  for (let tries = 0; next < rest.length && tries < 200; tries += 1) {
    const child = startGit(job, ['cat-file', '--batch', '--buffer']);
    const done = new Promise<number>((resolve) => {
      child.on('error', () => resolve(-1));
      child.on('close', (code) => resolve(code ?? -1));
    });
    child.stderr.resume();
    const names = rest.slice(next).map((index) => job.names[index]);
    child.stdin.end(`${names.join('\n')}\n`);
    for await (const object of objectsOf(child.stdout)) {
      const index = rest[next] as number;
      next += 1;
      if (object.type === 'missing') {
        broken.push(job.names[index] as string);
        continue;
      }
      scan(index, object);
      if (object.more) next -= 1;
    }
    await done;
    if (next < rest.length) {
      // Git stopped at an object that it cannot read.
      broken.push(nameAt(next));
      next += 1;
    }
  }
  return broken;
}

interface GitObject {
  readonly type: string;
  readonly bytes: Buffer;
  /** Another piece of the same object follows. */
  readonly more: boolean;
  readonly linesBefore: number;
  readonly writer?: () => { readonly author: string; readonly date: string };
}

/** Splits the stream of `cat-file --batch` into objects, or pieces of large ones. The bytes live until the next one. */
async function* objectsOf(stream: Readable): AsyncGenerator<GitObject> {
  let store = Buffer.allocUnsafeSlow(1024 * 1024);
  let head = '';
  let type = '';
  let rest = -1;
  let filled = 0;
  let linesBefore = 0;
  for await (const part of stream) {
    const chunk = part as Buffer;
    let at = 0;
    while (at < chunk.length) {
      if (rest < 0) {
        const end = chunk.indexOf(10, at);
        head += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
        if (end < 0) break;
        at = end + 1;
        const [, kind = 'missing', size = ''] = head.split(' ');
        head = '';
        if (size === '') {
          if (kind !== '') yield { type: 'missing', bytes: Buffer.alloc(0), more: false, linesBefore: 0 };
          continue;
        }
        type = kind;
        rest = Number(size) + 1;
        filled = 0;
        linesBefore = 0;
        const need = Math.min(rest, pieceBytes + overlapBytes);
        if (store.length < need)
          store = Buffer.allocUnsafeSlow(Math.max(need, Math.min(store.length * 2, pieceBytes + overlapBytes)));
      }
      const take = Math.min(chunk.length - at, rest, pieceBytes + overlapBytes - filled);
      chunk.copy(store, filled, at, at + take);
      filled += take;
      rest -= take;
      at += take;
      if (rest === 0) {
        yield objectOf(type, store.subarray(0, filled - 1), linesBefore);
        rest = -1;
      } else if (filled === pieceBytes + overlapBytes) {
        yield { type, bytes: store.subarray(0, filled), more: true, linesBefore };
        for (let i = store.indexOf(10); i >= 0 && i < pieceBytes; i = store.indexOf(10, i + 1)) linesBefore += 1;
        store.copyWithin(0, pieceBytes, filled);
        filled = overlapBytes;
      }
    }
  }
}

/** Of commits and tags only the message is a text; who wrote it stands in the header. */
function objectOf(type: string, bytes: Buffer, linesBefore: number): GitObject {
  if (type !== 'commit' && type !== 'tag') return { type, bytes, more: false, linesBefore };
  const end = bytes.indexOf('\n\n');
  const message = end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 2);
  return { type, bytes: message, more: false, linesBefore, writer: () => writerOf(bytes, end) };
}

/** Asked only where a message holds something. */
function writerOf(bytes: Buffer, end: number): { readonly author: string; readonly date: string } {
  const header = bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
  const [, author = '', seconds = '0'] = /^(?:author|tagger) (.*?) (\d+) [+-]\d{4}$/m.exec(header) ?? [];
  const date = new Date(Number(seconds) * 1000);
  return { author, date: Number.isNaN(date.getTime()) ? '' : date.toISOString() };
}
