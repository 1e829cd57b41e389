export interface Deadline {
  /** Aborts with the reason of the first stop, or with a `TimeoutError` after the time. */
  readonly signal: AbortSignal;
  /** The time ran out. */
  late(): boolean;
  /** Lets go of the timer and of the stops; without it they keep what waits for them in memory until the time is over. */
  end(): void;
}

/**
 * A limit of `ms` milliseconds on something that `stops` can end earlier. It does not keep the process alive. Time in which
 * this process was held up (`heldUpMs`, counted from its start) is added, up to as much again: nobody could be heard then.
 */
export function startDeadline(ms: number, stops: readonly AbortSignal[], heldUpMs?: () => number): Deadline {
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
  const heldBefore = heldUpMs?.() ?? 0;
  const over = (added: number) => {
    const more = Math.min((heldUpMs?.() ?? 0) - heldBefore, ms) - added;
    if (more >= 1) return arm(more, added + more);
    late = true;
    end();
    own.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  };
  let timer: NodeJS.Timeout;
  const arm = (forMs: number, added: number) => {
    timer = setTimeout(() => over(added), forMs);
    timer.unref();
  };
  arm(ms, 0);
  if (stops.some(({ aborted }) => aborted)) onStop();
  else for (const stop of stops) stop.addEventListener('abort', onStop, { once: true });
  return { signal: own.signal, late: () => late, end };
}
