import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { findCarriers } from '../../src/collectors/portal/sessions/carriers.ts';
import { findProbes } from '../../src/collectors/portal/sessions/find-probes.ts';
import { sessionsSlot } from '../../src/collectors/portal/session.ts';
import { openOwnSession } from '../../src/collectors/portal/sessions/own-session.ts';
import { lookAtRemembered } from '../../src/collectors/portal/sessions/remembered.ts';
import { lookAtRenewal } from '../../src/collectors/portal/sessions/renewal.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { type Answering, fits, type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

const secret = (kind: string, at: number) => `${kind}-${at}-9f86d081884c7d659a2feaa0c55ad015`;

/** A box for staying signed in leaves a token of its own; signing out may forget the session alone. */
function remembering(forgets: boolean): Answering {
  let count = 0;
  const sessions = new Set<string>();
  const remembered = new Set<string>();
  return ({ method, path, body, cookie }): Given => {
    if (path === '/session' && method === 'POST') {
      if (!fits(body)) return { status: 401, body: pageOf('<p>Wrong</p>') };
      const [sid, token] = [secret('sid', ++count), secret('stay', count)];
      sessions.add(sid);
      const stays = new URLSearchParams(body).has('stay');
      if (stays) remembered.add(token);
      const cookies = [
        `sid=${sid}; HttpOnly; Path=/`,
        ...(stays ? [`stay=${token}; HttpOnly; Path=/; Max-Age=9999`] : []),
      ];
      return { status: 303, headers: { location: '/', 'set-cookie': cookies } };
    }
    if (path === '/logout') {
      sessions.delete(cookie('sid') ?? '');
      if (forgets) remembered.delete(cookie('stay') ?? '');
      const gone = ['sid=; Path=/; Max-Age=0', 'stay=; Path=/; Max-Age=0'];
      return { status: 303, headers: { location: '/', 'set-cookie': gone } };
    }
    const isIn = sessions.has(cookie('sid') ?? '') || remembered.has(cookie('stay') ?? '');
    return isIn
      ? pageOf(
          `<h1>Good morning</h1><p>Signed in as ${user}</p><p>Two invoices are due.</p><a href="/logout">Log out</a>`,
        )
      : pageOf(
          '<form method="post" action="/session"><input type="email" name="user"><input type="password" name="password"><label><input type="checkbox" name="stay"> Stay signed in</label><button>Sign in</button></form>',
        );
  };
}

const app = pageOf(`<div id="r"></div><script>
const r = document.getElementById('r'); const kept = () => JSON.parse(localStorage.getItem('desk') || '{}');
const post = (u, b) => fetch(u, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(b) });
const me = () => fetch('/api/me', { headers: { authorization: 'Bearer ' + kept().z } });
const draw = async () => {
  let a = kept().z ? await me() : undefined;
  if (a && a.status === 401) {
    const n = await post('/api/verlaengern', { marke: kept().e });
    if (n.ok) { localStorage.setItem('desk', await n.text()); a = await me(); } else { localStorage.clear(); a = undefined; }
  }
  if (!a) {
    r.innerHTML = '<form><input type="email" name="u"><input type="password" name="p"><button>Sign in</button></form>';
    r.firstChild.onsubmit = async (e) => { e.preventDefault(); const n = await post('/api/login', Object.fromEntries(new FormData(r.firstChild))); if (n.ok) localStorage.setItem('desk', await n.text()); draw(); };
    return;
  }
  r.innerHTML = '<h1>Desk of ' + (await a.json()).email + '</h1><p>Two offers wait for an answer.</p><button>Sign out</button>';
};
draw();
</script>`);

/** Tokens in the browser's storage under names that say nothing; what renews them is replaced at each use, or stays. */
function renewing(kind: 'once' | 'again' | 'kept'): Answering {
  let count = 0;
  const [open, renews] = [new Set<string>(), new Set<string>()];
  const fresh = (e: string): Given => {
    const z = secret('zugriff', ++count);
    open.add(z);
    renews.add(e);
    return { type: 'application/json', body: JSON.stringify({ z, e }) };
  };
  return ({ path, body, headers }): Given => {
    const refused = { status: 401, type: 'application/json', body: '{}' };
    if (path === '/api/login') return fits(body) ? fresh(secret('erneuern', ++count)) : refused;
    if (path === '/api/verlaengern') {
      const { marke } = JSON.parse(body) as { marke: string };
      if (!renews.has(marke)) return refused;
      if (kind === 'kept') return fresh(marke);
      if (kind === 'once') renews.delete(marke);
      return fresh(secret('erneuern', ++count));
    }
    if (path !== '/api/me') return app;
    const given = String(headers.authorization).replace('Bearer ', '');
    return open.has(given)
      ? { type: 'application/json', body: JSON.stringify({ id: 4471, email: user, name: 'Mira Solberg' }) }
      : refused;
  };
}

const stop = new AbortController();
const kinds: Readonly<Record<string, Answering>> = {
  forgets: remembering(true),
  remembers: remembering(false),
  once: renewing('once'),
  again: renewing('again'),
  kept: renewing('kept'),
};
const portals = new Map<string, OddPortal>();
let world: World;

beforeAll(async () => {
  for (const [name, kind] of Object.entries(kinds)) portals.set(name, await startOddPortal(kind));
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user, LR_A_PASSWORD: right };
  const real = await createWorld({
    scope: createScope({ config: configSchema.parse({ target: { hosts } }) }),
    env,
    signal: stop.signal,
  });
  // The minute of grace is not waited for.
  const wait = (ms: number, signal: AbortSignal) => real.clock.wait(Math.min(ms, 2000), signal);
  world = Object.create(real, { clock: { value: { ...real.clock, wait } } }) as World;
});
afterAll(async () => {
  await world.close();
  await Promise.all([...portals.values()].map((one) => one.close()));
});

async function opened(name: string) {
  const context = {
    target: { name: 'portal', url: portals.get(name)?.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live: createLive(),
    progress: () => undefined,
  } as unknown as CollectContext;
  // Another session of the account exists, as in an audit: that the password is right is known.
  const session = await openOwnSession('a', context, { unchecked: true });
  context.live.set(sessionsSlot, new Map([['a', session]]));
  const carried = await Promise.all((await findProbes(session, undefined, context)).map(findCarriers));
  return { context, session, carried };
}

it.concurrent.each([
  ['forgets', 'out'],
  ['remembers', 'in'],
] as const)(
  'what the box for staying signed in leaves, after a sign-out that %s',
  async (name, standing) => {
    const { context, session, carried } = await opened(name);
    expect(await lookAtRemembered(session, carried, context)).toEqual({ cookie: 'stay', standing });
    await session.context.close();
  },
  60_000,
);

it.concurrent.each([
  ['once', { replaced: true, again: 'out', afterSeconds: 0 }],
  ['again', { replaced: true, again: 'in', afterSeconds: 65 }],
  ['kept', { replaced: false, again: 'in', afterSeconds: 0 }],
] as const)(
  'a used token of the storage renews: %s',
  async (name, wanted) => {
    const { context, session, carried } = await opened(name);
    const found = await lookAtRenewal(session, carried, context);
    expect(found?.renewal).toEqual({ operation: '/api/verlaengern', ...wanted });
    await session.context.close();
  },
  60_000,
);
