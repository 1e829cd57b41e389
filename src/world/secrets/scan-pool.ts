import { extname } from 'node:path';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileReport } from './scan-files.ts';
import type { ObjectReport } from './scan-objects.ts';
import { createScanner, type ScanJob } from './scanner.ts';

/** As many as there are cores, but few: each may read through a git process of its own. */
export const workers = Math.max(1, Math.min(4, availableParallelism()));

const script = new URL(`./scan-worker${extname(import.meta.url)}`, import.meta.url);

/** Less than this is read sooner than a thread is started. */
const smallBytes = 3_000_000;

type ReportOf<J extends ScanJob> = J extends { kind: 'objects' } ? ObjectReport : FileReport;

export interface ScanOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (items: number) => void;
}

export interface ScanPool {
  /** So many bytes will come: threads that will be needed for them start now and load what they run. */
  expect(bytes: number): void;
  /** Runs these jobs, many bytes in a few threads that take one after the other. Rejects when the signal aborts or a thread fails. */
  run<J extends ScanJob>(jobs: readonly J[], bytes: number): Promise<readonly ReportOf<J>[]>;
  end(): void;
}

export function createScanPool(options: ScanOptions): ScanPool {
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const threads: ReturnType<typeof startThread>[] = [];
  const threadAt = (index: number) => {
    threads[index] ??= startThread({ ...options, signal });
    return threads[index];
  };
  return {
    expect(bytes) {
      if (bytes >= smallBytes) for (let index = 0; index < workers; index += 1) threadAt(index);
    },
    async run<J extends ScanJob>(jobs: readonly J[], bytes: number) {
      if (bytes < smallBytes) return runHere(jobs, options);
      const reports: ReportOf<J>[] = [];
      let next = 0;
      const work = async (_: unknown, at: number) => {
        try {
          const thread = threadAt(at);
          while (next < jobs.length) {
            const index = next;
            next += 1;
            reports[index] = (await thread.run(jobs[index] as J)) as ReportOf<J>;
          }
        } catch (error) {
          failed.abort(error);
          throw error;
        }
      };
      await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work));
      return reports;
    },
    end() {
      for (const thread of threads) thread.end();
    },
  };
}

async function runHere<J extends ScanJob>(jobs: readonly J[], options: ScanOptions) {
  const scanner = createScanner(options.onProgress);
  const reports: ReportOf<J>[] = [];
  try {
    for (const job of jobs) {
      options.signal.throwIfAborted();
      reports.push((await scanner.run(job)) as ReportOf<J>);
    }
    return reports;
  } finally {
    scanner.end();
  }
}

/** A pool for these jobs alone. */
export async function runScans<J extends ScanJob>(
  jobs: readonly J[],
  bytes: number,
  options: ScanOptions,
): Promise<readonly ReportOf<J>[]> {
  const pool = createScanPool(options);
  try {
    return await pool.run(jobs, bytes);
  } finally {
    pool.end();
  }
}

function startThread({ signal, onProgress }: ScanOptions) {
  signal.throwIfAborted();
  const thread = new Worker(script, {
    execArgv: [],
    // Texts lie outside of the heap and go when what is young is swept up: with more room for it they pile up.
    resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 },
  });
  let settle = Promise.withResolvers<ObjectReport | FileReport>();
  /** Why it takes no more jobs: it may fail before the first one. */
  let over: { readonly why: unknown } | undefined;
  const stopped = (why: unknown) => {
    over ??= { why };
    settle.reject(over.why);
  };
  const stop = () => stopped(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  thread.on('message', (message: { progress?: number; report?: ObjectReport | FileReport }) => {
    if (message.progress !== undefined) onProgress(message.progress);
    else if (message.report !== undefined) settle.resolve(message.report);
  });
  thread.on('error', stopped);
  thread.on('exit', (code) => stopped(new Error(`the scan ended with code ${code}`)));
  // Asked only while a job runs: what comes later is nobody's matter.
  settle.promise.catch(() => undefined);
  return {
    async run(job: ScanJob) {
      settle = Promise.withResolvers();
      if (over) settle.reject(over.why);
      else thread.postMessage(job);
      return settle.promise;
    },
    end() {
      signal.removeEventListener('abort', stop);
      void thread.terminate();
    },
  };
}

const fewest = 300;
/** Into how many parts so many things are split: more than there are threads, so that all of them have something to do to the end. */
export const partsOf = (things: number) => Math.max(1, Math.min(workers * 4, Math.floor(things / fewest)));

/** Splits a list into neighbouring parts of about the same weight. */
export function shares<T>(list: readonly T[], parts: number, weight: (one: T) => number): readonly (readonly T[])[] {
  const total = list.reduce((sum, one) => sum + weight(one), 0);
  const result: T[][] = [[]];
  let filled = 0;
  for (const one of list) {
    if (filled >= (total / parts) * result.length && result.length < parts) result.push([]);
    (result.at(-1) as T[]).push(one);
    filled += weight(one);
  }
  return result.filter((part) => part.length > 0);
}
