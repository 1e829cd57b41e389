import { spawn } from 'node:child_process';

/** Files of a commit; null deletes one. */
export type Change = Readonly<Record<string, string | null>>;
export interface Step {
  readonly branch?: string;
  readonly message: string;
  readonly files: Change;
  /** A step before it, by index; the one before on the same branch otherwise. */
  readonly from?: number;
  readonly merges?: number;
}

const author = 'Robin Vale <robin@northline.test>';
const began = 1_750_000_000;

/** Makes a repository with these commits in one stream; `lost` branches are removed at the end, their commits stay. */
export async function writeHistory(
  folder: string,
  steps: readonly Step[],
  lost: readonly string[] = [],
): Promise<void> {
  await git(folder, ['init', '-q', '-b', 'main', '.']);
  const lines: string[] = [];
  const lastOn = new Map<string, number>();
  for (const [index, { branch = 'main', message, files, from, merges }] of steps.entries()) {
    const parent = from ?? lastOn.get(branch);
    lines.push(
      `commit refs/heads/${branch}`,
      `mark :${index + 1}`,
      `committer ${author} ${began + index * 3600} +0000`,
      data(message),
    );
    if (parent !== undefined) lines.push(`from :${parent + 1}`);
    if (merges !== undefined) lines.push(`merge :${merges + 1}`);
    for (const [path, text] of Object.entries(files))
      lines.push(text === null ? `D ${path}` : `M 100644 inline ${path}\n${data(text)}`);
    lines.push('');
    lastOn.set(branch, index);
  }
  await git(folder, ['fast-import', '--quiet'], `${lines.join('\n')}\n`);
  for (const branch of lost) await git(folder, ['update-ref', '-d', `refs/heads/${branch}`]);
  await git(folder, ['reset', '-q', '--hard', 'main']);
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}

/** Runs git without this machine's settings. */
export function git(folder: string, args: readonly string[], input = ''): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const child = spawn('git', [...args], { cwd: folder, env, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8');
  });
  // Most commands end without reading what they are given: a closed pipe is no failure, the exit code says what is.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`git ${args[0]}: ${complaint}`))));
  });
}
