import type { Page } from 'playwright-core';
import type { Clock } from '../../world/world.ts';
import type { Recorder } from './recorder.ts';

/**
 * Waits until the page has asked for nothing for `quietMs`, at most `limitMs`. Requests open for more than 1.5 s
 * (long polls, streams) do not count: "network idle" never comes on many portals.
 */
export async function waitUntilQuiet(
  page: Page,
  recorder: Recorder,
  clock: Clock,
  signal: AbortSignal,
  { quietMs = 250, limitMs = 4000 }: { quietMs?: number; limitMs?: number } = {},
): Promise<void> {
  const end = clock.monotonicMs() + limitMs;
  // A busy page asks for nothing while its scripts still run: quiet counts from when the page itself is idle.
  await idle(page, limitMs);
  let since = clock.monotonicMs();
  let idled = true;
  while (clock.monotonicMs() < end && !page.isClosed()) {
    if (recorder.inFlight(1500) > 0) {
      since = clock.monotonicMs();
      idled = false;
    } else if (clock.monotonicMs() - since >= quietMs) {
      if (idled) break;
      await idle(page, Math.max(end - clock.monotonicMs(), 50));
      idled = true;
      since = clock.monotonicMs() - quietMs / 2;
    }
    await clock.wait(40, signal);
  }
  await recorder.settled();
}

/** Waits until the page's main thread has nothing to do, at most `limitMs`; a page that navigates away counts as idle. */
async function idle(page: Page, limitMs: number): Promise<void> {
  await page
    .evaluate(
      (timeout) =>
        new Promise<void>((done) => {
          const later = () => requestIdleCallback(() => done(), { timeout });
          if (document.readyState === 'complete') later();
          else {
            addEventListener('load', later, { once: true });
            setTimeout(done, timeout);
          }
        }),
      limitMs,
    )
    .catch(() => undefined);
}
