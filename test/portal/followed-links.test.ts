import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { plantAnother } from '../../src/collectors/portal/actions/try-actions.ts';
import { plantedSlot } from '../../src/collectors/portal/canaries/planted-slot.ts';
import { crawlsSlot } from '../../src/collectors/portal/crawl/collector.ts';
import { followLinks } from '../../src/collectors/portal/cross-site/followed-links.ts';
import type { Forging } from '../../src/collectors/portal/cross-site/forge-all.ts';
import { forgePressed } from '../../src/collectors/portal/cross-site/pressed-actions.ts';
import { gatesSlot } from '../../src/collectors/portal/gates.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import type { WriteGate } from '../../src/collectors/portal/shield.ts';
import { prepareSetting } from '../../src/collectors/portal/tenancy/setting.ts';
import { configSchema } from '../../src/model/config.ts';
import type { World } from '../../src/world/world.ts';
import { counter } from '../collectors/network-setting.ts';
import { type Asked, type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { plainJournal } from './plain-journal.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

/** What the link at a task does when it is followed, or the address of its button. */
type Kind = 'changes' | 'is done by itself' | 'asks first' | 'checks its token' | 'forgets its token';
interface Task {
  readonly id: number;
  readonly title: string;
  done: boolean;
  readonly madeMs: number;
}
const token = 'ben-7c1f09a2b4d85e63';
const seed = (): Task[] => [
  { id: 4101, title: 'Ring the plumber', done: false, madeMs: Number.POSITIVE_INFINITY },
  { id: 4102, title: 'Order two ladders', done: true, madeMs: Number.POSITIVE_INFINITY },
];
let tasks: Task[] = [];
let kind: Kind = 'changes';
let pressed = false;
const nextId = counter();

function list(): string {
  for (const one of tasks) if (kind === 'is done by itself' && Date.now() - one.madeMs > 3500) one.done = true;
  const query = kind.includes('token') ? `?csrf_token=${token}` : '';
  const rows = tasks.map(({ id, title, done }) => {
    const button = `<form method="post" action="/tasks/${id}/complete"><input type="hidden" name="csrf_token" value="${token}"><button>Complete</button></form>`;
    const link = done ? '' : pressed ? button : `<a href="/tasks/${id}/complete${query}">Mark as done</a>`;
    return `<tr><td>${title}</td><td>${done ? 'done' : 'open'}</td><td>${link} <a href="/tasks/${id}/send">Send</a></td></tr>`;
  });
  return pageOf(
    `<h1>Tasks</h1><p>Signed in as ben@portal.example</p><table><tbody>${rows.join('')}</tbody></table>
    <form method="post" action="/tasks"><input type="hidden" name="_csrf" value="${token}"><label>Title <input name="title"></label><button>Add task</button></form>`,
  );
}

function answer({ method, path, query, body, cookie }: Asked): Given | undefined {
  if (cookie('who') !== 'ben') return { status: 302, headers: { location: '/login' } };
  if (method === 'GET' && path === '/tasks') return list();
  if (method === 'POST' && path === '/tasks') {
    const given = new URLSearchParams(body);
    if (given.get('_csrf') !== token) return { status: 403, body: 'invalid token' };
    tasks.push({ id: 4110 + nextId(), title: given.get('title') ?? '', done: false, madeMs: Date.now() });
    return { status: 303, headers: { location: '/tasks' } };
  }
  const task = tasks.find(({ id }) => path === `/tasks/${id}/complete`);
  if (!task) return undefined;
  if (kind === 'asks first' || kind === 'is done by itself')
    return pageOf('<p>Really?</p><form method="post"><button>Yes</button></form>');
  const given = method === 'GET' ? query : new URLSearchParams(body);
  if (kind === 'checks its token' && given.get('csrf_token') !== token) return { status: 403, body: 'invalid token' };
  task.done = true;
  return { status: 303, headers: { location: '/tasks' } };
}

const stop = new AbortController();
const holder = { gate: (async () => false) as WriteGate };
let portal: OddPortal;
let world: World;
let folder: string;
let session: Session;
beforeAll(async () => {
  portal = await startOddPortal(answer);
  folder = await mkdtemp(join(tmpdir(), 'links-'));
  world = await worldOf(portal, stop.signal, plainJournal(folder));
  session = await shieldedSession(world, portal.url, (request) => holder.gate(request), 'b');
  await session.context.addCookies([{ name: 'who', value: 'ben', url: portal.url }]);
  await session.page.goto(new URL('/tasks', portal.url).href);
  await session.recorder.settled();
}, 60_000);
afterAll(async () => {
  await world.close();
  await portal.close();
  await rm(folder, { recursive: true, force: true });
});

const look = async (what: Kind, options: Parameters<typeof forging>[0] = {}) => {
  [tasks, kind, pressed] = [seed(), what, false];
  return await followLinks(await forging(options));
};
const press = async (what: Kind, acting: readonly string[] = ['Complete']) => {
  [tasks, kind, pressed] = [seed(), what, true];
  return await forgePressed(await forging({ acting }));
};

async function forging({
  guarded = ['"done"'],
  acting = [],
  attached = 'navigation',
}: {
  readonly guarded?: readonly string[];
  readonly acting?: readonly string[];
  readonly attached?: 'navigation' | 'same-site';
}): Promise<Forging> {
  const live = createLive();
  live.set(sessionsSlot, new Map([['b', session]]) as never);
  live.set(gatesSlot, new Map([['b', holder]]) as never);
  live.set(crawlsSlot, new Map([['b', { guarded, acting }]]) as never);
  const config = configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } });
  const context = {
    target: { config },
    world,
    live,
    signal: stop.signal,
    progress: () => undefined,
  } as unknown as CollectContext;
  const creator = { page: new URL('/tasks', portal.url).href, text: '' };
  const planted = await plantAnother({ session, tab: session.page, context }, { creator });
  live.set(plantedSlot, planted ? [planted] : []);
  return {
    setting: prepareSetting(context),
    session,
    attachment: { attached, cookies: [], goAnywhere: new Set(), followLinks: new Set(['who']) },
    origins: { foreign: 'https://elsewhere.example.org', sibling: undefined },
  };
}

it('a link that changes its record is followed from elsewhere, on records that were made for it and on no other', async () => {
  const found = await look('changes');
  expect(found).toMatchObject([
    { method: 'GET', control: true, trials: [{ way: 'by a link, “Mark as done”', token: 'none', changed: true }] },
  ]);
  expect(tasks.slice(0, 2)).toEqual(seed());
  expect(portal.asked.some(({ path }) => path.endsWith('/send'))).toBe(false);
  const followed = portal.asked.filter(({ path }) => path.endsWith('/complete'));
  expect(followed.every(({ headers }) => headers.referer === 'https://elsewhere.example.org/')).toBe(true);
}, 60_000);

it('a token in the address is left out: what is taken without it is forged, what is refused is not', async () => {
  expect(await look('forgets its token')).toMatchObject([{ trials: [{ token: 'left out', changed: true }] }]);
  expect(await look('checks its token')).toMatchObject([{ control: true, trials: [{ status: 403, changed: false }] }]);
}, 60_000);

it('a link that leads to a question is not told of, nor followed where no page offers one or the cookie stays at home', async () => {
  expect(await look('asks first')).toEqual([]);
  expect(await look('changes', { guarded: ['"logout"'] })).toEqual([]);
  expect(await look('changes', { attached: 'same-site' })).toEqual([]);
}, 60_000);

it('what happens to records by themselves after a while was not forged', async () => {
  const found = await look('is done by itself');
  expect(found.flatMap(({ trials }) => trials).every(({ changed }) => changed !== true)).toBe(true);
}, 60_000);

it('what a button posts is led to by its address alone, and changes its record where the method is not looked at', async () => {
  expect(await press('changes')).toMatchObject([
    { method: 'POST', control: true, trials: [{ way: 'by an address, “Complete”', token: 'left out', changed: true }] },
  ]);
  expect(tasks.slice(0, 2)).toEqual(seed());
  expect(await press('checks its token')).toMatchObject([{ control: true, trials: [{ status: 403, changed: false }] }]);
  expect(await press('changes', [])).toEqual([]);
}, 60_000);
