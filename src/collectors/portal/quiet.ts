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
  let since = clock.monotonicMs();
  while (clock.monotonicMs() < end && !page.isClosed()) {
    if (recorder.inFlight(1500) > 0) since = clock.monotonicMs();
    else if (clock.monotonicMs() - since >= quietMs) break;
    await clock.wait(40, signal);
  }
  await recorder.settled();
}
