import { afterAll, beforeAll, expect, it } from 'vitest';
import { crawl } from '../../src/collectors/portal/crawl/crawl.ts';
import { rehearseChoices } from '../../src/collectors/portal/writes/rehearse-choices.ts';
import { rehearseEdits } from '../../src/collectors/portal/writes/rehearse.ts';
import type { World } from '../../src/world/world.ts';
import { type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

/** A job is shown, and changed in fields that a script draws; what is drawn first drops the change. */
const page = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>
  <button id="open">Bearbeiten</button><main></main><script>
  const main = document.querySelector('main');
  document.querySelector('#open').onclick = async () => {
    const job = await (await fetch('/api/job')).json();
    main.innerHTML = '<label>Bezeichnung <input name="t"></label><label>Bemerkung <input name="n"></label><button>Abbrechen</button><button id="save">Speichern</button>';
    const [title, note] = main.querySelectorAll('input');
    [title.value, note.value] = [job.bezeichnung, job.bemerkung];
    main.querySelector('#save').onclick = () => fetch('/api/job/71', { method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-csrf-token': 'of-anna', 'if-match': '"4"' },
      body: JSON.stringify({ bezeichnung: title.value, bemerkung: note.value, version: job.version }) });
  };
</script>`);

/** A list whose rows are ticked, and filed elsewhere by a bar that comes with the first tick. */
const list = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p><table><tbody>
  <tr><td><input type="checkbox" value="71"></td><td>North wing</td><td>Low</td></tr>
  <tr><td><input type="checkbox" value="72"></td><td>South wing</td><td>High</td></tr></tbody></table><aside></aside><script>
  const bar = document.querySelector('aside');
  document.querySelector('table').onchange = () => {
    if (bar.innerHTML === '') bar.innerHTML = '<select aria-label="Priority"><option value="">Priority<option value="p1">Low<option value="p2">High</select><button>Delete all</button><button>Apply</button>';
    bar.lastChild.onclick = () => fetch('/api/jobs/many', { method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ids: [...document.querySelectorAll('input:checked')].map((one) => Number(one.value)), priority: bar.firstChild.value }) });
  };
</script>`);

/** Saving also tells others over the channel; where that is not dropped, an object that is no channel complains. */
const channel = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>
  <label>Note <input name="note" value="Ring at the gate"></label><button>Save</button><script>
  document.querySelector('button').onclick = () => {
    WebSocket.prototype.send.call({}, 'saved');
    return fetch('/api/job/71/note', { method: 'POST', body: document.querySelector('input').value });
  };
</script>`);

/** A visit whose stage is a choice beside a button, and whose date is moved in what a press opens. */
const visit = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>
  <select id="stage"><option>new<option selected>planned<option>done</select><button id="set">Change stage</button>
  <button id="open">Move…</button><main></main><script>
  const send = (body) => fetch('/api/visits/71', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  document.querySelector('#set').onclick = () => send({ stage: document.querySelector('#stage').value });
  document.querySelector('#open').onclick = () => {
    document.querySelector('main').innerHTML = '<form><input type="datetime-local" name="at" value="2026-12-14T09:30"><button>Keep this date</button></form>';
    document.querySelector('form').onsubmit = (event) => {
      event.preventDefault();
      send({ at: document.querySelector('[name=at]').value });
    };
  };
</script>`);

const stop = new AbortController();
let portal: OddPortal;
let world: World;
beforeAll(async () => {
  const job = { id: 71, bezeichnung: 'North wing', bemerkung: 'Ring at the gate', version: 4 };
  portal = await startOddPortal(({ method, path }) =>
    path === '/api/job' && method === 'GET'
      ? { type: 'application/json', body: JSON.stringify(job) }
      : path === '/list'
        ? list
        : path === '/visits/71'
          ? visit
          : path === '/channel'
            ? channel
            : page,
  );
  world = await worldOf(portal, stop.signal);
});
afterAll(async () => {
  await world.close();
  await portal.close();
});

it('a form that a script draws is rehearsed into the shield: nothing of it arrives, and the way is known', async () => {
  const { clock, scope } = world;
  const session = await shieldedSession(world, portal.url);
  const { editors } = await crawl({
    session,
    clock,
    signal: stop.signal,
    isListed: scope.isListed,
    routes: [],
    limitMs: 40_000,
    maxPages: 3,
    secondVisitsUntil: 12,
  });
  expect(editors.map(({ text }) => text)).toEqual(['Bearbeiten']);
  const rehearsing = { world: { clock, randomHex: () => '4711' }, signal: stop.signal, progress: () => undefined };
  await rehearseEdits(session, editors, rehearsing as never);
  expect(portal.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(session.recorder.held.at(-1)).toMatchObject({
    method: 'PUT',
    body: JSON.stringify({ bezeichnung: 'North wing', bemerkung: 'Ring at the gate lr4711', version: 4 }),
    headers: { 'x-csrf-token': 'of-anna', 'if-match': '"4"' },
    mark: 'lr4711',
  });
  await session.context.close();
}, 60_000);

it('a row is ticked and filed elsewhere into the shield: what the page would send for ticked rows is known', async () => {
  const session = await shieldedSession(world, portal.url);
  const { clock } = world;
  const rehearsing = { world: { clock, randomHex: () => '4711' }, signal: stop.signal, progress: () => undefined };
  await rehearseEdits(session, [{ page: new URL('/list', portal.url).href, text: '' }], rehearsing as never);
  expect(portal.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  const body = JSON.stringify({ ids: [71], priority: 'p2' });
  expect(session.recorder.held).toMatchObject([{ method: 'POST', body, chosen: 'p2' }]);
  await session.context.close();
}, 60_000);

it('a page that talks over a channel is rehearsed as well: what it would say there is dropped', async () => {
  const session = await shieldedSession(world, portal.url);
  (session.recorder.channels as unknown[]).push({
    identity: 'a',
    url: 'wss://portal.test',
    sent: ['join'],
    received: [],
  });
  const { clock } = world;
  const rehearsing = { world: { clock, randomHex: () => '4711' }, signal: stop.signal, progress: () => undefined };
  await rehearseEdits(session, [{ page: new URL('/channel', portal.url).href, text: '' }], rehearsing as never);
  expect(session.recorder.held).toMatchObject([{ method: 'POST', mark: 'lr4711' }]);
  await session.context.close();
}, 60_000);

it('another state and another date are chosen into the shield: what the page sends for them is known', async () => {
  const { clock, scope } = world;
  const session = await shieldedSession(world, portal.url);
  const walked = await crawl({
    session,
    clock,
    signal: stop.signal,
    isListed: scope.isListed,
    routes: [`${portal.url}visits/71`],
    limitMs: 40_000,
    maxPages: 3,
    secondVisitsUntil: 12,
  });
  const choosers = (walked.choosers ?? []).filter(({ page: url }) => url.endsWith('/visits/71'));
  expect(choosers.map(({ text }) => text)).toEqual(['', 'Move…']);
  await rehearseChoices(session, choosers, {
    world: { clock },
    signal: stop.signal,
    progress: () => undefined,
  } as never);
  expect(portal.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  const held = session.recorder.held.flatMap(({ body, chosen, former, control }) =>
    former === undefined ? [] : [{ body, chosen, former, control }],
  );
  expect(held).toContainEqual({
    body: JSON.stringify({ stage: 'new' }),
    chosen: 'new',
    former: 'planned',
    control: { name: '', id: 'stage' },
  });
  expect(held).toContainEqual({
    body: JSON.stringify({ at: '2026-12-21T09:30' }),
    chosen: '2026-12-21T09:30',
    former: '2026-12-14T09:30',
    control: { name: 'at', id: '' },
  });
  await session.context.close();
}, 60_000);
