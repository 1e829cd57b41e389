import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/**
 * Git for repositories that strangers wrote: no configuration of this machine or user, no credentials, and of the
 * repository's own configuration nothing that starts a program (watchers, hooks, pagers, filters, signature checks, transports,
 * lazy downloads). Only commands that read objects are ever run.
 */
const harmless = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.attributesFile=/dev/null',
  'core.askPass=',
  'core.sshCommand=false',
  'core.untrackedCache=false',
  'core.quotePath=false',
  'protocol.allow=never',
  'credential.helper=',
  'diff.external=',
  'gpg.program=false',
  'log.showSignature=false',
  'log.mailmap=false',
  'log.follow=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'safe.directory=*',
  'maintenance.auto=false',
  'gc.auto=0',
];

function environment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: '',
    GIT_PAGER: 'cat',
  };
}

export interface GitPlace {
  /** The git folder itself: nothing is searched for above it. */
  readonly gitDir: string;
}

export function startGit(
  { gitDir }: GitPlace,
  args: readonly string[],
  signal?: AbortSignal,
): ChildProcessWithoutNullStreams {
  const settings = harmless.flatMap((one) => ['-c', one]);
  const child = spawn('git', [...settings, '--git-dir', gitDir, '--no-pager', ...args], {
    env: environment(),
    cwd: gitDir,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  // A reader that goes away is the reader's matter; the exit code tells the rest.
  child.stdin.on('error', () => undefined);
  return child;
}

export interface GitAnswer {
  readonly code: number;
  readonly out: Buffer;
  readonly complaint: string;
}

const longestComplaint = 2_000;

/** Runs one reading command to its end. Throws only where git itself cannot be started, or the signal aborts. */
export async function askGit(
  place: GitPlace,
  args: readonly string[],
  options: {
    readonly input?: string;
    readonly signal?: AbortSignal;
    /** Takes what git writes while it writes it; the answer is empty then. */
    readonly take?: (chunk: Buffer) => void;
  } = {},
): Promise<GitAnswer> {
  const child = startGit(place, args, options.signal);
  const chunks: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', options.take ?? ((chunk: Buffer) => chunks.push(chunk)));
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < longestComplaint) complaint += chunk.toString('latin1');
  });
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? -1));
  });
  return { code, out: Buffer.concat(chunks), complaint: complaint.slice(0, longestComplaint) };
}
