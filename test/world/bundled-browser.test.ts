import { chmod, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cacheFolder } from '../../src/world/cache-folder.ts';
import { bundledBrowser } from '../../src/world/bundled-browser.ts';
import { openWorld, serveHttp } from './setting.ts';

async function home(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'lr-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the browser of the npm package', () => {
  it('is unpacked by two runs at once into one private folder, repaired when picked apart, and runs', async () => {
    const HOME = await home();
    const env = { PATH: process.env.PATH, HOME };
    const lines: string[] = [];
    const options = { env, log: (line: string) => lines.push(line) };
    const [one, two] = await Promise.all([bundledBrowser(options), bundledBrowser(options)]);
    expect(one).toEqual(two);
    if ('problem' in one) throw new Error(one.problem);
    const cache = join(HOME, '.cache', 'launch-ready');
    expect(await readdir(cache)).toHaveLength(1);
    expect((await stat(cache)).mode & 0o077).toBe(0);
    expect(lines).toHaveLength(2);

    await rm(one.path);
    const again = await bundledBrowser(options);
    expect(again).toEqual(one);

    const server = await serveHttp((_request, response) =>
      response
        .setHeader('content-type', 'text/html; charset=utf-8')
        .end('<title>x</title><p>Factures payées ✓ 請求書 → 42 €</p>'),
    );
    const world = await openWorld({ url: server.url, env, bundledBrowserOnly: true });
    const page = await (await world.browser.context({ identity: 'anonymous' })).newPage();
    await page.goto(server.url);
    expect(await page.title()).toBe('x');
    // Without fonts there is no text, and a character that none has ends the browser.
    expect(await page.evaluate(() => document.body.innerText)).toBe('Factures payées ✓ 請求書 → 42 €');
    expect(await page.evaluate(() => document.querySelector('p')?.getClientRects().length)).toBe(1);
  }, 180_000);

  it('bad input: a cache folder that others can write to → another private one is used', async () => {
    const HOME = await home();
    await mkdir(join(HOME, '.cache', 'launch-ready'), { recursive: true });
    await chmod(join(HOME, '.cache', 'launch-ready'), 0o777);
    const TMPDIR = process.env.TMPDIR;
    process.env.TMPDIR = HOME;
    onTestFinished(() => {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    });
    expect(await cacheFolder({ HOME })).toBe(join(HOME, `launch-ready-cache-${process.getuid?.()}`, 'launch-ready'));
  });
});
