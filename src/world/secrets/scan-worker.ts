import { parentPort } from 'node:worker_threads';
import { createScanner, type ScanJob } from './scanner.ts';

let items = 0;
const scanner = createScanner((more) => {
  items += more;
  if (items % 500 === 0) parentPort?.postMessage({ progress: 500 });
});
parentPort?.on('message', async (job: ScanJob) => parentPort?.postMessage({ report: await scanner.run(job) }));
