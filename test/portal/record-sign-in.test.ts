import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { openSession } from '../../src/collectors/portal/sign-in/open-session.ts';
import { recordSignIn } from '../../src/collectors/portal/sign-in/record-sign-in.ts';
import { configSchema } from '../../src/model/config.ts';
import type { GapError } from '../../src/model/gap.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { canShow, requireDisplay } from '../../src/world/headed-browser.ts';
import { signInFile, writeSignIn } from '../../src/world/sign-in-store.ts';
import type { World } from '../../src/world/world.ts';
import { type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { user } from './sign-in-pages.ts';

/** Keeps half of its session in sessionStorage, which a browser's own storage state leaves out. */
const page = pageOf(`<main></main><script>
  const main = document.querySelector('main');
  const show = () => { main.innerHTML = sessionStorage.ticket && /sid=yes/.test(document.cookie)
    ? '<h1>Good morning</h1><p>Signed in as ${user}, with three projects and two invoices.</p><a href="/logout">Log out</a>'
    : '<form><input type="email"><input type="password"><button>Sign in</button></form>'; };
  show();
  window.enter = () => { document.cookie = 'sid=yes; path=/'; sessionStorage.ticket = 'ticket-of-anna-7731'; show(); };
</script>`);

let folder: string;
let portal: OddPortal;
let world: World;
const stop = new AbortController();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-test-'));
  portal = await startOddPortal(() => page);
  const config = configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } });
  const env = { ...process.env, XDG_STATE_HOME: folder, LR_A_USER: user };
  world = await createWorld({ scope: createScope({ config }), env, signal: stop.signal, passwordless: ['a'] });
});
afterAll(async () => {
  await world.close();
  await portal.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a sign-in made by a person', () => {
  it('is kept with its sessionStorage, readable by its owner alone, and opens the portal again', async () => {
    const browser = await world.browser.context({ identity: 'a', popups: 'keep' });
    const done = new AbortController();
    // The person: waits for the form, signs in.
    browser.once('page', async (opened) => {
      await opened.waitForSelector('input[type=password]');
      await opened.evaluate(() => (window as unknown as { enter: () => void }).enter());
    });
    const recorded = await recordSignIn({
      browser,
      url: portal.url,
      clock: world.clock,
      done: done.signal,
      onSignedIn: () => done.abort(),
    });
    expect(recorded?.state.cookies.map(({ name }) => name)).toEqual(['sid']);
    const path = signInFile({ XDG_STATE_HOME: folder }, '127.0.0.1', 'a');
    if (!recorded) throw new Error('nothing kept');
    await writeSignIn(path, { host: '127.0.0.1', account: 'a', savedAt: '2026-11-22T00:00:00Z', ...recorded });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);

    const emitted: unknown[] = [];
    const accounts = { a: { testAccount: true, signIn: { kind: 'storage-state' } } };
    await openSession('a', {
      target: { name: 'portal', url: portal.url, config: configSchema.parse({ accounts }) },
      world,
      signal: stop.signal,
      live: createLive(),
      emit: (_kind: string, _subject: string, value: unknown) => emitted.push(value),
      progress: () => undefined,
    } as unknown as CollectContext);
    expect(emitted).toHaveLength(1);
    expect(JSON.stringify(emitted)).not.toContain('ticket-of-anna-7731');
    expect(world.vault.redact('x ticket-of-anna-7731 x')).toBe('x [sign-in of a] x');
  });

  it('keeps nothing where the window is closed before anybody was in', async () => {
    const browser = await world.browser.context({ identity: 'a', popups: 'keep' });
    browser.once('page', (opened) => void opened.waitForSelector('input[type=password]').then(() => opened.close()));
    const options = { browser, url: portal.url, clock: world.clock, done: stop.signal, onSignedIn: () => undefined };
    expect(await recordSignIn(options)).toBeUndefined();
  });

  it('bad input: headed-only sign-in on a machine without a screen → says where to record it', () => {
    const thrown = (() => {
      try {
        requireDisplay({}, 'linux');
        return undefined;
      } catch (error) {
        return error as GapError;
      }
    })();
    expect(thrown?.gap.detail).toMatch(/needs a screen/);
    expect(thrown?.gap.closeBy).toMatch(/machine with a screen/);
    expect(() => requireDisplay({ DISPLAY: ':0' }, 'linux')).not.toThrow();
    expect(canShow('/usr/bin/chromium-headless-shell')).toBe(false);
  });
});
