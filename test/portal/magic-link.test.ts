import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { signInLinkCollector } from '../../src/collectors/delivery/sign-in-link-collector.ts';
import { openSession } from '../../src/collectors/portal/sign-in/open-session.ts';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { openJournal } from '../../src/world/journal.ts';
import type { World } from '../../src/world/world.ts';
import { type Given, homePage, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { user } from './sign-in-pages.ts';

/** What the page behind the link says on its one button. */
const buttons = { 'Continue to the portal': 'in', 'Mehr Zeit': 'not in' } as const;
/** As the first one, but its links work for ever. */
const lasting = 'Weiter zum Portal';
const portals = new Map<string, OddPortal>();
const stop = new AbortController();
let folder = '';
let entries = 0;
let world: World;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'magic-'));
  for (const button of [...Object.keys(buttons), lasting]) {
    let links = 0;
    const open = new Set<string>();
    const portal = await startOddPortal((asked): Given => {
      if (asked.path === '/login' && asked.method === 'POST') {
        links += 1;
        const token = `t${links}-9f86d081884c7d659a2feaa0c55ad015`;
        open.add(token);
        const raw = `From: P <p@portal.test>\r\nTo: <${user}>\r\nSubject: Your link\r\n\r\nOpen ${portals.get(button)?.url}verify?token=${token} to sign in.\r\n`;
        const name = join(folder, `${button.length}-${links}.eml`);
        void writeFile(`${name}.part`, raw).then(() => rename(`${name}.part`, name));
        return pageOf('<h1>Check your e-mail</h1><p>We sent a link to your inbox.</p>');
      }
      if (asked.path === '/verify' && asked.method === 'GET' && !open.has(asked.query.get('token') ?? ''))
        return { status: 410, body: pageOf('<h1>Link expired</h1><p>This link is not valid any more.</p>') };
      if (asked.path === '/verify' && asked.method === 'GET')
        return pageOf(
          `<h1>Almost there, one step is left</h1><form method="post" action="/verify"><input type="hidden" name="token" value="${asked.query.get('token')}"><button>${button}</button></form>`,
        );
      const token = asked.body.replace('token=', '');
      if (asked.path === '/verify' && (button === lasting ? open.has(token) : open.delete(token)))
        return { status: 303, headers: { location: '/', 'set-cookie': 'sid=yes; HttpOnly; Path=/' } };
      if (asked.cookie('sid') === 'yes') return homePage;
      return pageOf(
        '<h1>Sign in</h1><form method="post" action="/login"><label>E-mail <input type="email" name="email" autocomplete="email"></label><button>Email me a link</button></form>',
      );
    });
    portals.set(button, portal);
  }
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  const config = configOf({ target: { hosts, domains: [] } });
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', LR_A_USER: user };
  const scope = createScope({ config, permitFlags: ['write'] });
  const journal = openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date(),
    () => `w${++entries}`,
  );
  world = await createWorld({ scope, env, journal, signal: stop.signal, passwordless: ['a'] });
});
afterAll(async () => {
  await world.close();
  await Promise.all([...portals.values()].map((one) => one.close()));
  await rm(folder, { recursive: true, force: true });
});

const configOf = (more: ConfigInput = {}) =>
  configSchema.parse({
    ...more,
    accounts: { a: { testAccount: true, signIn: { kind: 'magic-link' } } },
    inboxes: [{ name: 'desk', kind: 'folder', path: folder, receives: [user] }],
  });

function contextOf(button: string, emitted: { kind: string; value: unknown }[] = []): CollectContext {
  return {
    target: { name: 'portal', url: portals.get(button)?.url, config: configOf() },
    world,
    signal: stop.signal,
    live: createLive(),
    emit: (kind: string, _subject: string, value: unknown) => emitted.push({ kind, value }),
    gap: (kind: string, _subject: string, value: unknown) => emitted.push({ kind: `gap of ${kind}`, value }),
    seen: (kind: string) => emitted.filter((one) => one.kind === kind),
    progress: () => undefined,
  } as unknown as CollectContext;
}

it.each(Object.entries(buttons))(
  'a link by mail whose page asks to press "%s": %s',
  async (button, how) => {
    const context = contextOf(button);
    const session = await openSession('a', context).catch((thrown: Error) => thrown.message);
    // A page that shows no form is no proof where a link led to it: the entry still asks to sign in.
    expect(typeof session === 'string' ? 'not in' : 'in').toBe(how);
  },
  60_000,
);

it.each([
  ['Continue to the portal', 'refused'],
  [lasting, 'accepted'],
])(
  'a link that signs in is used twice (%s): %s',
  async (button, secondUse) => {
    const emitted: { kind: string; value: unknown }[] = [];
    const context = contextOf(button, emitted);
    await (await openSession('a', context)).context.close();
    await signInLinkCollector.collect('sign-in', context);
    expect(emitted.filter(({ kind }) => kind.includes('link.use'))).toMatchObject([
      { kind: 'link.use', value: { flow: 'sign-in', secondUse, hostFollowed: 'no', expiry: { state: 'not-waited' } } },
    ]);
  },
  120_000,
);
