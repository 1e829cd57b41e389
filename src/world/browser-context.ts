import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { ContextOptions } from './browser-types.ts';
import type { RequestBudget } from './request-budget.ts';

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
  readonly downloads: string;
}

/** Counts what the pages send and keeps windows that nobody asked for closed. Dialogs are dismissed by Playwright's default. */
export function guardContext(context: BrowserContext, guard: ContextGuard): void {
  const permit = guard.identity === 'anonymous' ? 'look' : 'sign-in';
  const count = (url: string) => {
    const parsed = URL.parse(url);
    if (parsed && /^(https?|wss?):$/.test(parsed.protocol)) guard.budget.count(parsed.hostname, permit);
  };
  context.on('response', (response) => count(response.url()));
  context.on('page', (page: Page) => {
    page.on('websocket', (socket) => count(socket.url()));
    if (guard.popups !== 'keep') void closePopup(page);
  });
}

async function closePopup(page: Page): Promise<void> {
  const opener = await page.opener().catch(() => null);
  if (opener) await page.close().catch(() => undefined);
}
