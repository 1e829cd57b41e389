import type { Browser, BrowserContext } from 'playwright-core';
import { GapError, gap } from '../model/gap.ts';
import { browserEnvironment, browserFlags } from './browser-flags.ts';
import { type BrowserHome, createBrowserHome } from './browser-home.ts';
import { type BrowserProxy, type ProxyParts, startBrowserProxy } from './browser-proxy.ts';
import type { BrowserPool } from './browser-types.ts';
import { contextOptions, guardContext } from './browser-context.ts';
import { registerNothing } from './register-nothing.ts';
import { bundledBrowser } from './bundled-browser.ts';
import type { Clock } from './world.ts';
import { type BrowserSearch, findInstalledBrowsers } from './find-browser.ts';
import { createPageHosts, type PageHosts } from './page-hosts.ts';
import { canShow, displayEnvironment } from './headed-browser.ts';
import { budgetGap, interrupted } from './request-budget.ts';

export interface BrowserParts extends Omit<ProxyParts, 'pageHosts'> {
  readonly search: BrowserSearch;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  readonly clock: Clock;
  /** Shows its window: a person signs in there. */
  readonly visible?: boolean;
}

export interface ClosableBrowserPool extends BrowserPool {
  close(): Promise<void>;
}

const maxDownloadBytes = 20 * 1024 * 1024;

interface Running {
  readonly browser: Browser;
  readonly proxy: BrowserProxy;
  readonly home: BrowserHome;
  readonly pageHosts: PageHosts;
}

interface Candidate {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a browser at the first context that is asked for; one process for the run. */
export function createBrowserPool(parts: BrowserParts): ClosableBrowserPool {
  let running: Promise<Running> | undefined;
  let closed = false;

  const start = (): Promise<Running> => {
    if (closed || parts.signal.aborted) throw interrupted();
    running ??= launch(parts).then(
      (made) => {
        // A crashed browser is replaced at the next context.
        made.browser.once('disconnected', () => {
          running = undefined;
          void stop(made);
        });
        return made;
      },
      (error: unknown) => {
        running = undefined;
        throw error;
      },
    );
    return running;
  };

  const close = async () => {
    closed = true;
    parts.signal.removeEventListener('abort', onAbort);
    const made = await running?.catch(() => undefined);
    running = undefined;
    if (made) await stop(made);
  };
  const onAbort = () => void close();
  parts.signal.addEventListener('abort', onAbort, { once: true });

  return {
    async context(options): Promise<BrowserContext> {
      if (parts.budget.spent()) throw new GapError(budgetGap(parts.scope.requestsTotal));
      const { browser, home, pageHosts } = await start();
      if (closed) throw interrupted();
      const context = await browser.newContext(
        contextOptions(options, browser.version(), parts.scope.lab !== undefined),
      );
      await context.addInitScript(registerNothing);
      guardContext(context, {
        ...options,
        budget: parts.budget,
        clock: parts.clock,
        pageHosts,
        downloads: home.downloads,
        maxDownloadBytes,
      });
      return context;
    },
    version: async () => (await start()).browser.version(),
    refusal: async (url) => {
      const parsed = URL.parse(url);
      const made = await running?.catch(() => undefined);
      if (!parsed || !made) return undefined;
      const port = parsed.port === '' ? (/^(https|wss):$/.test(parsed.protocol) ? 443 : 80) : Number(parsed.port);
      return made.proxy.refusal(parsed.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, ''), port);
    },
    close,
  };
}

async function stop(made: Running): Promise<void> {
  await made.browser.close().catch(() => undefined);
  await made.proxy.close();
  await made.home.remove();
}

/** It takes as much memory as everything else, and many runs need none; so it is loaded with the first browser. */
const loadPlaywright = () => import('playwright-core');

async function launch(parts: BrowserParts): Promise<Running> {
  // First of all, while everything else that starts now waits for answers.
  void loadPlaywright().catch(() => undefined);
  const pageHosts = createPageHosts(parts.clock);
  const proxy = await startBrowserProxy({ ...parts, pageHosts });
  const home = await createBrowserHome();
  const troubles: string[] = [];
  try {
    for await (const candidate of candidates(parts, troubles)) {
      try {
        const browser = await launchOne(parts, candidate, proxy, home);
        home.removeLast();
        return { browser, proxy, home, pageHosts };
      } catch (error) {
        troubles.push(`${candidate.path}: ${whyNot(error)}`);
        parts.log(`browser ${candidate.path} did not start`);
      }
    }
    throw new GapError(
      gap(
        'not-configured',
        `No browser could be started. ${troubles.join(' ') || 'None was found.'}`,
        parts.visible
          ? 'Install Chrome or Chromium (Debian: apt install chromium), or set CHROME_PATH to one that can open a window.'
          : 'Install Chrome or Chromium (Debian: apt install chromium-headless-shell), or set CHROME_PATH to one.',
        10,
      ),
    );
  } catch (error) {
    await proxy.close();
    await home.remove();
    throw error;
  }
}

async function* candidates(parts: BrowserParts, troubles: string[]): AsyncGenerator<Candidate> {
  const installed = await findInstalledBrowsers(parts.search);
  if (parts.visible) {
    for (const path of installed.filter(canShow)) yield { path, env: displayEnvironment(parts.search.env) };
    return;
  }
  for (const path of installed) yield { path };
  if (parts.search.explicitPath ?? parts.search.env.CHROME_PATH) return;
  const bundled = await bundledBrowser({ env: parts.search.env, log: parts.log });
  if ('problem' in bundled) troubles.push(bundled.problem);
  else yield bundled;
}

async function launchOne(
  parts: BrowserParts,
  candidate: Candidate,
  proxy: BrowserProxy,
  home: BrowserHome,
): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  const options = {
    executablePath: candidate.path,
    headless: parts.visible !== true,
    args: [...browserFlags],
    env: browserEnvironment(parts.search.env, home.path, candidate.env),
    proxy: { server: proxy.server, username: proxy.username, password: proxy.password, bypass: '<-loopback>' },
    downloadsPath: home.downloads,
    // The run decides what Ctrl-C does; Playwright's own handlers would end the process before the dossier is kept.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    timeout: 30_000,
  };
  const { chromium } = await loadPlaywright();
  try {
    return await chromium.launch({ ...options, chromiumSandbox: !isRoot });
  } catch (error) {
    // Containers often forbid the namespaces that the sandbox of an ordinary user needs.
    if (isRoot || !/sandbox|namespace|zygote/i.test(String(error))) throw error;
    parts.log('browser started without its sandbox: this machine does not allow one');
    return await chromium.launch({ ...options, chromiumSandbox: false });
  }
}

/** What the browser itself said before it ended, else what the library says of it. */
function whyNot(error: unknown): string {
  const lines = String(error instanceof Error ? error.message : error).split('\n');
  const own = lines.find((line) => line.includes('[err]'))?.replace(/^.*\[err\]\s*/, '');
  return (own ?? lines[0] ?? '').slice(0, 200);
}
