import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { bundledBrowser } from '../../src/world/bundled-browser.ts';
import { findInstalledBrowsers } from '../../src/world/find-browser.ts';

/** The address under which the page is served from memory; nothing is sent. */
export const reportAddress = 'http://report.test/';

/** An installed Chromium, or the one in the npm package. Throws where there is none: then nothing was tested. */
export async function launchBrowser(): Promise<Browser> {
  const [installed] = await findInstalledBrowsers({ env: process.env });
  const args = ['--no-sandbox', '--disable-gpu'];
  if (installed !== undefined) return await chromium.launch({ executablePath: installed, args });
  const bundled = await bundledBrowser({ env: process.env, log: () => undefined });
  if ('problem' in bundled) throw new Error(bundled.problem);
  return await chromium.launch({
    executablePath: bundled.path,
    args,
    env: { ...process.env, ...bundled.env } as Record<string, string>,
  });
}

export interface OpenReport {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Addresses that the page asked for besides itself. */
  readonly requested: readonly string[];
  /** Errors and refusals that the browser reported, among them violations of the page's policy. */
  readonly complaints: readonly string[];
}

/** Opens the page in a context of its own. */
export async function openReport(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requested: string[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await context.route('**/*', async (route) => {
    if (route.request().url() === reportAddress)
      return await route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    requested.push(route.request().url());
    return await route.abort();
  });
  await page.goto(reportAddress);
  return { page, context, requested, complaints };
}
