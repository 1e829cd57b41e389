import { openPacks, type PackFiles } from './pack-files.ts';
import { type FileJob, type FileReport, scanFiles } from './scan-files.ts';
import { type ObjectJob, type ObjectReport, scanObjects } from './scan-objects.ts';

export type ScanJob = ({ readonly kind: 'objects' } & ObjectJob) | ({ readonly kind: 'files' } & FileJob);

/** Does jobs one after the other; the packs that were opened for one serve the next. */
export function createScanner(onProgress: (items: number) => void) {
  let opened: { readonly gitDir: string; readonly packs: PackFiles } | undefined;
  const end = () => {
    opened?.packs.close();
    opened = undefined;
  };
  return {
    async run(job: ScanJob): Promise<ObjectReport | FileReport> {
      if (job.kind === 'files') return scanFiles(job, onProgress);
      if (opened?.gitDir !== job.gitDir) {
        end();
        opened = { gitDir: job.gitDir, packs: openPacks(job.gitDir) };
      }
      return scanObjects(job, onProgress, opened.packs);
    },
    end,
  };
}
