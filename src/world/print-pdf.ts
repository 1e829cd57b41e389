import { browserEnvironment } from './browser-flags.ts';
import { createBrowserHome } from './browser-home.ts';
import { bundledBrowser } from './bundled-browser.ts';
import { findInstalledBrowsers } from './find-browser.ts';

const timeoutMs = 30_000;

/**
 * Prints our own page as an A4 PDF in a browser without network or scripts. Says what is wrong where no browser starts.
 */
export async function printPdf(
  page: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly bytes: Uint8Array } | { readonly problem: string }> {
  const home = await createBrowserHome();
  const troubles: string[] = [];
  try {
    for await (const { path, env: more } of candidates(env, troubles)) {
      try {
        return { bytes: await print(page, path, browserEnvironment(env, home.path, more)) };
      } catch (error) {
        troubles.push(String(error instanceof Error ? error.message : error).split('\n')[0] ?? '');
      }
    }
    return {
      problem: `no browser could be started (${troubles.join(' ') || 'none was found'}). Print handover.html from your own browser.`,
    };
  } finally {
    await home.remove();
  }
}

interface Candidate {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}
async function* candidates(
  env: Readonly<Record<string, string | undefined>>,
  troubles: string[],
): AsyncGenerator<Candidate> {
  for (const path of await findInstalledBrowsers({ env })) yield { path };
  const bundled = await bundledBrowser({ env, log: () => undefined });
  if ('problem' in bundled) troubles.push(bundled.problem);
  else yield bundled;
}

async function print(page: string, executablePath: string, env: Record<string, string>): Promise<Uint8Array> {
  const isRoot = process.getuid?.() === 0;
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    env,
    chromiumSandbox: !isRoot,
    timeout: timeoutMs,
  });
  try {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true, colorScheme: 'light' });
    const tab = await context.newPage();
    await tab.setContent(page, { waitUntil: 'load', timeout: timeoutMs });
    return await tab.pdf({
      format: 'A4',
      printBackground: true,
      margin: { top: '14mm', bottom: '16mm', left: '14mm', right: '14mm' },
    });
  } finally {
    await browser.close();
  }
}
