export interface DrillClock {
  now(): Date;
  monotonicMs(): number;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Wall clocks are stepped by a second or two when a machine is set right; more makes times worthless. */
const toleranceMs = 2_000;

/**
 * Milliseconds since the start by the monotonic clock. After a restart only the wall clock knows the start: `startedAt`
 * gives it, and `stepped` says whether the two clocks went apart, or the wall clock went back.
 */
export function clockWatch(clock: DrillClock, startedAt?: string) {
  const [wall, mono] = [clock.now().getTime(), clock.monotonicMs()];
  const before = startedAt === undefined ? 0 : wall - Date.parse(startedAt);
  return {
    ms: () => Math.max(0, Math.round(before + clock.monotonicMs() - mono)),
    stepped: () => before < 0 || Math.abs(clock.now().getTime() - wall - (clock.monotonicMs() - mono)) > toleranceMs,
  };
}
