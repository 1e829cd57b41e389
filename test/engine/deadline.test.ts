import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { startDeadline } from '../../src/model/deadline.ts';

const aborted = (signal: AbortSignal) =>
  new Promise<unknown>((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

test('a deadline aborts late, with the error that a time-out has', async () => {
  const deadline = startDeadline(1, []);
  expect(deadline.late()).toBe(false);
  // The timer alone keeps no process alive.
  const alive = setInterval(() => undefined, 1_000);
  expect(await aborted(deadline.signal)).toMatchObject({ name: 'TimeoutError' });
  clearInterval(alive);
  expect(deadline.late()).toBe(true);
});

test('a stop ends it earlier, with its own reason, and is not late', async () => {
  const stop = new AbortController();
  const deadline = startDeadline(60_000, [new AbortController().signal, stop.signal]);
  const reason = aborted(deadline.signal);
  stop.abort(new Error('enough'));
  expect(await reason).toMatchObject({ message: 'enough' });
  expect(deadline.late()).toBe(false);
});

test('a stop that came before the start counts', () => {
  const deadline = startDeadline(60_000, [AbortSignal.abort(new Error('before'))]);
  expect(deadline.signal.reason).toMatchObject({ message: 'before' });
});

test('what has ended hangs on no stop and is not aborted by it', () => {
  const stop = new AbortController();
  const deadline = startDeadline(60_000, [stop.signal]);
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
  deadline.end();
  expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  stop.abort();
  expect(deadline.signal.aborted).toBe(false);
});

test('time in which this process was held up is added, up to as much again', async () => {
  const alive = setInterval(() => undefined, 1_000);
  const began = performance.now();
  // Held up for ever: the limit still ends.
  let held = 0;
  const deadline = startDeadline(60, [], () => (held += 1_000));
  await aborted(deadline.signal);
  clearInterval(alive);
  expect(performance.now() - began).toBeGreaterThan(115);
  expect(deadline.late()).toBe(true);
});
