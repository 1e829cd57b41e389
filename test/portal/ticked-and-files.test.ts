import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addressesLike } from '../../src/collectors/portal/canaries/addresses-like.ts';
import { fileFor } from '../../src/collectors/portal/canaries/file-for.ts';
import { plantFile } from '../../src/collectors/portal/canaries/plant-file.ts';
import { crawl } from '../../src/collectors/portal/crawl/crawl.ts';
import type { WriteGate } from '../../src/collectors/portal/shield.ts';
import { openJournal } from '../../src/world/journal.ts';
import type { World } from '../../src/world/world.ts';
import { type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

/** Plans of a building: some are ticked, and what is ticked is downloaded together, or thrown away. */
const plans = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p><table><tbody>
  <tr><td><input type="checkbox" value="71"></td><td>Ground floor</td></tr>
  <tr><td><input type="checkbox" value="72"></td><td>First floor</td></tr></tbody></table>
  <button id="drop">Auswahl löschen</button><button id="get" disabled>Auswahl herunterladen</button><script>
  const ticked = () => [...document.querySelectorAll('input:checked')].map((one) => Number(one.value));
  const send = (path) => () => fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ids: ticked() }) });
  const [get, drop] = [document.querySelector('#get'), document.querySelector('#drop')];
  document.querySelector('table').onchange = () => { get.disabled = ticked().length === 0; };
  get.onclick = send('/api/plans/bundle');
  drop.onclick = send('/api/plans/drop');
</script>`);

/** The same on a page that a server made: one form of ticked rows with a button that reads them, one that hands them in. */
const papers = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>
  <form method="post" action="/claims/hand-in"><table><tbody>
  <tr><td><input type="checkbox" name="row" value="81"></td><td>Broken tile</td></tr></tbody></table><button>Hand in</button></form>
  <form method="post" action="/papers/csv"><input type="hidden" name="guard" value="g1"><table><tbody>
  <tr><td><input type="checkbox" name="ids" value="71"></td><td>Ground floor</td></tr>
  <tr><td><input type="checkbox" name="ids" value="72"></td><td>First floor</td></tr></tbody></table>
  <button name="do" value="drop">Delete selected</button><button>Export selected (CSV)</button></form>`);

/** A plan is added as soon as a file is chosen; below the house where it is kept, and shown by itself. */
const house = pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p><section>
  <h2>Plans</h2><input type="file" accept=".pdf"><button>Add a plan</button></section><script>
  const field = document.querySelector('input');
  document.querySelector('button').onclick = () => {
    const form = new FormData();
    form.append('plan', field.files[0]);
    return fetch('/api/houses/3/plans', { method: 'POST', body: form });
  };
</script>`);
const endless: Given = { type: 'application/json', body: '{"id":74}', headers: { 'content-length': '400' } };
/** A house whose portal never ends its answer, which the page does not wait for either. */
const shed = house.replace('houses/3', 'houses/4');
const portrait = pageOf('<form><label>Profile picture <input type="file"></label><button>Save</button></form>');

const stop = new AbortController();
const canary = { identity: 'a', search: 'Lrword', proof: 'Checkword', planted: true } as const;
let portal: OddPortal;
let world: World;
beforeAll(async () => {
  portal = await startOddPortal(({ method, path }) =>
    path === '/papers'
      ? papers
      : path === '/papers/csv'
        ? { type: 'text/csv', body: 'Ground floor;First floor', headers: { 'content-disposition': 'attachment' } }
        : path === '/house'
          ? house
          : path === '/shed'
            ? shed
            : method === 'POST' && path === '/api/houses/4/plans'
              ? endless
              : path === '/me'
                ? portrait
                : method === 'POST' && path === '/api/houses/3/plans'
                  ? { type: 'application/json', body: '{"id":73}' }
                  : path === '/api/plans/73' || path === '/api/plans/71'
                    ? { type: 'application/json', body: JSON.stringify({ name: 'Lrword Checkword.pdf' }) }
                    : path.startsWith('/api/')
                      ? { type: 'application/json', status: 404, body: '{}' }
                      : plans,
  );
  world = await worldOf(portal, stop.signal);
});
afterAll(async () => {
  await world.close();
  await portal.close();
});

it('what reads several ticked rows in one request is pressed, what deletes them is not', async () => {
  const { clock, scope } = world;
  const session = await shieldedSession(world, portal.url);
  await crawl({
    session,
    clock,
    signal: stop.signal,
    isListed: scope.isListed,
    routes: [],
    limitMs: 40_000,
    maxPages: 1,
    secondVisitsUntil: 12,
  });
  const sent = portal.asked.filter(({ method }) => method === 'POST');
  expect(sent.map(({ path }) => path)).toEqual(['/api/plans/bundle']);
  const recorded = session.recorder.exchanges.find(({ url }) => url.endsWith('/bundle'));
  expect(recorded).toMatchObject({ requestBody: '{"ids":[71,72]}', reads: true });
  await session.context.close();
}, 60_000);

it('a form that a browser sends is sent with its rows ticked where its button says that it reads', async () => {
  const { clock, scope } = world;
  const session = await shieldedSession(world, portal.url);
  const before = portal.asked.length;
  const home = new URL('/papers', portal.url).href;
  await crawl({
    session: { ...session, home },
    clock,
    signal: stop.signal,
    isListed: scope.isListed,
    routes: [],
    limitMs: 40_000,
    maxPages: 1,
    secondVisitsUntil: 12,
  });
  const sent = portal.asked.slice(before).filter(({ method }) => method === 'POST');
  expect(sent.map(({ path }) => path)).toEqual(['/papers/csv']);
  const recorded = session.recorder.exchanges.find(({ url }) => url.endsWith('/csv'));
  expect(recorded).toMatchObject({ requestBody: 'guard=g1&ids=71&ids=72', reads: true });
  await session.context.close();
}, 60_000);

it('a document with the canary in its name is added, in the journal first, and found where the portal shows it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plant-'));
  const gate: { gate: WriteGate } = { gate: async () => false };
  const session = await shieldedSession(world, portal.url, (request) => gate.gate(request));
  await session.page.goto(portal.url);
  await session.page.evaluate("fetch('/api/plans/71')");
  const journal = openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date(0),
    () => 'p1',
  );
  const plant = (path: string) =>
    plantFile({
      session,
      gate,
      creator: { page: new URL(path, portal.url).href, text: '' },
      canary,
      journal,
      clock: world.clock,
      signal: stop.signal,
      never: [],
    });
  expect(await plant('/me')).toMatchObject({ planted: false });
  expect(await plant('/house')).toMatchObject({ planted: true, created: new URL('/api/plans/73', portal.url).href });
  expect(await journal.entries()).toMatchObject([
    {
      method: 'POST',
      mark: 'Checkword',
      settled: [{ state: 'done', created: new URL('/api/plans/73', portal.url).href }],
    },
  ]);
  expect(await plant('/shed')).toMatchObject({ planted: true });
  await session.context.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

it('a field gets a file of a kind that it takes', () => {
  expect(fileFor('', 'Plan')).toMatchObject({ name: 'Plan.pdf', mimeType: 'application/pdf' });
  expect(fileFor('image/*,.pdf', 'Plan')).toMatchObject({ mimeType: 'application/pdf' });
  expect(fileFor('.txt', 'Plan')).toMatchObject({ name: 'Plan.txt', mimeType: 'text/plain' });
  expect(fileFor('image/png,image/jpeg', 'Plan')).toBeUndefined();
});

it('what is made below one record may be shown among its own kind', () => {
  const read = (url: string) => ({ method: 'GET', url, status: 200 });
  const made = 'https://portal.example/api/houses/3/plans/73';
  expect(
    addressesLike(made, [read('https://portal.example/api/plans/71'), read('https://portal.example/api/houses/3')]),
  ).toEqual([made, 'https://portal.example/api/plans/73']);
  expect(addressesLike(made, [read('https://portal.example/api/plans/71/notes')])).toEqual([made]);
});
