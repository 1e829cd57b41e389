export interface Deadline {
  /** Aborts with the reason of the first stop, or with a `TimeoutError` after the time. */
  readonly signal: AbortSignal;
  /** The time ran out. */
  late(): boolean;
  /** Lets go of the timer and of the stops; without it they keep what waits for them in memory until the time is over. */
  end(): void;
}

/** A limit of `ms` milliseconds on something that `stops` can end earlier. It does not keep the process alive. */
export function startDeadline(ms: number, stops: readonly AbortSignal[]): Deadline {
  const own = new AbortController();
  let late = false;
  const end = () => {
    clearTimeout(timer);
    for (const stop of stops) stop.removeEventListener('abort', onStop);
  };
  const onStop = () => {
    end();
    own.abort(stops.find(({ aborted }) => aborted)?.reason);
  };
  const timer = setTimeout(() => {
    late = true;
    end();
    own.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, ms);
  timer.unref();
  if (stops.some(({ aborted }) => aborted)) onStop();
  else for (const stop of stops) stop.addEventListener('abort', onStop, { once: true });
  return { signal: own.signal, late: () => late, end };
}
