import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/world/system-clock.ts';
import { openWorld } from './setting.ts';

/** A server in a thread of its own, so that it answers after 100 ms whatever this thread does. */
async function serverApart(): Promise<string> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     require('node:http').createServer((_, answer) => {
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
       answer.end('here');
     })
       .listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port); });`,
    { eval: true },
  );
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = (await once(worker, 'message')) as [number];
  return `http://127.0.0.1:${port}/`;
}

function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('an exchange in whose time this process was held up is no silence of the host', async () => {
  const url = await serverApart();
  const world = await openWorld({ url });
  const answer = world.http.request({ url, permit: 'look', timeoutMs: 500 });
  setImmediate(() => holdUp(800));
  expect((await answer).status).toBe(200);
  expect(world.heldUpMs?.()).toBeGreaterThan(500);
});

test('a process that runs as it should counts nothing', async () => {
  const world = await openWorld({ url: 'http://127.0.0.1:9/' });
  await systemClock.wait(250, new AbortController().signal);
  expect(world.heldUpMs?.()).toBeLessThan(200);
});
