import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { installFolder } from './install-folder.ts';
import { loadTarget, targetName } from './target.ts';
import { startTlsFront } from './tls-front.ts';
import { readTruth, type Truth } from './truth.ts';

type Account = { readonly user: string; readonly password: string };

function browserPath(): string {
  const candidates = [process.env.CHROME_PATH, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no browser found: set CHROME_PATH');
  return found;
}

/** Signs in by the form and opens the customer's own page; returns what the console said and whether it showed. */
async function signIn(browser: Browser, url: string, truth: Truth, who: string, account: Account): Promise<boolean> {
  const { signInAt, openWith, user, password, submit, ownPage } = truth.browser;
  const own = ownPage[who];
  if (own === undefined) throw new Error(`no own page for ${who}`);
  const context = await browser.newContext();
  const noise: string[] = [];
  let signedIn = false;
  const note = (text: string): void => {
    noise.push(`${signedIn ? 'after' : 'before'} sign-in: ${text}`);
  };
  try {
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => note(`uncaught ${error.message}`));
    page.on('response', (answer) => {
      if (answer.status() >= 400) note(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // Requests cut off by leaving a page are this script's own doing.
      if (why !== 'net::ERR_ABORTED') note(`failed ${request.url()} ${why}`);
    });
    await page.goto(url + signInAt);
    if (openWith !== undefined) await page.locator(openWith).first().click();
    await page.locator(user).first().fill(account.user);
    await page.locator(password).first().fill(account.password);
    await page.locator(submit).first().click();
    await page.locator(password).first().waitFor({ state: 'hidden' });
    signedIn = true;
    await page.goto(url + own.path);
    const shown = await page
      .getByText(own.shows, { exact: false })
      .first()
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
    process.stdout.write(`${who}: ${own.path} ${shown ? 'shows' : 'DOES NOT SHOW'} "${own.shows}" after signing in\n`);
    for (const line of new Set(noise)) process.stdout.write(`   ${line}\n`);
    return shown;
  } finally {
    await context.close();
  }
}

/** Every account of the target in a real browser, through the TLS front; returns whether all see their own page. */
async function checkSignIn(argument: string | undefined, folder: string | undefined): Promise<boolean> {
  const name = targetName(argument);
  const truth = await readTruth(name);
  const start = await loadTarget(name);
  const host = `${name}.target.test`;
  const target = await start(folder ?? installFolder(name), { publicUrl: `https://${host}` });
  const front = await startTlsFront({ names: [host], upstreamPort: Number(new URL(target.url).port) });
  const mapped = front.lab.map.map((entry) => `MAP ${entry.name}:${entry.port} ${entry.to}`);
  const rules = [...mapped, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(',');
  // A page that sends Critical-CH is loaded twice, and Playwright's ignoreHTTPSErrors does not hold for the second load.
  const args = [`--host-resolver-rules=${rules}`, '--disable-quic', '--ignore-certificate-errors'];
  const browser = await chromium.launch({ executablePath: browserPath(), args: [...args, '--no-sandbox'] });
  try {
    let all = true;
    for (const who of Object.keys(truth.browser.ownPage)) {
      const prefix = `LR_${who.toUpperCase()}`;
      const account = { user: target.env[`${prefix}_USER`] ?? '', password: target.env[`${prefix}_PASSWORD`] ?? '' };
      all = (await signIn(browser, front.url, truth, who, account)) && all;
    }
    return all;
  } finally {
    await browser.close();
    await front.close();
    await target.close();
  }
}

// node bench/targets/check-sign-in.ts NAME [INSTALL FOLDER]
process.exitCode = (await checkSignIn(process.argv[2], process.argv[3])) ? 0 : 1;
