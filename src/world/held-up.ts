import { performance } from 'node:perf_hooks';

const everyMs = 100;
/** A timer that is this late says nothing of the machine. */
const usualMs = 50;

/**
 * Counts the milliseconds in which this process could not run: its own work, or a machine that is busy with others'. An
 * answer that lay ready all the while looks late then, and the host is not to blame. The timer ends with `signal`.
 */
export function createHeldUpMeter(signal: AbortSignal): () => number {
  let sum = 0;
  let at = performance.now();
  const late = () => {
    const over = performance.now() - at - everyMs;
    return over > usualMs ? over : 0;
  };
  const timer = setInterval(() => {
    sum += late();
    at = performance.now();
  }, everyMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  return () => sum + late();
}
