import type { Collector } from '../collectors/collector.ts';

/**
 * Runs collectors as soon as those in `after` are done: ordinary ones together, then what measures (`quiet`) one by one,
 * then what disturbs, one by one. One in `uses` or `after` that is not in the list counts as done.
 */
export async function scheduleCollectors(
  collectors: readonly Collector[],
  run: (collector: Collector) => Promise<void>,
): Promise<void> {
  const listed = new Map(collectors.map((collector) => [collector.id, collector]));
  const started = new Map<string, Promise<void>>();
  const start = (collector: Collector, path: readonly string[]): Promise<void> => {
    if (path.includes(collector.id))
      throw new Error(`collectors wait for each other: ${[...path, collector.id].join(' → ')}`);
    const known = started.get(collector.id);
    if (known) return known;
    const before = [...(collector.uses ?? []), ...(collector.after ?? [])].flatMap((id) => {
      const one = listed.get(id);
      return one ? [start(one, [...path, collector.id])] : [];
    });
    const done = Promise.all(before).then(() => run(collector));
    started.set(collector.id, done);
    return done;
  };
  const phase = (name: Collector['phase']) => collectors.filter((collector) => collector.phase === name);
  await Promise.all(phase(undefined).map((collector) => start(collector, [])));
  for (const collector of [...phase('quiet'), ...phase('disturbs')]) await start(collector, []);
}
