import type { Clock } from '../../../world/world.ts';

/** The promise's value, or `otherwise` where it fails or takes longer: a page stuck in a script answers nothing for ever. */
export async function within<T>(clock: Clock, ms: number, promise: Promise<T>, otherwise: T): Promise<T> {
  const stop = new AbortController();
  const late = clock.wait(ms, stop.signal).then(
    () => otherwise,
    () => otherwise,
  );
  try {
    return await Promise.race([promise.catch(() => otherwise), late]);
  } finally {
    stop.abort();
  }
}
