import { defineConfig } from 'vitest/config';
import { SlowFirst } from './test/slow-first.ts';

const ring = (name: string, order: number, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude, sequence: { groupOrder: order } },
});

const pure = 'checks,parse,plan,handover,engine';
const rules = ring('rules', 1, [`test/{${pure}}/**/*.test.ts`]);

/** The cheap and telling ring first, then the others together, five files at a time. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most tests wait for browsers and servers: five at a time keep two cores busy.
    maxWorkers: 5,
    // Pages that a portal test visits side by side, where its file says so.
    maxConcurrency: 3,
    pool: 'forks',
    sequence: { sequencer: SlowFirst },
    projects: [
      ring('architecture', 0, ['test/architecture/**/*.test.ts']),
      // Pure functions over stored data: nothing of one file can be left behind for the next, and one process serves many.
      { ...rules, test: { ...rules.test, isolate: false } },
      ring('parts', 1, ['test/**/*.test.ts', 'bench/**/*.test.ts'], [`test/{architecture,${pure},range,cli,imap}/**`]),
      ring('range', 1, ['test/range/**/*.test.ts']),
      ring('cli', 1, ['test/cli/**/*.test.ts']),
    ],
  },
});
