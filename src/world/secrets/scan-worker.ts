import { parentPort, workerData } from 'node:worker_threads';
import { type FileJob, scanFiles } from './scan-files.ts';
import { type ObjectJob, scanObjects } from './scan-objects.ts';

export type ScanJob = ({ readonly kind: 'objects' } & ObjectJob) | ({ readonly kind: 'files' } & FileJob);

const job = workerData as ScanJob;
let items = 0;
const onProgress = (more: number) => {
  items += more;
  if (items % 500 === 0) parentPort?.postMessage({ progress: 500 });
};
const report = job.kind === 'objects' ? await scanObjects(job, onProgress) : scanFiles(job, onProgress);
parentPort?.postMessage({ report });
