import type { Page } from 'playwright-core';
import type { Clock } from '../../world/world.ts';
import type { Recorder } from './recorder.ts';

const pollMs = 30;
const longPollMs = 1500;
const bodiesMs = 1500;

/**
 * Waits until the page has asked for nothing for `quietMs`, its scripts rest and what it shows has stopped changing, at most
 * `limitMs`. Requests open for more than 1.5 s (long polls, streams) do not count: "network idle" never comes on many portals.
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
    if (recorder.inFlight(longPollMs) > 0) since = clock.monotonicMs();
    else if (clock.monotonicMs() - since >= quietMs) {
      // A busy page asks for nothing while its scripts still run, and may ask for more when they are done.
      const asked = recorder.asked();
      await restingPage(page, Math.max(end - clock.monotonicMs(), 50));
      if (recorder.inFlight(longPollMs) === 0 && recorder.asked() === asked) break;
      since = clock.monotonicMs() - quietMs / 2;
    }
    await clock.wait(pollMs, signal);
  }
  // A body that no script reads may never come to its end.
  await Promise.race([recorder.settled(), clock.wait(bodiesMs, signal)]);
}

/** What stands where something is still to come: by ARIA, and as component libraries call it. */
export const loadingSigns =
  '[aria-busy=true], [role=progressbar]:not([aria-valuenow]), [data-slot=skeleton], [class*=skeleton i], [class*=spinner i], [class*=loading i], [class*=shimmer i], [class*=animate-pulse], [class*=animate-spin], [class*=placeholder-glow], [class*=progress-circular]';
/** A part that loads says so and little else; libraries call what holds a whole table by such names too. Of what says it by ARIA nothing is asked. */
export const mostSignText = 40;
/** React shows what it put off only a third of a second after it showed that it loads. */
const signsMs = 700;

/**
 * Waits until the page is loaded and its main thread idle, and until what it shows stays the same for a moment: pages drawn
 * by chunks of script that come late look finished before. At most `limitMs`; a page that navigates away counts as idle.
 */
export async function restingPage(page: Page, limitMs: number): Promise<void> {
  await page
    .evaluate(
      ({ timeout, signs, longest, most }) =>
        new Promise<void>((done) => {
          const size = () => document.querySelectorAll('*').length;
          // A dot that pulses for ever is smaller than the line of text that a skeleton stands for.
          const loads = () =>
            performance.now() - started < longest &&
            [...document.querySelectorAll(signs)].slice(0, 40).some((one) => {
              if (!one.matches('[aria-busy=true]') && (one.textContent ?? '').trim().length > most) return false;
              const box = one.getBoundingClientRect();
              const least = one.matches('[class*=animate-pulse]') ? 24 : 8;
              return box.width > least && box.height > 8 && box.top < innerHeight && one.checkVisibility();
            });
          const started = performance.now();
          // The browser thinks some pages are about to draw for ever, and calls idle callbacks of theirs only when their time is
          // over; a task of the lowest priority runs as soon as nothing else waits.
          const whenIdle = (then: () => void) => {
            let called = false;
            const once = () => {
              if (!called) then();
              called = true;
            };
            requestIdleCallback(once, { timeout });
            setTimeout(() => scheduler.postTask(once, { priority: 'background' }), 50);
          };
          const look = (before: number, looks: number) => {
            const now = size();
            // Tickers change for ever: a page that grows or shrinks by little is at rest.
            const same = Math.abs(now - before) <= 2;
            if ((same && looks > 0 && !loads()) || performance.now() - started > timeout) return done();
            whenIdle(() => setTimeout(() => look(now, looks + 1), same ? 20 : 80));
          };
          const later = () => whenIdle(() => look(size(), 0));
          if (document.readyState === 'complete') later();
          else {
            addEventListener('load', later, { once: true });
            setTimeout(done, timeout);
          }
        }),
      { timeout: limitMs, signs: loadingSigns, longest: signsMs, most: mostSignText },
    )
    .catch(() => undefined);
}
