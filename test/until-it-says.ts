import type { ChildProcess } from 'node:child_process';

const longestMs = 20_000;
const kept = 2000;

/**
 * Until a program says on its output that it is ready; its output is read on afterwards, so that it never waits for its reader.
 * @throws with what it said last, where it ends before that or is silent for twenty seconds (it is ended then)
 */
export async function untilItSays(child: ChildProcess, ready: RegExp): Promise<void> {
  let said = '';
  const limit = AbortSignal.timeout(longestMs);
  const isReady = new Promise<void>((resolve, reject) => {
    limit.addEventListener('abort', () => reject(new Error(`it was not ready after ${longestMs / 1000} s`)));
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`it ended with ${code}`)));
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (chunk) => {
        said = `${said}${String(chunk)}`.slice(-kept);
        if (ready.test(said)) resolve();
      });
  });
  try {
    await isReady;
  } catch (thrown) {
    child.kill();
    throw new Error(`The program did not start, ${thrown instanceof Error ? thrown.message : thrown}: ${said}`);
  }
}
