import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slow-first.ts';

const ring = (name: string, order: number, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude, sequence: { groupOrder: order } },
});

/** The cheap and telling ring first, then the others together, four files at a time. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most tests wait for browsers and servers: four at a time keep two cores busy.
    maxWorkers: 4,
    // Pages that a portal test visits side by side, where its file says so.
    maxConcurrency: 2,
    pool: 'forks',
    // One process serves many files: reading the modules anew for each costs processor time that both cores lack.
    isolate: false,
    sequence: { sequencer: SlowFirst },
    projects: [
      ring('architecture', 0, ['test/architecture/**/*.test.ts']),
      ring('parts', 1, ['test/**/*.test.ts', 'bench/**/*.test.ts'], ['test/{architecture,range,cli,imap}/**']),
      ring('range', 1, ['test/range/**/*.test.ts']),
      ring('cli', 1, ['test/cli/**/*.test.ts']),
    ],
  },
});
