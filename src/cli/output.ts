import type { Writable } from 'node:stream';

/** What of a stream matters here; tests pass their own. */
export interface Sink {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Output {
  /** Results: stdout. */
  print(text: string): void;
  /** Everything else: stderr. */
  note(text: string): void;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Whether colours and cursor movements are welcome, per stream. */
  readonly color: boolean;
  readonly live: boolean;
  readonly unicode: boolean;
  /** Columns of the terminal; 80 where there is none. */
  readonly width: () => number;
  /** From now on everything printed passes this; the vault's `redact`. */
  useRedactor(redact: (text: string) => string): void;
  readonly redact: (text: string) => string;
}

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--no-color`. */
  readonly noColor?: boolean;
}

/** Where the program writes, and how much colour it may use (NO_COLOR, TERM=dumb, pipes). */
export function createOutput({ stdout, stderr, env, noColor }: OutputOptions): Output {
  let redact = (text: string) => text;
  const dumb = env.TERM === 'dumb';
  const plain = noColor === true || (env.NO_COLOR ?? '') !== '' || dumb;
  const forced = (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0';
  return {
    stdout,
    stderr,
    color: !plain && (stdout.isTTY === true || forced),
    live: stderr.isTTY === true && !dumb && (env.CI ?? '') === '',
    unicode: speaksUnicode(env),
    width: () => Math.max(20, stdout.columns ?? stderr.columns ?? (Number(env.COLUMNS) || 80)),
    print: (text) => void stdout.write(redact(text)),
    note: (text) => void stderr.write(redact(text.endsWith('\n') ? text : `${text}\n`)),
    useRedactor: (next) => {
      redact = next;
    },
    redact: (text) => redact(text),
  };
}

function speaksUnicode(env: OutputOptions['env']): boolean {
  if (process.platform === 'win32') return env.WT_SESSION !== undefined || env.TERM_PROGRAM === 'vscode';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' ? env.TERM !== 'linux' : /utf-?8/i.test(locale);
}

/**
 * A reader that goes away (`| head`) is no failure: further writes are dropped and the program finishes with its own
 * exit code.
 */
export function outliveClosedPipes(streams: readonly Writable[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') return;
      throw error;
    });
}
