import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from './world.ts';

/** The clock of this machine; tests pass their own. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  wait: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};
