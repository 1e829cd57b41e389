import { expect, it } from 'vitest';
import type { IdentityName } from '../../src/model/identity.ts';
import { attachRecorder } from '../../src/collectors/portal/recorder.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import { prepareSetting } from '../../src/collectors/portal/tenancy/setting.ts';
import { collectToldToVisitors } from '../../src/collectors/portal/tenancy/told-to-visitors.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { emittingContext } from './emitting-context.ts';
import { type Answering, pageOf, startOddPortal } from './odd-portals.ts';

const sites = [
  { who: 'a', customer: 'Larkfield Joinery', town: 'Truro', street: '2 Pellow Street', access: 'Code is the old one' },
  { who: 'b', customer: 'Quarrendon Dairy', town: 'Hexham', street: '14 Tollgate Lane', access: 'Bell of the porter' },
];
const mails: Readonly<Record<string, string>> = { a: 'ines@larkfield.example', b: 'tobias@quarrendon.example' };

/** What the sign-in page asks for, and what it shows of that. */
type Way = 'all' | 'towns alone' | 'with the customers shown' | 'with a map';

const portalOf =
  (way: Way): Answering =>
  (asked) => {
    const who = asked.cookie('sid') ?? '';
    const own = sites.find((one) => one.who === who);
    if (asked.path === '/api/visits')
      return {
        type: 'application/json',
        body: JSON.stringify(sites.map(({ who: _who, ...row }) => (way === 'towns alone' ? { town: row.town } : row))),
      };
    if (asked.path.startsWith('/api/') && !own) return { status: 401, body: '{"error":"unauthenticated"}' };
    if (asked.path === '/api/me')
      return { type: 'application/json', body: JSON.stringify({ mail: mails[who], company: own?.customer }) };
    if (asked.path === '/api/sites')
      return { type: 'application/json', body: JSON.stringify([{ street: own?.street, access: own?.access }]) };
    if (own) return pageOf(`<h1>Home</h1><script>fetch('/api/me').then(() => fetch('/api/sites'))</script>`);
    const shown = way === 'with the customers shown' ? 'customer' : 'town';
    return pageOf(
      `<h1>Sign in</h1><p id="v"></p>${way === 'with a map' ? '<div class="leaflet-container"></div>' : ''}<script>fetch('/api/visits').then((one) => one.json()).then((all) => { document.getElementById('v').textContent = all.map((one) => one.${shown}).join(', ') })</script>`,
    );
  };

async function look(way: Way) {
  const portal = await startOddPortal(portalOf(way));
  const stop = new AbortController();
  const config = configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } });
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent' };
  const world = await createWorld({ scope: createScope({ config }), env, signal: stop.signal });
  const { context, emitted } = emittingContext({ url: portal.url, config, world, signal: stop.signal });
  const open = async (identity: IdentityName): Promise<Session> => {
    const browser = await world.browser.context({ identity });
    if (identity !== 'anonymous') await browser.addCookies([{ name: 'sid', value: identity, url: portal.url }]);
    const recorder = attachRecorder(browser, identity, { isListed: () => true, nowMs: () => 0 });
    const page = await browser.newPage();
    await page.goto(portal.url, { waitUntil: 'networkidle' });
    await recorder.settled();
    const exchanges = recorder.exchanges.map((one) => ({ ...one, afterSignIn: identity !== 'anonymous' }));
    const self = identity === 'anonymous' ? [] : [mails[identity] ?? ''];
    return { identity, context: browser, page, recorder: { ...recorder, exchanges }, home: portal.url, self };
  };
  try {
    const all = [await open('a'), await open('b'), await open('anonymous')];
    context.live.set(sessionsSlot, new Map(all.map((one) => [one.identity, one])));
    await collectToldToVisitors(prepareSetting(context), 'b', 'a');
    return emitted;
  } finally {
    await world.close();
    await portal.close();
  }
}

it('rows that name both customers, of which the page shows the towns alone, are told', async () => {
  expect(await look('all')).toEqual([
    {
      kind: 'tenancy.anonymous',
      subject: 'GET /api/visits (asked by a page for everybody)',
      value: expect.objectContaining({ owner: 'b', compared: true, template: '/api/visits' }),
    },
  ]);
}, 60_000);

it.each(['towns alone', 'with the customers shown', 'with a map'] as const)(
  '%s: nothing is told',
  async (way) => {
    expect(await look(way)).toEqual([]);
  },
  60_000,
);
