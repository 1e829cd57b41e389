import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What a test file reads that starts browsers, whole worlds or processes. */
const slow =
  /\/(?:create-world|start|examine|find-browser)\.ts'|'\.\/(?:cli-process|setting)\.ts'|'@axe-core\/playwright'/;

/**
 * Files that start browsers, worlds or processes before those that only reckon, so that no long one is left alone at the
 * end. A clean clone has no times of an earlier run to go by, and size alone says little.
 */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => slow.test(readFileSync(moduleId, 'utf8'));
    const marked = bySize.map((file) => ({ file, late: isSlow(file) ? 0 : 1 }));
    return marked.sort((one, other) => one.late - other.late).map(({ file }) => file);
  }
}
