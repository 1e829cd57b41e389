import { defineConfig } from 'vitest/config';

const ring = (name: string, order: number, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude, sequence: { groupOrder: order } },
});

/** The rings run one after another, cheap and telling ones first; inside a ring three files at a time. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most tests wait for browsers and servers: three at a time keep two cores busy.
    maxWorkers: 3,
    // Pages that a portal test visits side by side, where its file says so.
    maxConcurrency: 2,
    pool: 'forks',
    projects: [
      ring('architecture', 0, ['test/architecture/**/*.test.ts']),
      ring('parts', 1, ['test/**/*.test.ts', 'bench/**/*.test.ts'], ['test/{architecture,range,cli,end-to-end,imap}/**']),
      ring('range', 2, ['test/range/**/*.test.ts']),
      ring('cli', 3, ['test/{cli,end-to-end}/**/*.test.ts']),
    ],
  },
});
