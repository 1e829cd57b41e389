export interface InterruptWatch {
  readonly signal: AbortSignal;
  /** Gives the signals back to Node's defaults. */
  stop(): void;
}

/** What of `process` matters here; tests pass their own. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  off(signal: NodeJS.Signals, listener: () => void): unknown;
}

export interface InterruptOptions {
  readonly source: SignalSource;
  readonly monotonicMs: () => number;
  /** Once, on the first signal. */
  readonly onFirst: () => void;
  /** On the next one: leave at once. */
  readonly onSecond: () => void;
}

// A terminal sends Ctrl-C to the launcher and to us, and the launcher passes it on: two signals, one key press.
const sameKeyPressMs = 400;
const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The first Ctrl-C asks the run to stop and keep what it has; the second one quits. */
export function watchInterrupt(options: InterruptOptions): InterruptWatch {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const listener = () => {
    const now = options.monotonicMs();
    if (firstAt === undefined) {
      firstAt = now;
      options.onFirst();
      controller.abort();
    } else if (now - firstAt > sameKeyPressMs) options.onSecond();
  };
  for (const signal of signals) options.source.on(signal, listener);
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) options.source.off(signal, listener);
    },
  };
}
