import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type AppProcess = { readonly url: string; readonly stop: () => Promise<void> };

export type AppCommand = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** A path that answers below 500 once the application is up. */
  readonly readyPath?: string;
  readonly timeoutMs?: number;
};

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * A free loopback port below the range from which the system serves outgoing connections (those would take it again
 * before the application listens), and above all that browsers refuse.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free loopback port between 20000 and 32000 after 100 tries');
}

/** The caller's environment without its credentials and without this project's own Node in PATH. */
export function cleanEnvironment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const path = (process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin')
    .split(':')
    .filter((entry) => !entry.includes('node_modules/.bin'))
    .join(':');
  return { PATH: path, HOME: process.env.HOME ?? '/', LANG: 'C.UTF-8', TZ: 'UTC', ...extra };
}

/** Starts a program and waits until it answers HTTP; its output is kept and shown only when it fails. */
export async function startApp(app: AppCommand): Promise<AppProcess> {
  // A group of its own: what the program starts (workers) ends with it.
  const child = spawn(app.command, app.args, {
    cwd: app.cwd,
    env: app.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const signalAll = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Already gone.
      ended = true;
    }
  };
  const onExit = (): void => signalAll('SIGKILL');
  process.once('exit', onExit);
  let log = '';
  let ended = false;
  const keep = (data: Buffer): void => {
    log = (log + data.toString('utf8')).slice(-8000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exit = new Promise<void>((resolve) => {
    const end = (): void => {
      ended = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      log += String(error);
      end();
    });
  });
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    if (ended) return signalAll('SIGKILL');
    signalAll('SIGTERM');
    const limit = new AbortController();
    await Promise.race([exit, wait(8000, undefined, { signal: limit.signal }).catch(() => undefined)]);
    limit.abort();
    signalAll('SIGKILL');
    await exit;
  };
  const url = `http://127.0.0.1:${app.port}`;
  const deadline = Date.now() + (app.timeoutMs ?? 90_000);
  while (Date.now() < deadline && !ended) {
    const status = await fetch(url + (app.readyPath ?? '/'), { redirect: 'manual' }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 599,
    );
    if (status < 500) return { url, stop };
    await wait(200);
  }
  await stop();
  throw new Error(`${app.command} ${app.args.join(' ')} did not answer on ${url}:\n${log.slice(-3000)}`);
}
