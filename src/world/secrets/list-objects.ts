import { askGit, type GitAnswer, type GitPlace } from './git-process.ts';

export interface GitObjectInfo {
  readonly name: string;
  readonly type: 'blob' | 'commit' | 'tag';
  readonly size: number;
  /** What it takes in its pack. */
  readonly packed: number;
  /** The object that its pack makes it from. */
  readonly base?: string;
}

export interface ObjectList {
  /** All there is, folders included. */
  readonly names: readonly string[];
  /** Texts and messages, in the order of the packs. */
  readonly objects: readonly GitObjectInfo[];
  readonly commits: readonly string[];
  readonly missing: number;
  readonly complaint: string;
}

const everything = ['cat-file', '--batch-all-objects', '--unordered'];
const asked = '--batch-check=%(objectname) %(objecttype) %(objectsize) %(objectsize:disk) %(deltabase)';

/** Every object there is, reachable or not: branches, tags, stashes, what reflogs keep and what was forgotten. */
export async function listObjects(place: GitPlace, signal: AbortSignal): Promise<ObjectList> {
  return readList(await askGit(place, [...everything, asked], { signal }));
}

/** What these are, of the same kind of list. */
export async function askAbout(place: GitPlace, names: readonly string[], signal: AbortSignal): Promise<ObjectList> {
  if (names.length === 0) return { names, objects: [], commits: [], missing: 0, complaint: '' };
  return readList(await askGit(place, ['cat-file', asked], { signal, input: `${names.join('\n')}\n` }));
}

/** Only the names, which git need not open anything for. */
export async function askNames(
  place: GitPlace,
  signal: AbortSignal,
): Promise<{ readonly names: readonly string[]; readonly complaint: string }> {
  const answer = await askGit(place, [...everything, '--batch-check=%(objectname)'], { signal });
  const names = answer.out.toString('latin1').split('\n');
  return { names: names.filter((name) => name !== ''), complaint: complaintOf(answer) };
}

function complaintOf({ code, complaint }: GitAnswer): string {
  return code === 0 ? complaint : complaint || `git ended with ${code}`;
}

function readList(answer: GitAnswer): ObjectList {
  const { out } = answer;
  const names: string[] = [];
  const objects: GitObjectInfo[] = [];
  const commits: string[] = [];
  let missing = 0;
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(10, at);
    const stop = end < 0 ? out.length : end;
    const space = out.indexOf(32, at);
    const name = out.toString('latin1', at, space < 0 ? stop : Math.min(space, stop));
    const tree = out[space + 1] === 116 && out[space + 2] === 114;
    // Folders are half of all there is, and only their names are needed.
    const [type = '', size, packed, base = none] = tree ? ['', ''] : out.toString('latin1', space + 1, stop).split(' ');
    at = stop + 1;
    if (name === '') continue;
    if (size === undefined) {
      missing += 1;
      continue;
    }
    names.push(name);
    if (type === 'blob' || type === 'commit' || type === 'tag') {
      const made = base.startsWith(none) ? {} : { base };
      objects.push({ name, type, size: Number(size), packed: Number(packed), ...made });
      if (type === 'commit') commits.push(name);
    }
  }
  return { names, objects, commits, missing, complaint: complaintOf(answer) };
}

/** Where there is no such object git gives a name of zeros. */
const none = '0000000000';

export interface Reach {
  /** One path of each blob that some commit names; messages have an empty one. */
  readonly pathOf: ReadonlyMap<string, string>;
  /** Commits that no branch, tag or reflog reaches. */
  readonly lostCommits: readonly string[];
  /** Objects that commits name and that are not there, and walks that git broke off. */
  readonly missing: number;
}

/** What branches, tags, reflogs and the index reach: the long part of `readReach`, begun before the objects are listed. */
export function askReachable(place: GitPlace, signal: AbortSignal): Promise<Walk> {
  const all = [
    'rev-list',
    '--objects',
    '--all',
    '--reflog',
    '--indexed-objects',
    '--ignore-missing',
    '--missing=print',
  ];
  return walkPaths(place, all, new Map(), { signal });
}

/** Which objects are reachable and one path of each, those of lost commits included. */
export async function readReach(
  place: GitPlace,
  commits: readonly string[],
  { pathOf, missing }: Walk,
  signal: AbortSignal,
): Promise<Reach> {
  const lostCommits = commits.filter((name) => !pathOf.has(name));
  if (lostCommits.length === 0) return { pathOf, lostCommits, missing };
  const input = `${lostCommits.join('\n')}\n`;
  const from = [
    'rev-list',
    '--objects',
    '--ignore-missing',
    '--missing=print',
    '--stdin',
    '--not',
    '--all',
    '--reflog',
  ];
  const walked = await walkPaths(place, from, pathOf, { signal, input });
  return { pathOf, lostCommits, missing: missing + walked.missing };
}

export interface Walk {
  readonly pathOf: Map<string, string>;
  /** How many objects are named and not there. */
  readonly missing: number;
}

/** Runs a `rev-list --objects` and keeps the first path of each object, read while git still walks. */
export async function walkPaths(
  place: GitPlace,
  args: readonly string[],
  pathOf: Map<string, string>,
  options: { readonly signal: AbortSignal; readonly input?: string },
): Promise<Walk> {
  let missing = 0;
  let rest: Buffer = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    const out = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = out.indexOf(10); end >= 0; end = out.indexOf(10, at)) {
      missing += takePath(out, at, end, pathOf);
      at = end + 1;
    }
    rest = out.subarray(at);
  };
  const { code } = await askGit(place, args, { ...options, take });
  return { pathOf, missing: missing + takePath(rest, 0, rest.length, pathOf) + (code === 0 ? 0 : 1) };
}

/** One line: the name of an object, and for what stands in a folder its path. */
function takePath(out: Buffer, at: number, stop: number, pathOf: Map<string, string>): number {
  const space = out.indexOf(32, at);
  const named = space >= 0 && space < stop;
  const name = out.toString('latin1', at, named ? space : stop);
  if (name.startsWith('?')) return 1;
  if (name !== '' && !pathOf.has(name)) pathOf.set(name, named ? out.toString('utf8', space + 1, stop) : '');
  return 0;
}

/** Blobs of the newest commit with their paths; empty for a repository without one. */
export async function readHead(
  place: GitPlace,
  signal: AbortSignal,
): Promise<{ readonly commit?: string; readonly files: ReadonlyMap<string, string> }> {
  const head = await askGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { signal });
  const files = new Map<string, string>();
  if (head.code !== 0) return { files };
  const commit = head.out.toString('latin1').trim();
  const tree = await askGit(place, ['ls-tree', '-r', '-z', '--full-tree', commit], { signal });
  for (const entry of tree.out.toString('utf8').split('\0')) {
    const [, type, name, path] = /^\d+ (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
    if (type === 'blob' && name !== undefined && path !== undefined && !files.has(name)) files.set(name, path);
  }
  return { commit, files };
}
