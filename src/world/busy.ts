import { performance } from 'node:perf_hooks';

const windowMs = 100;
const nearlyAlways = 0.9;

/**
 * Whether this process has had hardly a pause lately. Then more exchanges at once end no sooner, and whatever takes many
 * small steps (starting a browser, driving it) waits behind all of them at every step.
 */
export function createBusyMeter(): () => boolean {
  let mark = performance.eventLoopUtilization();
  let at = performance.now();
  let busy = false;
  return () => {
    const now = performance.now();
    if (now - at < windowMs) return busy;
    const latest = performance.eventLoopUtilization();
    busy = performance.eventLoopUtilization(latest, mark).utilization > nearlyAlways;
    mark = latest;
    at = now;
    return busy;
  };
}
