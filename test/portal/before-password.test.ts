import { expect, it } from 'vitest';
import { attachRecorder } from '../../src/collectors/portal/recorder.ts';
import { sessionsSlot } from '../../src/collectors/portal/session.ts';
import { openSession } from '../../src/collectors/portal/sign-in/open-session.ts';
import { beforePasswordCollector } from '../../src/collectors/portal/tenancy/before-password.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { emittingContext } from './emitting-context.ts';
import { type Answering, enter, fits, homePage, pageOf, startOddPortal } from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

const notices =
  '<ul><li>The kiln of Lindqvist was delivered on Friday</li><li>Invoice LQ-2217 waits for your answer</li></ul>';
const nameForm =
  '<form method="post" action="/name"><label>E-mail <input type="email" name="e"></label><button>Continue</button></form>';
const passwordForm =
  '<form method="post" action="/session"><label>Password <input type="password" name="p"></label><button>Log in</button></form>';

/** The name goes into the session first; a flawed portal takes that session for the account's on one of its parts. */
const portalOf =
  (isFlawed: boolean): Answering =>
  (asked) => {
    const isIn = asked.cookie('sid') === 'yes';
    if (asked.path === '/name')
      return { body: pageOf(passwordForm), headers: { 'set-cookie': 'half=anna; HttpOnly; Path=/' } };
    if (asked.path === '/session' && fits(asked.body)) return enter;
    if (asked.path === '/notices' && (isIn || (isFlawed && asked.cookie('half') === 'anna'))) return pageOf(notices);
    return isIn ? homePage : pageOf(`<h1>Sign in</h1>${nameForm}`);
  };

async function look(isFlawed: boolean) {
  const portal = await startOddPortal(portalOf(isFlawed));
  const stop = new AbortController();
  const config = configSchema.parse({
    target: { hosts: [{ name: new URL(portal.url).host }] },
    accounts: { a: { testAccount: true } },
  });
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user, LR_A_PASSWORD: right };
  const world = await createWorld({
    scope: createScope({ config }),
    env,
    signal: stop.signal,
  });
  const { context, emitted } = emittingContext({ url: portal.url, config, world, signal: stop.signal });
  try {
    const session = await openSession('a', context);
    await session.page.goto(new URL('/notices', portal.url).href);
    await session.recorder.settled();
    const nobody = await world.browser.context({ identity: 'anonymous' });
    const recorder = attachRecorder(nobody, 'anonymous', { isListed: () => true, nowMs: () => 0 });
    const page = await nobody.newPage();
    context.live.get(sessionsSlot)?.set('anonymous', {
      identity: 'anonymous',
      context: nobody,
      page,
      recorder,
      home: portal.url,
      self: [],
    });
    await beforePasswordCollector.collect('portal', context);
    const passwords = portal.asked.filter(({ path }) => path === '/session').length;
    return { found: emitted.filter(({ kind }) => kind === 'tenancy.anonymous'), passwords };
  } finally {
    await world.close();
    await portal.close();
  }
}

it('what opens when the name is typed and no password is told, and no password is sent for it', async () => {
  const { found, passwords } = await look(true);
  expect(found.map(({ subject, value }) => [subject, value])).toEqual([
    ['GET /notices', expect.objectContaining({ beforePassword: true, owner: 'a' })],
  ]);
  expect(passwords).toBe(1);
}, 60_000);

it('where the name opens nothing, nothing is told', async () => {
  expect((await look(false)).found).toEqual([]);
}, 60_000);
