import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { callbackCollector } from '../../src/collectors/portal/sessions/callback-urls.ts';
import { openOwnSession } from '../../src/collectors/portal/sessions/own-session.ts';
import { sessionsSlot } from '../../src/collectors/portal/session.ts';
import type { CallbackUrls } from '../../src/collectors/session-evidence.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { type Answering, enter, fits, homePage, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

/** A page that asks for three seconds who one is, and sends strangers to the sign-in only then. */
const slowGuard = pageOf(`<p>Loading</p><script>
(async () => {
  while (performance.now() < 3000) await fetch('/api/me');
  location.assign('/enter?next=' + encodeURIComponent(location.pathname));
})();
</script>`);
const signIn = pageOf(
  `<form><input type="email" name="u"><input type="password" name="p"><button>Sign in</button></form><script>
const form = document.querySelector('form');
form.onsubmit = async (e) => {
  e.preventDefault();
  const sent = await fetch('/session', { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
  if (sent.type === 'opaqueredirect') location.assign(new URLSearchParams(location.search).get('next') ?? '/');
};
</script>`,
);
const answering: Answering = ({ path, body, cookie }) => {
  if (path === '/session') return fits(body) ? enter : { status: 401 };
  if (path === '/enter') return signIn;
  if (path === '/api/me') return { status: cookie('sid') === 'yes' ? 200 : 401, type: 'application/json', body: '{}' };
  return cookie('sid') === 'yes' ? homePage : slowGuard;
};

const stop = new AbortController();
let portal: OddPortal;
let world: World;

beforeAll(async () => {
  portal = await startOddPortal(answering);
  world = await createWorld({
    scope: createScope({ config: configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } }) }),
    env: { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user, LR_A_PASSWORD: right },
    signal: stop.signal,
  });
});
afterAll(async () => {
  await world.close();
  await portal.close();
});

it('the sign-in that a page comes to late is where the return-to parameters are tried', async () => {
  const live = createLive();
  const seen: CallbackUrls[] = [];
  const context = {
    target: { name: 'portal', url: portal.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live,
    progress: () => undefined,
    emit: (_kind: string, _subject: string, value: CallbackUrls) => seen.push(value),
  } as unknown as CollectContext;
  const session = await openOwnSession('a', context, { unchecked: true, url: new URL('/enter', portal.url).href });
  live.set(sessionsSlot, new Map([['a', session]]));
  await callbackCollector.collect(new URL(portal.url).host, context);
  await session.context.close();
  expect(seen.map(({ page, usedByPortal }) => [page, usedByPortal])).toEqual([['/enter', ['next']]]);
  expect(seen[0]?.left.map(({ name, when }) => [name, when])).toEqual([['next', 'after-sign-in']]);
}, 120_000);
