import { askGit, type GitPlace } from './git-process.ts';

export interface GitObjectInfo {
  readonly name: string;
  readonly type: 'blob' | 'commit' | 'tag';
  readonly size: number;
}

export interface ObjectList {
  /** Texts and messages, in the order of the packs. */
  readonly objects: readonly GitObjectInfo[];
  readonly commits: readonly string[];
  readonly missing: number;
  readonly complaint: string;
}

/** Every object there is, reachable or not: branches, tags, stashes, what reflogs keep and what was forgotten. */
export async function listObjects(place: GitPlace, signal: AbortSignal): Promise<ObjectList> {
  const format = '%(objectname) %(objecttype) %(objectsize)';
  const { out, complaint, code } = await askGit(
    place,
    ['cat-file', '--batch-all-objects', '--unordered', `--batch-check=${format}`],
    { signal },
  );
  const objects: GitObjectInfo[] = [];
  const commits: string[] = [];
  let missing = 0;
  for (const line of out.toString('latin1').split('\n')) {
    const [name = '', type = '', size] = line.split(' ');
    if (name === '') continue;
    if (size === undefined) missing += 1;
    else if (type === 'blob' || type === 'commit' || type === 'tag') {
      objects.push({ name, type, size: Number(size) });
      if (type === 'commit') commits.push(name);
    }
  }
  return { objects, commits, missing, complaint: code === 0 ? complaint : complaint || `git ended with ${code}` };
}

export interface Reach {
  /** One path of each blob that some commit names; messages have an empty one. */
  readonly pathOf: ReadonlyMap<string, string>;
  /** Commits that no branch, tag or reflog reaches. */
  readonly lostCommits: readonly string[];
  readonly complaint: string;
}

/** Which objects are reachable and one path of each, those of lost commits included. */
export async function readReach(place: GitPlace, commits: readonly string[], signal: AbortSignal): Promise<Reach> {
  const pathOf = new Map<string, string>();
  const first = await askGit(
    place,
    ['rev-list', '--objects', '--all', '--reflog', '--indexed-objects', '--ignore-missing'],
    { signal },
  );
  take(first.out, pathOf);
  const lostCommits = commits.filter((name) => !pathOf.has(name));
  let { complaint } = first;
  if (lostCommits.length > 0) {
    const lost = await askGit(
      place,
      ['rev-list', '--objects', '--ignore-missing', '--stdin', '--not', '--all', '--reflog'],
      {
        signal,
        input: `${lostCommits.join('\n')}\n`,
      },
    );
    take(lost.out, pathOf);
    complaint += lost.complaint;
  }
  return { pathOf, lostCommits, complaint };
}

function take(out: Buffer, pathOf: Map<string, string>): void {
  for (const line of out.toString('utf8').split('\n')) {
    const space = line.indexOf(' ');
    const name = space < 0 ? line : line.slice(0, space);
    if (name !== '' && !pathOf.has(name)) pathOf.set(name, space < 0 ? '' : line.slice(space + 1));
  }
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
