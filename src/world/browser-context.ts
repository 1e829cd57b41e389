import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Download, Page, Request } from 'playwright-core';
import { fromMemory } from '../model/from-memory.ts';
import type { ContextOptions } from './browser-types.ts';
import { normaliseHost } from './host-name.ts';
import type { PageHosts } from './page-hosts.ts';
import type { RequestBudget } from './request-budget.ts';
import type { Clock } from './world.ts';

/** Options of one isolated context. With a lab the proxy has verified the certificate, see browser-proxy.ts. */
export function contextOptions(options: ContextOptions, version: string, lab: boolean): BrowserContextOptions {
  const major = version.split('.')[0] ?? '0';
  const engine = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  const common: BrowserContextOptions = {
    ignoreHTTPSErrors: lab,
    serviceWorkers: 'block',
    acceptDownloads: true,
    permissions: [],
    javaScriptEnabled: options.javaScript ?? true,
    locale: 'en-US',
    timezoneId: 'UTC',
    ...(options.storageState ? { storageState: options.storageState } : {}),
    ...(options.basic ? { httpCredentials: options.basic } : {}),
  };
  if (options.mobile) {
    return {
      ...common,
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
      userAgent: `Mozilla/5.0 (Linux; Android 10; K) ${engine} Chrome/${major}.0.0.0 Mobile Safari/537.36 launch-ready`,
    };
  }
  return {
    ...common,
    viewport: { width: 1280, height: 900 },
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) ${engine} Chrome/${major}.0.0.0 Safari/537.36 launch-ready`,
  };
}

export interface ContextGuard extends ContextOptions {
  readonly budget: RequestBudget;
  readonly pageHosts: PageHosts;
  readonly clock: Clock;
  readonly downloads: string;
  readonly maxDownloadBytes: number;
}

/**
 * Counts what the pages send, tells the proxy what they load, and keeps windows and downloads in bounds. Dialogs are
 * dismissed by Playwright's default.
 */
export function guardContext(context: BrowserContext, guard: ContextGuard): void {
  const permit = guard.identity === 'anonymous' ? 'look' : 'sign-in';
  const count = (url: string) => {
    const host = hostOf(url);
    if (host) guard.budget.count(host, permit);
  };
  context.on('request', (request) => {
    const host = hostOf(request.url());
    // A page as a whole is visited only where its host is listed; the fence decides that without this.
    if (host && !opensPage(request)) guard.pageHosts.declare(host);
  });
  context.on('response', (response) => {
    if (response.headers()[fromMemory] === undefined) count(response.url());
  });
  context.on('page', (page: Page) => {
    page.on('websocket', (socket) => {
      const host = hostOf(socket.url());
      if (host) guard.pageHosts.declare(host);
      // Announced before it is connected; the first frame shows that it was not refused.
      const once = { counted: false };
      const onFrame = () => {
        if (!once.counted) count(socket.url());
        once.counted = true;
      };
      socket.on('framesent', onFrame);
      socket.on('framereceived', onFrame);
    });
    page.on('download', (download) => void boundDownload(download, guard));
    if (guard.popups !== 'keep') void closePopup(page);
  });
}

function hostOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed && /^(https?|wss?):$/.test(parsed.protocol) ? normaliseHost(parsed.hostname) : undefined;
}

function opensPage(request: Request): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame().parentFrame() === null;
  } catch {
    // The frame of a new window is not there yet when its first request is announced.
    return true;
  }
}

async function closePopup(page: Page): Promise<void> {
  const opener = await page.opener().catch(() => null);
  if (opener) await page.close().catch(() => undefined);
}

/** Cancels a download that grows beyond the limit; the browser does not tell the size, so the folder is watched. */
async function boundDownload(download: Download, guard: ContextGuard): Promise<void> {
  let done = false;
  const finished = download.failure().then(
    () => true,
    () => true,
  );
  void finished.then(() => {
    done = true;
  });
  while (!done) {
    const sizes = await fileSizes(guard.downloads);
    if (Math.max(0, ...sizes) > guard.maxDownloadBytes) {
      await download.cancel().catch(() => undefined);
      return;
    }
    const stop = new AbortController();
    await Promise.race([finished, guard.clock.wait(200, stop.signal).catch(() => undefined)]);
    stop.abort();
  }
}

async function fileSizes(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (about) => about.size,
      () => 0,
    ),
  );
  return await Promise.all(sizes);
}
