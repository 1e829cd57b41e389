import { afterEach, expect, it } from 'vitest';
import { crawl } from '../../src/collectors/portal/crawl/crawl.ts';
import type { World } from '../../src/world/world.ts';
import { type Answering, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

const words = '<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>';
const stop = new AbortController();
let portal: OddPortal;
let world: World;
afterEach(async () => {
  await world.close();
  await portal.close();
});

/** What the scripts of one page asked for when it was walked. */
async function askedBy(page: ReturnType<Answering>, maxPages = 1) {
  return (await walked(page, maxPages)).asked;
}

async function walked(page: ReturnType<Answering>, maxPages = 1) {
  portal = await startOddPortal(({ path }) =>
    path.startsWith('/api') ? { type: 'application/json', body: '[]' } : page,
  );
  world = await worldOf(portal, stop.signal);
  const session = await shieldedSession(world, portal.url);
  const { creators, editors } = await crawl({
    session,
    clock: world.clock,
    signal: stop.signal,
    isListed: world.scope.isListed,
    routes: [],
    limitMs: 40_000,
    maxPages,
    secondVisitsUntil: 12,
  });
  await session.context.close();
  const asked = portal.asked.filter(({ path }) => path.startsWith('/api'));
  return { creators, editors, asked: asked.map(({ method, path }) => `${method} ${path}`) };
}

it('a part of the page behind a link to a place that is not shown yet is opened', async () => {
  const page = pageOf(`${words}<a href="#overview">Overview</a> <a href="#timeline">Timeline</a>
    <p id="overview">Lyon to Hull</p><p id="timeline" hidden></p><script>
    for (const one of document.links) one.onclick = () => fetch('/api/' + one.hash.slice(1), { method: 'POST' });
  </script>`);
  expect(await askedBy(page)).toEqual(['POST /api/timeline']);
}, 60_000);

it('a search whose field a button opens is searched', async () => {
  const page =
    pageOf(`${words}<ul><li>Gantry crane</li></ul><button>🔍 Search… <kbd>Ctrl K</kbd></button><div></div><script>
    document.querySelector('button').onclick = () => {
      document.querySelector('div').innerHTML = '<input type="search">';
      document.querySelector('input').oninput = ({ target }) => fetch('/api/all?q=' + target.value);
    };
  </script>`);
  expect(await askedBy(page)).toContain('GET /api/all');
}, 60_000);

it('a form of boxes and lists whose button hands out a file is sent, one in which something is written or handed in is not', async () => {
  const form = (path: string, fields: string, button: string) =>
    `<form method="post" action="/api/${path}"><input type="hidden" name="guard" value="g">${fields}<button>${button}</button></form>`;
  const boxes = '<label><input type="checkbox" name="house" value="3" checked> Mill Court</label>';
  const page = pageOf(`${words}${form('note', '<input name="title">', 'Save as PDF')}${form('claims', boxes, 'Hand in')}
    ${form('papers', boxes, 'Download (CSV)')}`);
  expect(await askedBy(page)).toEqual(['POST /api/papers']);
}, 60_000);

it('what an attribute tells a script to do when it is pressed is pressed, whatever it looks like; what deletes or asks first is not', async () => {
  const page = pageOf(`${words}<ul><li><div hx-get="/api/panel">Mill Court</div></li></ul>
    <b phx-click="history">Movements</b> <button hx-post="/api/preview">Preview report</button>
    <button data-hx-delete="/api/gone">View bin</button> <button hx-post="/api/asked" hx-confirm="Sure?">Show all</button><script>
    for (const one of document.querySelectorAll('li > div, b, button')) one.onclick = () => {
      const verb = one.getAttributeNames().find((name) => /get|post|delete|phx/.test(name));
      fetch(verb === 'phx-click' ? '/api/history' : one.getAttribute(verb), { method: verb.includes('post') ? 'POST' : 'GET' });
    };
  </script>`);
  const asked = await askedBy(page);
  expect(asked).toEqual(expect.arrayContaining(['GET /api/panel', 'GET /api/history', 'POST /api/preview']));
  expect(asked.filter((one) => /gone|asked/.test(one))).toEqual([]);
}, 60_000);

it('a button that is a form of its own is pressed where its words show something; a search that is sent is searched', async () => {
  const lone = (path: string, words: string) =>
    `<form method="post" action="/api/${path}"><input type="hidden" name="id" value="7"><button>${words}</button></form>`;
  const page =
    pageOf(`${words}<ul><li>Gantry crane</li></ul>${lone('revealed', 'Show account number')}${lone('left', 'Leave')}
    ${lone('saved', 'Save')}${lone('papers/delete', 'View')}
    <form method="post" action="/api/matches"><input type="hidden" name="guard" value="g"><input name="q"><button>Search</button></form>
    <form method="post" action="/api/people"><input name="search"><input name="role"><button>Find</button></form>`);
  const asked = await askedBy(page);
  expect(asked).toEqual(expect.arrayContaining(['POST /api/revealed', 'POST /api/matches']));
  expect(asked.filter((one) => /left|saved|delete|people/.test(one))).toEqual([]);
}, 60_000);

it('the form in which a comment is written is known as one that adds something, with the tab that shows it', async () => {
  const page = pageOf(`${words}<button>Comments</button><main></main><script>
    document.querySelector('button').onclick = () => {
      document.querySelector('main').innerHTML = '<form><textarea></textarea><button>Comment</button></form>';
    };
  </script>`);
  const { creators } = await walked(page);
  expect(creators.map(({ text, button }) => ({ text, button }))).toEqual([{ text: 'Comments', button: 'Comment' }]);
}, 60_000);

it('where a button opens a window of its own is gone to, other than where its address warns', async () => {
  const page = pageOf(`${words}<ul><li>Gantry crane</li></ul><button>Report</button> <button>Paper</button><script>
    const [report, paper] = document.querySelectorAll('button');
    report.onclick = () => window.open('/api/papers/7/report');
    paper.onclick = () => window.open('/api/papers/7/delete');
  </script>`);
  const asked = await askedBy(page, 3);
  expect(asked.filter((one) => one.endsWith('report')).length).toBeGreaterThan(1);
  expect(asked.filter((one) => one.endsWith('delete')).length).toBeLessThan(2);
}, 60_000);

it('a menu that a script draws is walked once for all pages; a tab with as many texts as this one may be edited; a text area alone takes what one has to say', async () => {
  const page = pageOf(`<aside><ul role="menubar"><li role="menuitem">Overview</li><li role="menuitem">Orders</li>
    <li role="menuitem">Claims</li></ul></aside>${words}<div role="tablist"><b role="tab">Contact</b> <b role="tab">Billing</b></div>
    <input value="Anna Berg"><form><textarea></textarea><button>Place it</button></form><script>
    for (const one of document.querySelectorAll('li')) one.onclick = () => {
      fetch('/api/menu/' + one.textContent);
      history.pushState({}, '', '/' + one.textContent.toLowerCase());
    };
    document.querySelectorAll('b')[1].onclick = () => { document.querySelector('input').value = 'NL91 ABNA'; };
  </script>`);
  const { asked, creators, editors } = await walked(page, 4);
  expect(asked.toSorted()).toEqual(['GET /api/menu/Claims', 'GET /api/menu/Orders', 'GET /api/menu/Overview']);
  expect(editors.map(({ text }) => text)).toContain('Billing');
  expect(creators.map(({ button }) => button)).toContain('Place it');
}, 60_000);
