import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crossActions, crossDeletions } from '../../src/collectors/portal/actions/cross-actions.ts';
import { plantAnother } from '../../src/collectors/portal/actions/try-actions.ts';
import { plantedSlot } from '../../src/collectors/portal/canaries/planted-slot.ts';
import type { EmitWrite } from '../../src/collectors/portal/writes/candidate.ts';
import { decideAsColleague } from '../../src/collectors/portal/colleague/decide-as-colleague.ts';
import { crawlsSlot } from '../../src/collectors/portal/crawl/collector.ts';
import { gatesSlot } from '../../src/collectors/portal/gates.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import type { WriteGate } from '../../src/collectors/portal/shield.ts';
import { prepareSetting } from '../../src/collectors/portal/tenancy/setting.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { configSchema } from '../../src/model/config.ts';
import { outstanding, readJournal } from '../../src/world/journal.ts';
import type { World } from '../../src/world/world.ts';
import { counter } from '../collectors/network-setting.ts';
import { type Asked, type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { plainJournal } from './plain-journal.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

/** Whether the server does it for somebody else as well. */
type Variant = 'guarded' | 'flawed';
interface Wish {
  readonly id: number;
  readonly who: string;
  readonly title: string;
  state: 'open' | 'approved' | 'withdrawn';
}

/** Amy is an ordinary user of Anna's customer. */
const orgOf = (who: string) => (who === 'amy' ? 'anna' : who);

const token = (who: string) => `${who}-7c1f09a2b4d85e63`;
const seed = (): Wish[] => [
  { id: 4101, who: 'anna', title: 'Two ladders for the west hall', state: 'open' },
  { id: 4102, who: 'ben', title: 'A pallet of printer paper', state: 'open' },
  { id: 4103, who: 'ben', title: 'Spare keys for the archive', state: 'approved' },
];
let wishes: Wish[] = [];
let variant: Variant = 'guarded';
const nextId = counter();
let shownToAll = false;
/** What is approved may be withdrawn. */
let inSteps = false;

/** One list for both kinds of page: forms of the server with a token, or buttons of a script that ask whether it is meant. */
const list = (who: string, scripted: boolean) => {
  const mine = wishes.filter((one) => one.who === orgOf(who));
  const form = ({ id }: Wish, verb: string, label: string) =>
    `<form method="post" action="/wishes/${id}/${verb}"><input type="hidden" name="_csrf" value="${token(who)}"><button>${label}</button></form>`;
  const rows = mine.map((one) => {
    const may = one.state === 'open' && (who !== 'amy' || shownToAll);
    const controls = scripted
      ? `<button class="approve">Approve</button>`
      : `${form(one, 'approve', 'Approve')}${form(one, 'pay', 'Approve and pay')}`;
    const later = inSteps && one.state === 'approved' ? form(one, 'withdraw', 'Withdraw') : '';
    return `<tr><td>${one.title}</td><td>${one.state}</td><td>${may ? controls : later}</td></tr>`;
  });
  const script = `<div role="dialog" hidden>Really? <button>Cancel</button><button id="yes">Yes, approve</button></div><script>
    const dialog = document.querySelector('[role=dialog]');
    fetch('/api/wishes').then((one) => one.json()).then((wishes) => document.querySelectorAll('tbody tr').forEach((row, at) => {
      const button = row.querySelector('.approve');
      if (button) button.onclick = () => { dialog.hidden = false; dialog.querySelector('#yes').onclick = () =>
        fetch('/api/wishes/' + wishes[at].id, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ state: 'approved' }) }); }; }));
    const form = document.querySelector('#new'); form.onsubmit = (event) => { event.preventDefault();
      fetch('/api/wishes', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ title: form.title.value }) }).then(() => location.reload()); };
  </script>`;
  return pageOf(`<h1>Wishes</h1><p>Signed in as ${who}@portal.example</p><table><tbody>${rows.join('')}</tbody></table>
    <form id="new" method="post" action="/wishes"><input type="hidden" name="_csrf" value="${token(who)}"><label>Title <input name="title"></label><button>Add wish</button></form>${scripted ? script : ''}`);
};

/** Rows that a script deletes, after the browser asked whether it is meant. */
const binned = (who: string) => {
  const mine = wishes.filter((one) => one.who === who);
  const rows = mine.map(
    ({ id, title }) =>
      `<tr><td>${title}</td><td><button class="open">Open</button><button class="bin" data-id="${id}">Delete</button></td></tr>`,
  );
  return pageOf(`<h1>Wishes</h1><p>Signed in as ${who}@portal.example</p><button class="bin">Delete all</button><table><tbody>${rows.join('')}</tbody></table>
    <form id="new" method="post" action="/wishes"><input type="hidden" name="_csrf" value="${token(who)}"><label>Title <input name="title"></label><button>Add wish</button></form>
    <script>for (const one of document.querySelectorAll('tbody .bin')) one.onclick = () => {
      if (confirm('Delete it?')) fetch('/api/wishes/' + one.dataset.id, { method: 'DELETE' }).then(() => one.closest('tr').remove()); };</script>`);
};

/** One button for all rows, dead until one is ticked; or boxes that are kept by the server as soon as they are ticked. */
const ticked = (who: string, kept: boolean) => {
  const rows = wishes
    .filter((one) => one.who === who)
    .map(
      ({ id, title, state }) =>
        `<tr><td><input type="checkbox" value="${id}"></td><td>${title}</td><td>${state}</td></tr>`,
    );
  return pageOf(`<h1>Wishes</h1><p>Signed in as ${who}@portal.example</p><button id="all" ${kept ? '' : 'disabled'}>Approve</button>
    <table><tbody>${rows.join('')}</tbody></table>
    <form id="new"><label>Title <input name="title"></label><button>Add wish</button></form>
    <script>const all = document.querySelector('#all'); const boxes = [...document.querySelectorAll('tbody input')];
      const send = (ids) => fetch('/api/wishes/bulk', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ids, action: 'approve' }) }).then(() => location.reload());
      for (const one of boxes) one.onchange = () => { ${kept ? 'send([Number(one.value)]);' : 'all.disabled = !boxes.some((box) => box.checked);'} };
      all.onclick = () => send(boxes.filter((one) => one.checked${kept ? ' || true' : ''}).map((one) => Number(one.value)));
      const form = document.querySelector('#new'); form.onsubmit = (event) => { event.preventDefault();
        fetch('/api/wishes', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ title: form.title.value }) }).then(() => location.reload()); };</script>`);
};

function answer({ method, path, body, cookie }: Asked): Given | undefined {
  const who = cookie('who');
  if (!who) return { status: 302, headers: { location: '/login' } };
  const [, first, second] = path.split('/');
  if (method === 'GET' && (path === '/wishes' || path === '/scripted')) return list(who, path === '/scripted');
  if (method === 'GET' && path === '/binned') return binned(who);
  if (method === 'GET' && (path === '/ticked' || path === '/kept')) return ticked(who, path === '/kept');
  if (method === 'GET' && path === '/api/wishes')
    return { type: 'application/json', body: JSON.stringify(wishes.filter((one) => one.who === who)) };
  if (method === 'GET' && path === '/') return pageOf(`<h1>Hello</h1><p>Signed in as ${who}@portal.example</p>`);
  const given = /^\{/.test(body) ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
  if (first === 'wishes' && given._csrf !== token(who)) return { status: 403, body: 'invalid CSRF token' };
  if (method === 'POST' && (path === '/wishes' || path === '/api/wishes')) {
    const made: Wish = { id: 4110 + nextId(), who: orgOf(who), title: given.title, state: 'open' };
    wishes.push(made);
    return first === 'api'
      ? { status: 201, type: 'application/json', body: JSON.stringify(made) }
      : { status: 303, headers: { location: '/wishes' } };
  }
  if (path === '/api/wishes/bulk') {
    const named = wishes.filter(({ id }) => (given.ids as number[]).includes(id));
    const taken = named.filter((one) => one.who === who || variant === 'flawed');
    for (const one of taken) one.state = 'approved';
    return {
      type: 'application/json',
      body: JSON.stringify({ done: taken.length, skipped: named.length - taken.length }),
    };
  }
  const wish = wishes.find(({ id }) => String(id) === (first === 'api' ? path.split('/')[3] : second));
  if (!wish) return undefined;
  const may = wish.who === who || variant === 'flawed' || (who === 'amy' && shownToAll);
  if (!may) return { status: 404, body: 'No such wish' };
  if (method === 'DELETE') wishes = wishes.filter((one) => one !== wish);
  if (path.endsWith('/withdraw') && wish.state !== 'approved') return { status: 409, body: 'Not yet' };
  wish.state = path.endsWith('/withdraw') ? 'withdrawn' : 'approved';
  return first === 'api'
    ? { type: 'application/json', body: JSON.stringify({ ok: true }) }
    : { status: 303, headers: { location: '/wishes' } };
}

const stop = new AbortController();
let portal: OddPortal;
let world: World;
let folder: string;
const sessions = new Map<'a' | 'b' | 'a2', Session>();
const closed: WriteGate = async () => false;
const holders = { a: { gate: closed }, b: { gate: closed } };
beforeAll(async () => {
  portal = await startOddPortal(answer);
  folder = await mkdtemp(join(tmpdir(), 'actions-'));
  world = await worldOf(portal, stop.signal, plainJournal(folder));
  for (const [identity, who] of [
    ['a', 'anna'],
    ['b', 'ben'],
    ['a2', 'amy'],
  ] as const) {
    const gate: WriteGate = (request) => (identity === 'a2' ? Promise.resolve(false) : holders[identity].gate(request));
    const made = await shieldedSession(world, portal.url, gate, identity);
    const session = { ...made, self: [`${who}@portal.example`] };
    await session.context.addCookies([{ name: 'who', value: who, url: portal.url }]);
    for (const path of ['/', '/wishes']) await session.page.goto(new URL(path, portal.url).href);
    await session.recorder.settled();
    sessions.set(identity, session);
  }
}, 60_000);
afterAll(async () => {
  await world.close();
  await portal.close();
  await rm(folder, { recursive: true, force: true });
});

function contextWith(
  guarded: readonly string[],
  creators: readonly object[] = [],
  acting: readonly string[] = ['Approve'],
) {
  const live = createLive();
  live.set(sessionsSlot, sessions as never);
  live.set(gatesSlot, new Map(Object.entries(holders)) as never);
  live.set(
    crawlsSlot,
    new Map([
      ['b', { guarded, acting }],
      ['a', { creators, acting }],
    ]) as never,
  );
  const gaps: string[] = [];
  const context = {
    target: { config: configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } }) },
    world,
    live,
    signal: stop.signal,
    progress: () => undefined,
    gap: (_kind: string, subject: string) => void gaps.push(subject),
  } as unknown as CollectContext;
  return { context, live, gaps };
}

async function run(
  page: '/wishes' | '/scripted' | '/binned' | '/ticked' | '/kept' | '/',
  guarded: readonly string[] = [],
  acting?: readonly string[],
  deleted?: 'nothing' | 'all',
) {
  const { context, live, gaps } = contextWith(guarded, [], acting);
  const session = sessions.get('b');
  const creator = { page: new URL(page, portal.url).href, text: '' };
  const planted = session && (await plantAnother({ session, tab: session.page, context }, { creator }));
  live.set(plantedSlot, planted ? [planted] : []);
  const told: { field?: string; control: boolean; changed: unknown; method: string }[] = [];
  const setting = prepareSetting(context);
  const parties = { owner: 'b', asker: 'a' } as const;
  const emit: EmitWrite = ({ field, control, trials, method }) => {
    told.push({ ...(field ? { field } : {}), control, changed: trials[0]?.changed, method });
  };
  if (deleted === undefined) await crossActions(setting, parties, emit);
  else
    await crossDeletions(setting, parties, emit, new Set(deleted === 'all' && planted ? [planted.canary.proof] : []));
  return { told, gaps };
}

/** What only Anna's page offers, as Amy. */
async function runWithin() {
  const page = new URL('/wishes', portal.url).href;
  const { context } = contextWith([], [{ page, text: '' }]);
  const looking = async (identity: 'a' | 'a2') => {
    const session = sessions.get(identity) ?? expect.fail('not signed in');
    return { session, tab: await session.context.newPage(), context, colleague: 'amy@portal.example' };
  };
  const [a, a2] = [await looking('a'), await looking('a2')];
  const action = { page, page2: 'without', said: false, label: 'Approve' } as const;
  return decideAsColleague(prepareSetting(context), a, a2, [action]);
}

it.each([
  ['/wishes', 'flawed', { changed: true }],
  ['/wishes', 'guarded', { changed: false, control: true }],
  ['/scripted', 'flawed', { changed: true }],
] as const)(
  '%s, %s: approving is tried on a record that was made for it, and on no other',
  async (page, kind, expected) => {
    [wishes, variant] = [seed(), kind];
    const { told } = await run(page);
    expect(told).toMatchObject([{ field: 'Approve', method: page === '/wishes' ? 'POST' : 'PATCH', ...expected }]);
    expect(wishes.slice(0, 3)).toEqual(seed());
    expect(portal.asked.some(({ path }) => path.endsWith('/pay'))).toBe(false);
    const left = outstanding(await readJournal(join(folder, 'journal.jsonl')));
    expect(left.every(({ what }) => what.startsWith('canary planted'))).toBe(true);
  },
  60_000,
);

it.each([
  ['flawed', { changed: true }],
  ['guarded', { changed: false, control: true }],
] as const)(
  'what is offered in a later state alone, %s: its owner brings a record there first',
  async (kind, expected) => {
    [wishes, variant, inSteps] = [seed(), kind, true];
    const { told } = await run('/wishes').finally(() => {
      inSteps = false;
    });
    expect(told).toMatchObject([
      { field: 'Approve', ...expected },
      { field: 'Withdraw', ...expected },
    ]);
    expect(wishes.slice(0, 3)).toEqual(seed());
  },
  60_000,
);

it.each([
  ['flawed', 'nothing', [{ field: 'Delete', method: 'DELETE', changed: true }]],
  ['guarded', 'nothing', [{ field: 'Delete', method: 'DELETE', changed: false, control: true }]],
  ['flawed', 'all', []],
] as const)(
  'what a script deletes, %s, %s of it could be deleted otherwise: only what was made for it',
  async (kind, deleted, expected) => {
    [wishes, variant] = [seed(), kind];
    const { told } = await run('/binned', ['"delete"'], undefined, deleted);
    expect(told).toMatchObject(expected);
    expect(told).toHaveLength(expected.length);
    expect(wishes.slice(0, 3)).toEqual(seed());
  },
  60_000,
);

it.each([
  ['/ticked', 'flawed', [{ field: 'Approve', method: 'POST', changed: true }]],
  ['/ticked', 'guarded', [{ field: 'Approve', method: 'POST', changed: false, control: true }]],
  ['/kept', 'flawed', []],
] as const)(
  '%s, %s: what a list offers for ticked rows is tried on one that was made for it',
  async (page, kind, expected) => {
    [wishes, variant] = [seed(), kind];
    const { told } = await run(page);
    expect(told).toMatchObject(expected);
    expect(told).toHaveLength(expected.length);
    expect(wishes.slice(0, 3)).toEqual(seed());
  },
  60_000,
);

it('where no record that can be made has what the pages offer, that is said', async () => {
  [wishes, variant] = [[], 'guarded'];
  const { told, gaps } = await run('/', ['"approve"']);
  expect(told).toEqual([]);
  expect(gaps).toEqual(['approve (what cannot be put back)']);
}, 60_000);

it('where the walks saw nothing of the kind, no record is looked at for it', async () => {
  [wishes, variant] = [seed(), 'flawed'];
  expect((await run('/wishes', [], [])).told).toEqual([]);
  expect(wishes.every(({ state, id }) => state === 'open' || id === 4103)).toBe(true);
}, 60_000);

it.each([
  [
    'takes it',
    'flawed',
    false,
    [{ write: { changed: true }, within: { does: 'decide', decision: true, field: 'Approve' } }],
  ],
  ['refuses it', 'guarded', false, [{ write: { status: 404, changed: false } }]],
  ['and the page offer it to everybody', 'guarded', true, []],
] as const)(
  'approving what a colleague’s page does not offer: the server %s',
  async (_what, kind, all, expected) => {
    [wishes, variant, shownToAll] = [seed(), kind, all];
    expect(await runWithin()).toMatchObject(expected);
    expect(wishes.slice(0, 3)).toEqual(seed());
  },
  60_000,
);
