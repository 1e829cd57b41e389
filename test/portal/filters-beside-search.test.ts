import { expect, it } from 'vitest';
import { crawl } from '../../src/collectors/portal/crawl/crawl.ts';
import { pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

/** A page of a portal whose header has a search, as all of them have. */
const withSearch = (body: string) =>
  pageOf(`<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>
    <a href="/">Home</a> <a href="/offers">Offers</a> <a href="/invoices">Invoices</a>
    <input type="search" aria-label="Find anything">${body}<script>
    const ask = (what) => fetch('/api/' + what);
    document.querySelector('[type=search]').oninput = () => ask('find');
    document.querySelector('#filters')?.addEventListener('input', ({ target }) => ask(target.name + '/' + target.value));
  </script>`);
const filters = `<form id="filters" onsubmit="return false"><input name="q" placeholder="Reference">
  <select name="status"><option value="">All<option>Paid</select>
  <select name="buyer"><option value="">All buyers<option value="314">Brunel Shipping</select></form>`;

it('the search of every page, used twice, takes the turn of no filter', async () => {
  const portal = await startOddPortal(({ path }) =>
    path.startsWith('/api')
      ? { type: 'application/json', body: '[1,2,3,4,5]' }
      : withSearch(path === '/invoices' ? filters : `<h1>${path}</h1>`),
  );
  const stop = new AbortController();
  const world = await worldOf(portal, stop.signal);
  try {
    const session = await shieldedSession(world, portal.url);
    const isListed = world.scope.isListed;
    const { clock } = world;
    const given = { session, clock, isListed, signal: stop.signal, routes: [], limitMs: 40_000, maxPages: 4 };
    await crawl({ ...given, secondVisitsUntil: 4 });
    expect(portal.asked.map(({ path }) => path)).toContain('/api/buyer/314');
  } finally {
    await world.close();
    await portal.close();
  }
}, 60_000);
