const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
type Signal = keyof typeof signals;

let guards = 0;
const handlers = new Map<Signal, () => void>();

/**
 * Node ends at these signals without running `exit` handlers, which would leave a browser's folder behind. While a guard is
 * held and nobody else listens, the signal becomes an ordinary exit; where the program listens itself, it decides.
 */
export function holdExitGuard(): () => void {
  guards += 1;
  if (guards === 1) {
    for (const [name, number] of Object.entries(signals) as [Signal, number][]) {
      const handler = () => {
        if (process.listenerCount(name) === 1) process.exit(128 + number);
      };
      handlers.set(name, handler);
      process.on(name, handler);
    }
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    guards -= 1;
    if (guards > 0) return;
    for (const [name, handler] of handlers) process.off(name, handler);
    handlers.clear();
  };
}
