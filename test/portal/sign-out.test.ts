import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { lookAfterLogout } from '../../src/collectors/portal/sessions/after-logout.ts';
import { findCarriers } from '../../src/collectors/portal/sessions/carriers.ts';
import { findOtherKinds, findProbes } from '../../src/collectors/portal/sessions/find-probes.ts';
import { openOwnSession } from '../../src/collectors/portal/sessions/own-session.ts';
import { signOutInBrowser } from '../../src/collectors/portal/sessions/sign-out.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { fits, type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { right, user } from './sign-in-pages.ts';

const form =
  '<form method="post" action="/session"><input type="email" name="u"><input type="password" name="p"><button>Sign in</button></form>';
const token = 'tk_4f81c09be27d46a5b0d3';
const shop = '<h1>Shop</h1><p>Chairs and tables for everybody.</p>';
const homes = {
  'a door that shows below the pointer, and a question': `<h1>Desk of ${user}</h1><p>Two invoices wait.</p>
    <button aria-haspopup="true" onclick="document.body.insertAdjacentHTML('beforeend','<div style=\\'position:fixed;inset:0\\'></div>')">News</button>
    <div class="module-bar-avatar" style="width:60px;height:60px;background:#ccc"></div>
    <script>const bar=document.querySelector('.module-bar-avatar');bar.addEventListener('mouseenter',()=>{if(bar.firstChild)return;
    bar.innerHTML='<button style="width:40px;height:30px"><i data-icon="logout"></i></button>';bar.firstChild.onclick=()=>{
    document.body.insertAdjacentHTML('beforeend','<div class="card"><p>Are you sure?</p><button onclick="location=\\'/bye\\'">Sign out</button></div>')}})</script>`,
  'a picture in the bar that nothing names': `<header class="app-bar"><h1>Desk of ${user}</h1>
    <button onclick="document.body.dataset.asked = 'theme'" title="theme"><svg width="20" height="20"></svg></button>
    <button class="more"><svg width="20" height="20"></svg></button>
    <script>document.querySelector('.more').onclick=()=>{document.body.insertAdjacentHTML('beforeend','<div role="menuitem" tabindex="0">Sign out</div>');
    document.querySelector('[role=menuitem]').onclick=()=>{document.body.insertAdjacentHTML('beforeend','<div role="dialog"><p>Do you really want to log out?</p><button>Cancel</button><button>OK</button></div>');
    document.querySelector('[role=dialog] button:last-child').onclick=()=>{location='/bye'}}}</script>
    </header><p>Two invoices wait.</p>`,
  'a box that is drawn as something to press': `<h1>Desk of ${user}</h1><p>Two invoices wait.</p>
    <div class="side"><div class="item" style="cursor:pointer">Orders</div><div class="item" style="cursor:pointer">Sign out</div></div>
    <script>document.querySelector('.side').lastChild.onclick=()=>{location='/bye'}</script>`,
  'a menu that opens when the button goes down': `<header><h1>Desk</h1><button aria-haspopup="menu">${user}</button></header><p>Two invoices wait.</p>
    <script>const way=document.querySelector('[aria-haspopup]');way.onpointerdown=()=>{
    document.body.insertAdjacentHTML('beforeend','<div role="menu"><div role="menuitem" tabindex="-1">Settings</div><div role="menuitem" tabindex="-1">Sign out</div></div>');
    document.querySelector('[role=menu]').lastChild.onpointerup=()=>{location='/bye'}}</script>`,
  'the same for everybody': `${shop}<a href="/login">Sign in or see your account</a>`,
  'a cart that goes on': `${shop}<p>Your cart CART-81723-AKX</p><p>Walnut chair XR-5521-B</p>`,
  'a token that another page fetches': `<h1>Desk of ${user}</h1><a href="/bye">Logout</a>`,
  'on the page of the account': `${shop}<a href="/account" aria-label="My account"><svg width="20" height="20"></svg></a>`,
} as const;
type Home = keyof typeof homes;

const stop = new AbortController();
const portals = new Map<Home, OddPortal>();
let world: World;

beforeAll(async () => {
  for (const name of Object.keys(homes) as Home[]) {
    const open = new Set<string>();
    let signIns = 0;
    const portal = await startOddPortal((asked): Given => {
      if (name === 'a cart that goes on') {
        const inside = asked.cookie('in') ?? '';
        if (asked.path === '/bye') {
          open.delete(inside);
          return { status: 303, headers: { location: '/', 'set-cookie': 'in=; Max-Age=0; Path=/' } };
        }
        if (asked.path === '/session' && fits(asked.body)) {
          signIns += 1;
          open.add(String(signIns));
          const cookies = [`in=${signIns}; Path=/`, 'sid=yes; HttpOnly; Path=/'];
          return { status: 303, headers: { location: '/', 'set-cookie': cookies } };
        }
        const door = inside ? '<a href="/bye">Logout</a>' : '<a href="/login">Sign in</a>';
        if (asked.path === '/')
          return { body: pageOf(asked.cookie('sid') === 'yes' ? homes[name] + door : shop + door) };
        if (asked.path === '/account' && open.has(inside)) return { body: pageOf(`<h1>${user}</h1>${door}`) };
        return { body: pageOf(form) };
      }
      if (asked.path === '/session' && fits(asked.body))
        return { status: 303, headers: { location: '/', 'set-cookie': 'sid=yes; HttpOnly; Path=/' } };
      if (asked.path === '/bye')
        return { status: 303, headers: { location: '/', 'set-cookie': 'sid=; Max-Age=0; Path=/' } };
      if (name === 'the same for everybody' && asked.path === '/') return { body: pageOf(homes[name]) };
      const bearer = asked.headers.authorization;
      if (/^\/api\/(me|count)$/.test(asked.path)) {
        const headers = { 'content-type': 'application/json' };
        if (bearer !== `Bearer ${token}`) return { status: 401, body: '{}', headers };
        return { body: JSON.stringify(asked.path === '/api/me' ? { email: user } : { unread: 3 }), headers };
      }
      if (asked.path === '/profile' && asked.cookie('sid') === 'yes')
        return {
          body: pageOf(
            `<p>Profile</p><button>Show address</button><script>const ask=(path)=>fetch('/api/'+path,{headers:{authorization:'Bearer ${token}'}}).then((r)=>r.json());
            ask('count');document.querySelector('button').onclick=()=>ask('me').then((me)=>document.body.append(me.email))</script>`,
          ),
        };
      const isShop = name === 'on the page of the account';
      if (asked.cookie('sid') !== 'yes')
        return { body: pageOf(isShop && asked.path === '/' ? `${shop}<a href="/login">Sign in</a>` : form) };
      if (asked.path === '/account') return { body: pageOf(`<h1>${user}</h1><a href="/bye">Logout</a>`) };
      return { body: pageOf(homes[name]) };
    });
    portals.set(name, portal);
  }
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  const scope = createScope({ config: configSchema.parse({ target: { hosts } }) });
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user, LR_A_PASSWORD: right };
  world = await createWorld({ scope, env, signal: stop.signal });
});
afterAll(async () => {
  await world.close();
  await Promise.all([...portals.values()].map((portal) => portal.close()));
});

function contextOf(name: Home): CollectContext {
  return {
    target: { name: 'portal', url: portals.get(name)?.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live: createLive(),
    progress: () => undefined,
  } as unknown as CollectContext;
}

it.concurrent('a home page that names nobody: the session is told by the page on which the account was seen', async ({
  expect,
}) => {
  const context = contextOf('the same for everybody');
  const crawled = await openOwnSession('a', context, { unchecked: true });
  await crawled.page.goto(new URL('/account', crawled.home).href);
  await crawled.recorder.settled();
  const session = await openOwnSession('a', context, { unchecked: true });
  const alone = await findProbes(session, undefined, context);
  const probes = await findProbes(session, crawled, context);
  for (const one of [crawled, session]) await one.context.close();
  expect([alone, probes].map((all) => all.map(({ operation }) => operation))).toEqual([[], ['GET /account']]);
}, 120_000);

it.concurrent('a token that only another page asks with is looked for there, and sent with what a press had asked for', async () => {
  const context = contextOf('a token that another page fetches');
  const crawled = await openOwnSession('a', context, { unchecked: true });
  await crawled.page.goto(new URL('/profile', crawled.home).href);
  await crawled.page.getByText('Show address').click();
  await crawled.page.getByText(user).waitFor();
  await crawled.recorder.settled();
  const session = await openOwnSession('a', context, { unchecked: true });
  const probes = await findProbes(session, crawled, context);
  const others = await findOtherKinds(probes, session, crawled, context);
  expect([probes, others].map((all) => all.map(({ operation }) => operation))).toEqual([['GET /'], ['GET /api/me']]);
  expect(await findOtherKinds([...probes, ...others], session, crawled, context)).toEqual([]);
  const held = await Promise.all(others.map((one) => one.credentials()));
  for (const one of [crawled, session]) await one.context.close();
  expect(held[0]?.some(({ name, value }) => name === 'authorization' && value.endsWith(token))).toBe(true);
}, 120_000);

it.concurrent('a cart that a visitor keeps after sign-out says nothing of the session', async () => {
  const context = contextOf('a cart that goes on');
  const session = await openOwnSession('a', context, { unchecked: true });
  const probes = await findProbes(session, undefined, context);
  expect(probes.map(({ operation, names }) => [operation, names])).toEqual([['GET /', false]]);
  const carried = await Promise.all(probes.map(findCarriers));
  const { probes: looks, browserIsOut } = await lookAfterLogout(session, carried, context);
  await session.context.close();
  expect([browserIsOut, looks.map(({ before, after }) => [before, after])]).toEqual([
    true,
    [['in', [{ afterSeconds: 0, standing: 'unclear' }]]],
  ]);
}, 120_000);

it.concurrent('a cart of values that stay is no answer where a page of the crawl names the account', async () => {
  const context = contextOf('a cart that goes on');
  const crawled = await openOwnSession('a', context, { unchecked: true });
  await crawled.page.goto(new URL('/account', crawled.home).href);
  await crawled.recorder.settled();
  const session = await openOwnSession('a', context, { unchecked: true });
  const probes = await findProbes(session, crawled, context);
  expect([probes.map(({ operation }) => operation), new URL(session.home).pathname]).toEqual([
    ['GET /account'],
    '/account',
  ]);
  const { probes: looks } = await lookAfterLogout(session, await Promise.all(probes.map(findCarriers)), context);
  for (const one of [crawled, session]) await one.context.close();
  expect(looks.map(({ after }) => after)).toEqual([[{ afterSeconds: 0, standing: 'out' }]]);
}, 120_000);

describe('the way out', () => {
  it.concurrent.each((Object.keys(homes) as Home[]).filter((one) => one !== 'the same for everybody'))(
    '%s',
    async (name) => {
      const context = contextOf(name);
      const session = await openOwnSession('a', context, { unchecked: true });
      expect(await signOutInBrowser(session, context)).toEqual({ pressed: true, browserIsOut: true });
      await session.context.close();
    },
    120_000,
  );
});
