import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLive } from '../../src/collectors/live.ts';
import { crawlsSlot } from '../../src/collectors/portal/crawl/collector.ts';
import type { CrawlResult } from '../../src/collectors/portal/crawl/crawl.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { isOffered } from '../../src/collectors/portal/writes/offered.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession } from './shielded-session.ts';

let world: World & { close(): Promise<void> };
let portal: OddPortal;
let session: Session;

/** A record whose fields show only once "Edit" is pressed, as its list's do behind "New site". */
const edit = pageOf(`<p>Signed in as Anna. North shed.</p><button type="button">Edit</button><main></main><script>
  document.querySelector('button').onclick = () => {
    document.querySelector('main').innerHTML = '<form><label>Title <input name="title"></label><label>Amount <input name="amount" type="number"></label></form>';
  };
</script>`);

beforeAll(async () => {
  portal = await startOddPortal(() => edit);
  const config = configSchema.parse({});
  world = await createWorld({
    scope: createScope({ config, url: portal.url, permitFlags: [] }),
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    signal: new AbortController().signal,
  });
  session = await shieldedSession(world, portal.url);
}, 60_000);
afterAll(async () => {
  await world.close();
  await portal.close();
});

interface Sent {
  readonly sent?: readonly (readonly [method: string, path: string, body: string])[];
  readonly kind?: 'role' | 'owner';
  readonly of?: string;
}
const heldOf = ([method, path, body]: readonly [string, string, string]) => ({
  method,
  url: `${portal.url}${path}`,
  body,
  page: portal.url,
});

async function offered(
  field: string,
  editors: CrawlResult['editors'],
  { sent = [], kind, of = 'api/sites/71' }: Sent = {},
): Promise<boolean | null> {
  const live = createLive();
  live.set(crawlsSlot, new Map([['a' as const, { editors, creators: [] } as unknown as CrawlResult]]));
  const setting = {
    session: () => ({ ...session, recorder: { ...session.recorder, held: sent.map(heldOf) } }),
    exchanges: [],
    context: { world, live, signal: new AbortController().signal },
  } as unknown as Setting;
  const like = { page: `${portal.url}sites/71`, url: `${portal.url}${of}` } as Exchange;
  return isOffered(setting, 'a', field, like, kind);
}

test('a field of a form that only a control opens is one that the pages offer', async () => {
  const editors = [{ page: `${portal.url}sites/72`, text: 'Edit' }];
  expect(await offered('amount', editors)).toBe(true);
  expect(await offered('role', editors)).toBe(false);
  expect(await offered('amount', [])).toBe(false);
  expect(await offered('amount', [{ page: `${portal.url}account`, text: 'Edit' }])).toBe(false);
}, 60_000);

test('what makes another thing offers no change of this one', async () => {
  const of = 'rest/v1/profiles?id=eq.7';
  const invite = [['POST', 'functions/v1/invite', '{"email":"x@y.test","role":"agent"}']] as const;
  expect(await offered('role', [], { of, kind: 'role', sent: invite })).toBe(false);
  const made = [['POST', 'rest/v1/homes', '{"title":"Shed","agency_id":"AG-1"}']] as const;
  expect(await offered('agency_id', [], { of, kind: 'owner', sent: made })).toBe(false);
  const changed = [['PATCH', 'rest/v1/profiles?id=eq.7', '{"role":"agent","agency_id":"AG-1"}']] as const;
  expect(await offered('role', [], { of, kind: 'role', sent: changed })).toBe(true);
  expect(await offered('agency_id', [], { of, kind: 'owner', sent: changed })).toBe(true);
  const saved = [['POST', 'api/profile/save', '{"name":"Anna","role":"agent"}']] as const;
  expect(await offered('role', [], { of: 'api/me', kind: 'role', sent: saved })).toBe(true);
}, 60_000);
