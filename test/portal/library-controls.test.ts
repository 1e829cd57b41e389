import { afterEach, expect, it } from 'vitest';
import { actionWords, neverActed } from '../../src/collectors/portal/actions/action-words.ts';
import { openedMark, openMenuOf } from '../../src/collectors/portal/actions/open-menu.ts';
import { pressAction, pressable, recordOnPage } from '../../src/collectors/portal/actions/record-on-page.ts';
import { chooseDays } from '../../src/collectors/portal/canaries/choose-days.ts';
import { fillBoxes } from '../../src/collectors/portal/canaries/fill-boxes.ts';
import { fillForm, formOffers } from '../../src/collectors/portal/canaries/fill-form.ts';
import { fillAndSend, furtherSteps } from '../../src/collectors/portal/canaries/form-steps.ts';
import { crawl } from '../../src/collectors/portal/crawl/crawl.ts';
import { rehearseBoxes } from '../../src/collectors/portal/writes/rehearse-boxes.ts';
import type { World } from '../../src/world/world.ts';
import { libraryPage } from './library-page.ts';
import { type Answering, type OddPortal, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

const stop = new AbortController();
let portal: OddPortal;
let world: World;
afterEach(async () => {
  await world.close();
  await portal.close();
});

async function sessionAt(page: ReturnType<Answering>, answers: Readonly<Record<string, unknown>> = {}) {
  portal = await startOddPortal(({ path }) =>
    path.startsWith('/api')
      ? { type: 'application/json', body: JSON.stringify(answers[path.split('?')[0] ?? ''] ?? [1, 2, 3, 4]) }
      : page,
  );
  world = await worldOf(portal, stop.signal);
  return shieldedSession(world, portal.url);
}

async function walked(page: ReturnType<Answering>) {
  const session = await sessionAt(page);
  const { clock, scope } = world;
  const given = { session, clock, signal: stop.signal, isListed: scope.isListed, routes: [] };
  const result = await crawl({ ...given, limitMs: 40_000, maxPages: 1, secondVisitsUntil: 12 });
  await session.context.close();
  return { ...result, asked: portal.asked.map(({ path }) => path).filter((path) => path.startsWith('/api')) };
}

const ask = `const ask = (what) => fetch('/api/' + what);`;
const table = '<table><tbody><tr><td>North wing</td></tr></tbody></table>';

it('lists, switches and segments of component libraries narrow and widen what a page shows', async () => {
  const states = `[['s1', 'All states'], ['s2', 'Paid'], ['s3', 'Delete all']]`;
  const page = libraryPage(
    `<span id="state"></span><span id="kind"></span><span id="customer"></span>
      <label><input type="checkbox" role="switch" onchange="ask('archived')"> Show archived</label>
      <div role="radiogroup"><label><input type="radio" name="r" checked>Open</label><label><input type="radio" name="r" onchange="ask('closed')">Closed</label></div>${table}`,
    `${ask} downSelect(at('state'), ${states}, ask, 'All states');
      clearSelect(at('kind'), [['k1', 'Repair'], ['k2', 'Rent']], ask, 'Repair');
      searchSelect(at('customer'), [['c1', 'Mill Court']], ask);`,
  );
  const { asked } = await walked(page);
  expect(asked).toEqual(expect.arrayContaining(['/api/s2', '/api/k2', '/api/c1', '/api/archived']));
  expect(asked).not.toContain('/api/s3');
}, 60_000);

it('a switch beside no list, a list in a window that edits and a list of languages are left alone', async () => {
  const page = libraryPage(
    `<label><input type="checkbox" role="switch" onchange="ask('mails')"> Mail me</label><div role="dialog"><span id="role"></span></div><span id="tongue"></span>`,
    `${ask} downSelect(at('role'), [['r1', 'Reader'], ['r2', 'Owner']], ask);
      downSelect(at('tongue'), [['l1', 'Deutsch'], ['l2', 'Français']], ask);`,
  );
  expect((await walked(page)).asked).toEqual([]);
}, 60_000);

it('tabs and menus that open when the button goes down are opened; of a menu what shows is pressed, what deletes is not', async () => {
  const page = libraryPage(
    `<div role="tablist"><button role="tab">One</button><button role="tab" id="two">Movements</button></div>
      <table><tbody><tr><td>North wing</td><td><button id="more" aria-haspopup="menu" aria-label="More">…</button></td></tr></tbody></table>`,
    `${ask} at('two').onmousedown = () => ask('movements');
      at('more').onpointerdown = () => {
        const part = drawn('<div role="menu"><div role="menuitem">History</div><div role="menuitem">Delete</div></div>');
        [...part.firstChild.children].forEach((one) => one.onclick = () => { part.remove(); ask(one.textContent); });
      };`,
  );
  const { asked, guarded } = await walked(page);
  expect(asked).toEqual(expect.arrayContaining(['/api/movements', '/api/History']));
  expect(asked).not.toContain('/api/Delete');
  expect(guarded).toContain('"delete"');
}, 60_000);

it('a tab that bears the name of a page in the menu is pressed as the tab that it is', async () => {
  const page = libraryPage(
    `<nav><a href="/documents">Documents</a></nav><div role="tablist"><button role="tab">Overview</button><button role="tab" id="papers">Documents</button></div>`,
    `${ask} at('papers').onmousedown = () => ask('papers');`,
  );
  expect((await walked(page)).asked).toContain('/api/papers');
}, 60_000);

/** A window at the side of the page, which Escape closes, with tabs and what each of them shows. */
const drawer = `const open = () => {
    const part = drawn('<div role="dialog" aria-modal="true"><button aria-label="Close">×</button><div role="tablist"><button role="tab">Data</button><button role="tab">Results</button><button role="tab">Files</button></div><p></p></div>');
    const [, ...tabs] = part.querySelectorAll('button');
    part.querySelector('button').onclick = () => part.remove();
    tabs[1].onclick = () => ask('results');
    tabs[2].onclick = () => {
      ask('files');
      part.querySelector('p').innerHTML = '<button>Change</button>';
      part.querySelector('p button').onclick = () => { part.querySelector('p').innerHTML = '<input value="Site plan"><button>Save</button>'; };
    };
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && part.remove());
  };`;

it('tabs of a window that stands over the page are pressed one after another: it is not closed between them', async () => {
  const page = libraryPage(table, `${ask} ${drawer} open();`);
  const { asked, editors } = await walked(page);
  expect(asked).toEqual(expect.arrayContaining(['/api/results', '/api/files']));
  expect(editors.map(({ text, next }) => [text, next])).toContainEqual(['Files', 'Change']);
}, 60_000);

it('a row whose press only the framework knows of opens its window, and what stands there is pressed', async () => {
  const page = libraryPage(
    table,
    `${ask} ${drawer} const row = document.querySelector('tbody tr');
      row.__reactProps$k1 = { onClick: open };
      row.onclick = open;`,
  );
  expect((await walked(page)).asked).toEqual(expect.arrayContaining(['/api/results', '/api/files']));
}, 60_000);

it('a field of a form that looks up what is typed is typed into, and the form is not sent', async () => {
  const page = libraryPage(
    `<button id="new">New sample</button>${table}`,
    `${ask} at('new').onclick = () => {
        const part = drawn('<div role="dialog"><form><label>Batch <input role="combobox" name="batch"></label><label>Kind <input role="combobox" readonly></label><button>Register</button></form></div>');
        part.querySelector('input').oninput = ({ target }) => ask('batches?q=' + target.value);
        part.querySelector('[readonly]').oninput = () => ask('kinds');
        part.querySelector('form').onsubmit = (event) => { event.preventDefault(); ask('sent'); };
      };`,
  );
  const { asked } = await walked(page);
  expect(asked).toContain('/api/batches');
  expect(asked.filter((one) => /kinds|sent/.test(one))).toEqual([]);
}, 60_000);

it('a list is sorted after everything else was pressed, and what each row calls after itself is pressed for two of them', async () => {
  const names = ['North', 'South', 'East', 'West'];
  const page = libraryPage(
    `<table><thead><tr>${['Name', 'Place', 'State', 'Kind', 'Since', 'Until', 'Owner', 'Number'].map((one) => `<th><button>${one}</button></th>`).join('')}</tr></thead>
      <tbody>${names.map((one) => `<tr><td>${one} wing</td><td><button>Choices of ${one}</button></td></tr>`).join('')}</tbody></table><button id="all">Statement</button>`,
    `${ask} for (const one of document.querySelectorAll('tbody button')) one.onclick = () => ask(one.textContent);
      for (const one of document.querySelectorAll('thead button')) one.onclick = () => ask('sorted');
      at('all').onclick = () => ask('statement');`,
  );
  const { asked } = await walked(page);
  expect(asked.slice(0, 3)).toEqual(['/api/Choices%20of%20North', '/api/Choices%20of%20South', '/api/statement']);
  expect(asked.filter((one) => one.includes('Choices'))).toHaveLength(2);
  expect(asked).toContain('/api/sorted');
}, 60_000);

it('a form that asks for a choice and a day is sent with both', async () => {
  const page = libraryPage(
    `<form><label>Title <input name="title"></label><label>Seen by <span id="seen"></span></label><span id="kind"></span><span id="due"></span><button>Create</button></form>`,
    `const body = {};
      downSelect(at('seen'), [['all', 'Everyone'], ['me', 'Only me']], (one) => body.seen = one);
      clearSelect(at('kind'), [['k1', 'Repair'], ['k2', 'Rent']], (one) => body.kind = one);
      dayField(at('due'), (one) => body.due = one);
      document.querySelector('form').onsubmit = (event) => {
        event.preventDefault();
        body.title = document.querySelector('[name=title]').value;
        if (body.kind && body.due) fetch('/api/jobs', { method: 'POST', body: JSON.stringify(body) });
      };`,
  );
  const session = await sessionAt(page);
  await session.page.goto(portal.url);
  const [form] = await session.page.evaluate(formOffers);
  const index = form?.index ?? -1;
  await fillAndSend(session.page, index, { value: 'Lrword', today: '2026-11-01' });
  expect(await session.page.evaluate('body')).toEqual({ title: 'Lrword', seen: 'me', kind: 'k1', due: '2026-11-28' });
  await expect.poll(() => session.recorder.held.length).toBe(1);
  const sent = JSON.parse(session.recorder.held[0]?.body ?? '{}');
  expect(sent).toEqual({ title: 'Lrword', seen: 'me', kind: 'k1', due: '2026-11-28' });
  await session.context.close();
}, 60_000);

it('a field that its label says is for a phone or an address of mail is filled as one', async () => {
  const fields = ['Name', 'Téléphone', 'Mobile phone', 'Telefoon', 'Courriel', 'Telemetry'];
  const page = libraryPage(
    `<form>${fields.map((one) => `<label>${one} <input></label>`).join('')}<button>Add</button></form>`,
    '',
  );
  const session = await sessionAt(page);
  await session.page.goto(portal.url);
  await session.page.evaluate(fillForm, { index: 0, value: 'Lrword Checkword', today: '2026-11-01' });
  const number = '+12025550143';
  expect(await session.page.evaluate("[...document.querySelectorAll('input')].map((one) => one.value)")).toEqual([
    'Lrword Checkword',
    number,
    number,
    number,
    'checkword@example.com',
    'Lrword Checkword',
  ]);
  await session.context.close();
}, 60_000);

it('a form that shows its next step in place of being sent is filled on until it is sent, and no further', async () => {
  const page = libraryPage(
    `<form><p id="one"><label>Title <input name="title"></label></p><p id="two" hidden><label>Note <textarea name="note"></textarea></label></p><button>Next</button></form>`,
    `document.querySelector('form').onsubmit = (event) => {
        event.preventDefault();
        const { title, note } = event.target.elements;
        if (at('two').hidden) [at('one').hidden, at('two').hidden] = [true, false];
        else fetch('/api/jobs', { method: 'POST', body: JSON.stringify({ title: title.value, note: note.value }) });
      };`,
  );
  const session = await sessionAt(page);
  await session.page.goto(portal.url);
  const { held } = session.recorder;
  const given = { value: 'Lrword', today: '2026-11-01' };
  await fillAndSend(session.page, 0, given);
  await furtherSteps(session.page, 0, given, world.clock, () => held.length > 0);
  expect(held.map(({ body }) => body)).toEqual([JSON.stringify({ title: 'Lrword', note: 'Lrword' })]);
  await session.context.close();
}, 60_000);

it('a list that shows a value is left as it is, and no day is looked for where no field asks for one', async () => {
  const page = libraryPage(
    `<form><label>Title <input name="title"></label><span id="kind"></span><button>Create</button></form>`,
    `downSelect(at('kind'), [['k1', 'Repair'], ['k2', 'Rent']], (one) => document.title = one, 'Rent');`,
  );
  const session = await sessionAt(page);
  await session.page.goto(portal.url);
  const title = await session.page.title();
  await fillBoxes(session.page, 0);
  await chooseDays(session.page, 0);
  expect(await session.page.title()).toBe(title);
  await session.context.close();
}, 60_000);

it('a state and a parent are chosen into the shield: what stands for them is known by its words, or by choosing twice', async () => {
  const page = libraryPage(
    `<label>Priority <span id="priority"></span></label><button id="keep">Save</button><button id="move">Move to a site…</button><div id="window"></div>`,
    `const send = (body) => fetch('/api/jobs/71', { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      fetch('/api/jobs/71');
      let priority = 'in_review';
      downSelect(at('priority'), [['in_review', 'In review'], ['on_hold', 'On hold']], (one) => priority = one, 'In review');
      at('keep').onclick = () => send({ priority });
      at('move').onclick = () => {
        at('window').innerHTML = '<div role="dialog"><span id="site"></span><button>Cancel</button><button id="go">To the site</button></div>';
        let site;
        clearSelect(at('site'), [[311, 'North wing'], [312, 'South wing']], (one) => site = one);
        at('go').onclick = () => site && send({ siteId: site, note: 'Ring' });
      };`,
  );
  const session = await sessionAt(page, { '/api/jobs/71': { id: 71, priority: 'in_review', siteId: 310 } });
  const choosers = ['', 'Move to a site…'].map((text) => ({ page: new URL('/jobs/71', portal.url).href, text }));
  const { clock } = world;
  await rehearseBoxes(session, choosers, { world: { clock }, signal: stop.signal, progress: () => undefined } as never);
  expect(portal.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  const { held } = session.recorder;
  expect(held.find(({ chosen }) => chosen !== undefined)).toMatchObject({
    body: JSON.stringify({ priority: 'on_hold' }),
    chosen: 'on_hold',
    former: 'in_review',
  });
  expect(held.find(({ named }) => named !== undefined)).toMatchObject({
    body: JSON.stringify({ siteId: 311, note: 'Ring' }),
    named: '311',
  });
  await session.context.close();
}, 60_000);

it('what may be done to a record stands in the menu of its row: it is opened, and its entries belong to that record', async () => {
  const row = (name: string) =>
    `<tr><td>${name}</td><td><button onpointerdown="more(this)" aria-label="More">…</button></td></tr>`;
  const page = libraryPage(
    `<table><tbody>${row('North wing')}${row('Lrword Checkword')}</tbody></table>`,
    `const more = (button) => {
        const name = button.closest('tr').firstChild.textContent;
        const part = drawn('<div role="menu"><div role="menuitem">Approve</div><div role="menuitem">History</div></div>');
        part.querySelector('[role=menuitem]').onclick = () => fetch('/api/approve/' + name, { method: 'POST' });
      };`,
  );
  const session = await sessionAt(page);
  await session.page.goto(portal.url);
  expect(await openMenuOf(session.page, 'Checkword')).toBe(true);
  const labels = { acts: actionWords.source, never: neverActed };
  const wanted = { proof: 'Checkword', pressable, opened: openedMark, ...labels };
  const shown = await session.page.evaluate(recordOnPage, wanted);
  expect(shown).toMatchObject({ inRow: true, actions: [{ text: 'Approve' }] });
  const [offer] = shown.actions;
  if (offer) await session.page.evaluate(pressAction, { ...offer, pressable });
  await expect
    .poll(() => session.recorder.held.map((one) => new URL(one.url).pathname))
    .toEqual(['/api/approve/Lrword%20Checkword']);
  await session.context.close();
}, 60_000);
