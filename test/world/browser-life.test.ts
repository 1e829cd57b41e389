import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findInstalledBrowsers, usualPaths } from '../../src/world/find-browser.ts';
import { gapOf, openWorld, serveHttp, serveTcp } from './setting.ts';

const minute = 60_000;
const secrets = {
  LR_A_USER: 'anna@one.example',
  LR_A_PASSWORD: 'correct-horse-7',
  GITHUB_TOKEN: 'ghx_0123456789',
  CI: 'true',
};

/** Process ids below `root`, from /proc. */
async function descendants(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (parent && state !== 'Z') parents.set(Number(name), Number(parent));
  }
  const found: number[] = [root];
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid) found.push(child);
  }
  return found.slice(1);
}

async function start(ending: string, extra: NodeJS.ProcessEnv = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lr-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = await serveHttp((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<title>x</title>'),
  );
  const script = fileURLToPath(new URL('./browser-run.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script, server.url, ending], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CHROME_PATH: process.env.CHROME_PATH,
      TMPDIR: folder,
      ...secrets,
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  if (child.stdout) await once(child.stdout, 'data');
  return { child, exited, folder, said: () => said };
}

const alive = (pids: readonly number[]) =>
  pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });

describe.runIf(process.platform === 'linux')('the browser process', () => {
  it(
    'knows no credential: not in its environment, not in its command line, not in its children’s',
    async () => {
      const { child } = await start('wait');
      const pids = await descendants(child.pid ?? 0);
      expect(pids.length).toBeGreaterThan(1);
      let looked = 0;
      for (const pid of pids) {
        // Children of the browser come and go; one that has gone shows nothing.
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
        const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
        if (line !== '') looked += 1;
        for (const [name, value] of Object.entries(secrets)) {
          expect(`${environment} ${line}`).not.toContain(name === 'CI' ? 'CI=true' : value);
        }
        expect(environment).not.toMatch(/LR_|TOKEN/);
        expect(line).not.toMatch(/--disable-web-security|--allow-running-insecure-content|--ignore-certificate-errors/);
        expect(line).not.toMatch(/proxy-auth|launch-ready:/);
      }
      expect(looked).toBeGreaterThan(1);
    },
    minute,
  );

  it.each([
    ['close()', 'close', undefined, [0, null]],
    ['an aborted signal', 'abort', undefined, [0, null]],
    ['process.exit', 'exit', undefined, [3, null]],
    ['an uncaught exception', 'throw', undefined, [1, null]],
    ['SIGINT', 'wait', 'SIGINT', [130, null]],
    ['SIGTERM', 'wait', 'SIGTERM', [143, null]],
    ['SIGHUP', 'wait', 'SIGHUP', [129, null]],
  ] as const)(
    'bad input: the run ends by %s → no orphan browser, no folder left',
    async (_name, ending, signal, code) => {
      const { child, exited, folder } = await start(ending);
      const pids = await descendants(child.pid ?? 0);
      if (signal) child.kill(signal);
      expect(await exited).toEqual(code);
      await expect.poll(() => alive(pids), { timeout: 10_000 }).toEqual([]);
      expect(await readdir(folder)).toEqual([]);
    },
    minute,
  );

  it(
    'bad input: the run is killed outright → no orphan browser; the next run clears its folder',
    async () => {
      const { child, exited, folder } = await start('wait');
      const pids = await descendants(child.pid ?? 0);
      child.kill('SIGKILL');
      await exited;
      await expect.poll(() => alive(pids), { timeout: 10_000 }).toEqual([]);
      const next = await start('close', { TMPDIR: folder });
      await next.exited;
      expect((await readdir(folder)).filter((name) => name.startsWith('launch-ready-'))).toEqual([]);
    },
    minute,
  );

  it(
    'closes while it starts, and is not started after the end',
    async () => {
      const run = new AbortController();
      const world = await openWorld({ url: 'http://127.0.0.1:1/', signal: run.signal });
      const starting = gapOf(world.browser.context({ identity: 'a' }));
      run.abort();
      expect(await starting).toMatch(/^interrupted: /);
      expect(await gapOf(world.browser.context({ identity: 'a' }))).toMatch(/^interrupted: /);
    },
    minute,
  );

  it(
    'bad input: the browser itself crashes → the next look gets another one',
    async () => {
      const server = await serveHttp((_request, response) => response.end('ok'));
      const world = await openWorld({ url: server.url });
      const context = await world.browser.context({ identity: 'a' });
      const browser = context.browser();
      const page = await context.newPage();
      const gone = new Promise((resolve) => browser?.once('disconnected', resolve));
      await page.goto('chrome://crash').catch(() => undefined);
      await (await browser?.newBrowserCDPSession())?.send('Browser.crash' as never).catch(() => undefined);
      await gone;
      const next = await world.browser.context({ identity: 'a' });
      expect((await (await next.newPage()).goto(server.url))?.status()).toBe(200);
    },
    minute,
  );
});

describe('finding a browser', () => {
  it('takes the named one and looks no further', async () => {
    expect(await findInstalledBrowsers({ explicitPath: '/opt/mine', env: { CHROME_PATH: '/opt/other' } })).toEqual([
      '/opt/mine',
    ]);
    expect(await findInstalledBrowsers({ env: { CHROME_PATH: '/opt/other' } })).toEqual(['/opt/other']);
    expect(await findInstalledBrowsers({ env: {}, bundledOnly: true })).toEqual([]);
  });

  it('knows where each system keeps them', () => {
    expect(usualPaths('linux', {})[0]).toBe('/usr/bin/chromium-headless-shell');
    expect(usualPaths('darwin', { HOME: '/Users/you' })).toContain(
      '/Users/you/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(usualPaths('win32', { PROGRAMFILES: 'C:\\Program Files' })).toContain(
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    );
  });

  it(
    'bad input: a browser path that is no browser → gap not-configured, says what to install',
    async () => {
      const trap = await serveTcp();
      for (const browserPath of ['/no/such/browser', '/bin/true']) {
        const world = await openWorld({ url: trap.url, browserPath });
        expect(await gapOf(world.browser.context({ identity: 'a' }))).toMatch(
          /^not-configured: No browser could be started/,
        );
      }
    },
    minute,
  );
});
