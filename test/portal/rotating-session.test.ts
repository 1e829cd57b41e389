import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { lookAfterLogout } from '../../src/collectors/portal/sessions/after-logout.ts';
import { findCarriers } from '../../src/collectors/portal/sessions/carriers.ts';
import { sessionCookies } from '../../src/collectors/portal/sessions/cookies.ts';
import { findProbes } from '../../src/collectors/portal/sessions/find-probes.ts';
import { sessionsSlot } from '../../src/collectors/portal/session.ts';
import { openOwnSession } from '../../src/collectors/portal/sessions/own-session.ts';
import { stabilityOf } from '../../src/collectors/portal/sessions/stability.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { fits, type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

const token = (kind: string, at: number) => `${kind}-${at}-9f86d081884c7d659a2feaa0c55ad015`;
/** The token for requests lives in the page alone; what renews it is a cookie that is good for one time. */
const app = pageOf(`<div id="r"></div><script>
let at; const r = document.getElementById('r');
const ask = (m, u, b) => fetch(u, { method: m, body: b, headers: at ? { authorization: 'Bearer ' + at } : {} });
const draw = async () => {
  if (!at) { const a = await ask('POST', '/auth/refresh'); if (a.ok) at = (await a.json()).accessToken; }
  if (!at) {
    r.innerHTML = '<form><input type="email" name="u"><input type="password" name="p"><button>Sign in</button></form>';
    r.firstChild.onsubmit = async (e) => { e.preventDefault(); at = (await (await ask('POST', '/auth/login', new URLSearchParams(new FormData(r.firstChild)))).json()).accessToken; draw(); };
    return;
  }
  const me = await (await ask('GET', '/api/me')).json();
  r.innerHTML = '<h1>Desk of ' + me.email + '</h1><p>Two offers wait for an answer.</p><button>Sign out</button>';
  r.querySelector('button').onclick = async () => { await ask('POST', '/auth/logout'); at = undefined; draw(); };
};
draw();
</script>`);

function portalThat({ forgets, guards }: { readonly forgets: boolean; readonly guards: boolean }) {
  let count = 0;
  const [renewing, open] = [new Set<string>(), new Set<string>()];
  return (asked: { path: string; body: string; cookie(name: string): string | undefined; headers: object }): Given => {
    const given = asked.cookie('rt') ?? '';
    const fresh = (): Given => {
      count += 1;
      const [rt, at] = [token('renew', count), token('access', count)];
      renewing.add(rt);
      open.add(at);
      const cookie = `rt=${rt}; Path=/auth; Max-Age=9999; SameSite=Strict${guards ? '; HttpOnly' : ''}`;
      return { type: 'application/json', headers: { 'set-cookie': cookie }, body: JSON.stringify({ accessToken: at }) };
    };
    if (asked.path === '/auth/login') return fits(asked.body) ? fresh() : { status: 401, body: '{}' };
    if (asked.path === '/auth/refresh') return renewing.delete(given) ? fresh() : { status: 401, body: '{}' };
    if (asked.path === '/auth/logout') {
      open.clear();
      if (forgets) renewing.clear();
      return { status: 200, headers: { 'set-cookie': 'rt=; Path=/auth; Max-Age=0' }, body: '{}' };
    }
    if (asked.path !== '/api/me') return app;
    const sent = String((asked.headers as Record<string, unknown>).authorization).replace('Bearer ', '');
    if (!open.has(sent)) return { status: 401, body: '{}' };
    return { type: 'application/json', body: JSON.stringify({ id: 4471, email: user, name: 'Mira Solberg' }) };
  };
}

const stop = new AbortController();
const kinds = { clean: { forgets: true, guards: true }, flawed: { forgets: false, guards: false } } as const;
const portals = new Map<string, OddPortal>();
let world: World;

beforeAll(async () => {
  for (const [name, kind] of Object.entries(kinds)) portals.set(name, await startOddPortal(portalThat(kind)));
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user, LR_A_PASSWORD: right };
  world = await createWorld({
    scope: createScope({ config: configSchema.parse({ target: { hosts } }) }),
    env,
    signal: stop.signal,
  });
});
afterAll(async () => {
  await world.close();
  await Promise.all([...portals.values()].map((one) => one.close()));
});

it.concurrent.each(Object.entries(kinds))(
  'a session renewed by a cookie that is good for one time: %s',
  async (name, kind) => {
    const context = {
      target: { name: 'portal', url: portals.get(name)?.url, config: configSchema.parse({}) },
      world,
      signal: stop.signal,
      live: createLive(),
      progress: () => undefined,
    } as unknown as CollectContext;
    const session = await openOwnSession('a', context, { unchecked: true });
    const carried = await Promise.all((await findProbes(session, undefined, context)).map(findCarriers));
    const cookies = await sessionCookies(session, carried, world.clock.now());
    expect(cookies.map(({ name: one, httpOnly }) => [one, httpOnly])).toEqual([['rt', kind.guards]]);
    const { steps } = await stabilityOf(session, context);
    expect(steps.map(({ kept }) => kept)).toEqual([true, true, true, true]);
    // Neither the look at a second browser nor the opening of the page has spent what the sign-out is asked with.
    const { pressed, refresh } = await lookAfterLogout(session, carried, context);
    await session.context.close();
    expect([pressed, refresh?.standing]).toEqual([true, kind.forgets ? 'out' : 'in']);
  },
  60_000,
);

it('a session that ended before it was looked at: a fresh one decides, and without one nothing is said', async () => {
  const live = createLive();
  const context = {
    target: { name: 'portal', url: portals.get('clean')?.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live,
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  const session = await openOwnSession('a', context, { unchecked: true });
  await session.context.clearCookies();
  const alone = await stabilityOf(session, context);
  expect(alone.steps.map(({ kept }) => kept)).not.toContain(false);
  live.set(sessionsSlot, new Map([['a', session]]));
  const { steps } = await stabilityOf(session, context);
  await session.context.close();
  expect(steps.map(({ kept }) => kept)).toEqual([true, true, true, true]);
}, 60_000);
