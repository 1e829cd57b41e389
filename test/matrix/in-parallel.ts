/**
 * Runs the jobs in their order, as many at once as their weights allow; a job heavier than the capacity runs alone.
 * The first job that throws ends the run once those under way are done.
 */
export async function runInParallel<T>(
  jobs: readonly T[],
  options: {
    readonly capacity: number;
    readonly weightOf: (job: T) => number;
    readonly run: (job: T) => Promise<void>;
  },
): Promise<void> {
  const { capacity, weightOf, run } = options;
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let load = 0;
  for (const job of jobs) {
    const weight = Math.min(weightOf(job), capacity);
    while (load + weight > capacity) await Promise.race(running);
    if (failures.length > 0) break;
    load += weight;
    const one: Promise<void> = run(job)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        load -= weight;
        running.delete(one);
      });
    running.add(one);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
