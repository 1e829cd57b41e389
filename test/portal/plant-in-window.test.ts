import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { plantCanary } from '../../src/collectors/portal/canaries/plant.ts';
import type { WriteGate } from '../../src/collectors/portal/shield.ts';
import type { World } from '../../src/world/world.ts';
import { libraryPage } from './library-page.ts';
import { type OddPortal, startOddPortal } from './odd-portals.ts';
import { plainJournal } from './plain-journal.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

const stop = new AbortController();
const canary = { identity: 'a', search: 'Lrword', proof: 'Checkword', planted: true } as const;
let portal: OddPortal;
let world: World;
let folder: string;
afterEach(async () => {
  await world.close();
  await portal.close();
  await rm(folder, { recursive: true, force: true });
});

/**
 * A search beside the button that opens a window over the page, which Escape closes: with a list that goes a moment after one was
 * chosen, and a day that is picked and keeps nothing of what is typed.
 */
const page = libraryPage(
  `<div><button id="new">New request</button><input placeholder="Batch or number"></div>`,
  `const body = {};
    at('new').onclick = () => {
      const part = drawn('<div role="dialog"><form><label>Site <input role="combobox" readonly aria-expanded="false" aria-controls="sites"></label><label>Reason <textarea></textarea></label><label>Pick-up date <span class="x-picker"><input placeholder="Choose"></span></label><button>Hand in</button></form></div>');
      const [site, day] = part.querySelectorAll('input');
      document.addEventListener('keydown', ({ key }) => key === 'Escape' && part.remove());
      site.onmousedown = () => {
        const list = drawn('<div role="listbox" id="sites"><div role="option">Mill Court</div></div>');
        site.setAttribute('aria-expanded', 'true');
        list.querySelector('[role=option]').onclick = () => {
          [body.site, site.value] = ['Mill Court', 'Mill Court'];
          site.setAttribute('aria-expanded', 'false');
          setTimeout(() => list.remove(), 600);
        };
      };
      day.onmousedown = () => {
        const weeks = [0, 7, 14, 21].map((week) => '<tr>' + [1, 2, 3, 4, 5, 6, 7].map((one) => '<td>' + (week + one) + '</td>').join('') + '</tr>');
        const calendar = drawn('<table><tbody>' + weeks.join('') + '</tbody></table>');
        for (const one of calendar.querySelectorAll('td')) one.onclick = () => {
          if (day.value !== '') return;
          [body.day, day.value] = ['2026-11-' + one.textContent, '28 November'];
          calendar.remove();
        };
      };
      part.querySelector('form').onsubmit = (event) => {
        event.preventDefault();
        const reason = part.querySelector('textarea').value;
        if (body.site && body.day) fetch('/api/requests', { method: 'POST', body: JSON.stringify({ ...body, reason }) }).then(() => fetch('/api/requests'));
      };
    };`,
);

it('the form in the window that a button opens is filled, not the search beside the button, and the window stays until it is sent', async () => {
  const kept: unknown[] = [];
  portal = await startOddPortal(({ method, path, body }) => {
    if (!path.startsWith('/api')) return page;
    if (method === 'POST') kept.push({ id: 74, ...JSON.parse(body) });
    return { type: 'application/json', body: method === 'POST' ? '{"ok":true}' : JSON.stringify(kept) };
  });
  world = await worldOf(portal, stop.signal);
  folder = await mkdtemp(join(tmpdir(), 'plant-'));
  const gate: { gate: WriteGate } = { gate: async () => false };
  const session = await shieldedSession(world, portal.url, (request) => gate.gate(request));
  const outcome = await plantCanary({
    session,
    gate,
    creator: { page: portal.url, text: 'New request' },
    canary,
    journal: plainJournal(folder),
    clock: world.clock,
    signal: stop.signal,
    never: [],
  });
  // Where it lives is known from the list alone.
  expect(outcome).toMatchObject({ planted: true, created: new URL('/api/requests/74', portal.url).href });
  const sent = portal.asked.find(({ method }) => method === 'POST');
  expect(JSON.parse(sent?.body ?? '{}')).toEqual({ site: 'Mill Court', day: '2026-11-28', reason: 'Lrword Checkword' });
  await session.context.close();
}, 60_000);
