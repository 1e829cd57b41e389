import { extname } from 'node:path';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type FileReport, scanFiles } from './scan-files.ts';
import { type ObjectReport, scanObjects } from './scan-objects.ts';
import type { ScanJob } from './scan-worker.ts';

/** As many as there are cores, but few: each reads through a git process of its own. */
export const workers = Math.max(1, Math.min(4, availableParallelism()));

const script = new URL(`./scan-worker${extname(import.meta.url)}`, import.meta.url);

/** Less than this is read sooner than a thread is started. */
const smallBytes = 3_000_000;

/** Runs a job, a large one in a thread of its own. Rejects when the signal aborts or the thread fails. */
export async function runScan<J extends ScanJob>(
  job: J,
  options: { readonly bytes: number; readonly signal: AbortSignal; readonly onProgress: (items: number) => void },
): Promise<J extends { kind: 'objects' } ? ObjectReport : FileReport> {
  if (options.bytes < smallBytes) {
    options.signal.throwIfAborted();
    const report = job.kind === 'objects' ? scanObjects(job, options.onProgress) : scanFiles(job, options.onProgress);
    return Promise.resolve(report) as never;
  }
  return new Promise((resolve, reject) => {
    if (options.signal.aborted) return reject(options.signal.reason);
    const worker = new Worker(script, {
      workerData: job,
      execArgv: [],
      // Much is made and dropped at once: with more room for what is young it is swept up half as often.
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 96 },
    });
    const stop = () => {
      void worker.terminate();
      reject(options.signal.reason);
    };
    options.signal.addEventListener('abort', stop, { once: true });
    const end = (act: () => void) => {
      options.signal.removeEventListener('abort', stop);
      void worker.terminate();
      act();
    };
    worker.on('message', (message: { progress?: number; report?: never }) => {
      if (message.progress !== undefined) options.onProgress(message.progress);
      else end(() => resolve(message.report as never));
    });
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', (code) => end(() => reject(new Error(`the scan ended with code ${code}`))));
  });
}

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
