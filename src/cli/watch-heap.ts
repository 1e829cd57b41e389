import { setFlagsFromString } from 'node:v8';

/** So many hosts and domains need no watching. */
const few = 20;
const everyMs = 200;
const aboveMb = 220;
const belowMb = 190;

/**
 * With hundreds of hosts V8 lets closed connections pile up to several times what is in use. Where this process grows large,
 * its heap is kept tight, at the cost of some processor time; below that nothing changes. The call that comes back ends it.
 */
export function watchHeap(places: number): () => void {
  if (places <= few) return () => undefined;
  let tight = false;
  const keep = (wanted: boolean) => {
    if (tight === wanted) return;
    tight = wanted;
    setFlagsFromString(wanted ? '--optimize-for-size' : '--no-optimize-for-size');
  };
  const timer = setInterval(() => {
    const mb = process.memoryUsage.rss() / 2 ** 20;
    if (mb > aboveMb) keep(true);
    else if (mb < belowMb) keep(false);
  }, everyMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    keep(false);
  };
}
