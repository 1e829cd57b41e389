import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import type { PasswordChange, WeakPasswords } from '../../src/collectors/password-evidence.ts';
import { passwordChangeCollector } from '../../src/collectors/portal/password-change/collector.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Gap, GapError } from '../../src/model/gap.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { systemClock } from '../../src/world/system-clock.ts';
import type { World } from '../../src/world/world.ts';
import { type AccountRules, type AccountPortal, accountPortal } from './odd-accounts.ts';
import { type OddPortal, startOddPortal } from './odd-portals.ts';

const user = 'probe.konto@example.test';
const own = 'Vn4-kein-Wort-93';
const long = (password: string) => (password.length < 12 ? 'Das Passwort ist zu kurz.' : undefined);

const kinds = {
  sound: {
    endsOthers: true,
    checksToken: true,
    weak: (one: string) =>
      long(one) ?? (/^password/i.test(one) || one.includes('probe') ? 'Das Passwort ist zu bekannt.' : undefined),
  },
  'of a colleague': { endsOthers: false, checksToken: true, weak: long },
  'present not compared': { endsOthers: true, checksToken: true, weak: long, present: 'not-compared' },
  'present compared by its page': { endsOthers: true, checksToken: true, weak: long, present: 'by-page-alone' },
  'present not compared, one session': { endsOthers: true, single: true, checksToken: true, present: 'not-compared' },
  'of a colleague with a second factor': { endsOthers: true, checksToken: true, weak: long },
} satisfies Record<string, AccountRules>;
type Kind = keyof typeof kinds;

const stop = new AbortController();
const running = new Map<Kind, { readonly portal: OddPortal; readonly account: AccountPortal }>();
const worlds = new Map<Kind, World>();
let folder = '';

/** What would be waited for a minute has passed at once. */
const clock = {
  now: systemClock.now,
  monotonicMs: systemClock.monotonicMs,
  wait: (ms: number, signal?: AbortSignal) => (ms >= 30_000 ? Promise.resolve() : systemClock.wait(ms, signal)),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'password-change-'));
  let ids = 0;
  for (const kind of Object.keys(kinds) as Kind[]) {
    const account = accountPortal(user, own, kinds[kind]);
    const portal = await startOddPortal(account.answer);
    running.set(kind, { portal, account });
    const config = configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } });
    const whose = kind === 'sound' ? 'BURNER' : 'A2';
    const code = kind === 'of a colleague with a second factor' ? { LR_A2_TOTP: 'JBSWY3DPEHPK3PXP' } : {};
    const given = { [`LR_${whose}_USER`]: user, [`LR_${whose}_PASSWORD`]: own, ...code };
    const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', ...given };
    const scope = createScope({ config, url: portal.url, permitFlags: ['write'] });
    const journal = openJournal(join(folder, `${kind}.jsonl`), systemClock.now, () => `j${++ids}`);
    worlds.set(kind, await createWorld({ clock, scope, env, journal, signal: stop.signal }));
  }
});
afterAll(async () => {
  for (const world of worlds.values()) await world.close();
  for (const { portal } of running.values()) await portal.close();
  await rm(folder, { recursive: true, force: true });
});

async function look(kind: Kind) {
  const { portal, account } = running.get(kind) ?? {};
  const world = worlds.get(kind);
  if (!portal || !account || !world) throw new Error(`${kind} does not run`);
  const seen: { change?: PasswordChange; weak?: WeakPasswords; gaps: Gap[] } = { gaps: [] };
  const context = {
    target: { name: 'portal', url: portal.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live: createLive(),
    emit: (name: string, _subject: string, value: never) => {
      if (name === 'session.password') seen.change = value;
      else seen.weak = value;
    },
    gap: (_kind: string, _subject: string, gap: Gap) => seen.gaps.push(gap),
    seen: () => [],
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  await passwordChangeCollector.collect('portal', context).catch((thrown: GapError) => seen.gaps.push(thrown.gap));
  const journal = await readFile(join(folder, `${kind}.jsonl`), 'utf8').catch(() => '');
  return { ...seen, journal, open: outstanding(await world.journal.entries()), account };
}

it('without a disposable account that of a second user is changed once and put back, and no weak one is tried', async () => {
  const { change, weak, account, open, journal, gaps } = await look('of a colleague');
  expect(change).toMatchObject({ identity: 'a2', browserIsIn: true, wrongPresent: 'refused', restored: true });
  expect([weak, gaps.map(({ reason }) => reason)]).toEqual([undefined, ['not-configured']]);
  expect([account.password(), open]).toEqual([own, []]);
  expect(journal).toContain('LR_A2_PASSWORD');
}, 120_000);

it('a form that asks for the present password and takes any is said, and the account gets its own back', async () => {
  const { change, account, open } = await look('present not compared');
  expect(change).toMatchObject({ browserIsIn: false, wrongPresent: 'taken', restored: true });
  expect([account.password(), open]).toEqual([own, []]);
  // Also where each sign-in ends the one before it, and nothing can be told of other sessions.
  const single = await look('present not compared, one session');
  expect(single.change).toMatchObject({ probes: [], browserIsIn: null, wrongPresent: 'taken', restored: true });
  expect([single.account.password(), single.open]).toEqual([own, []]);
}, 240_000);

it('what the page alone compares says nothing of the server: nothing is sent in its place', async () => {
  const { change, account } = await look('present compared by its page');
  expect(change).toMatchObject({ wrongPresent: 'refused', restored: true });
  expect(account.password()).toBe(own);
}, 120_000);

it('bad input: a second user whose sign-in asks for a code as well → its password is not changed', () => {
  const [portal, world] = [
    running.get('of a colleague with a second factor'),
    worlds.get('of a colleague with a second factor'),
  ];
  if (!portal || !world) throw new Error('it does not run');
  const target = { name: 'portal', url: portal.portal.url, config: configSchema.parse({}) };
  expect(passwordChangeCollector.subjects(target, world)).toMatchObject({ reason: 'not-configured' });
});

it('a second user whose own password is one that rules may refuse → it is not changed, as it might not be put back', () => {
  const [portal, world] = [running.get('of a colleague'), worlds.get('of a colleague')];
  if (!portal || !world) throw new Error('it does not run');
  const target = { name: 'portal', url: portal.portal.url, config: configSchema.parse({}) };
  const given = (password: string) => ({
    ...world,
    credentials: (name: string) => (name === 'a2' ? { user, password } : undefined),
  });
  const subjects = (password: string) => passwordChangeCollector.subjects(target, given(password) as World);
  for (const weak of ['demo1234', 'password1234', 'Sommer2026']) expect(subjects(weak)).toHaveProperty('reason');
  expect(subjects('Ladder-22-Finch')).toEqual([new URL(portal.portal.url).hostname]);
});

describe('a password form that nobody here wrote, in German, with tokens, drawn by the server', () => {
  it('a sound one ends the other session, refuses weak ones, and the account is as it was', async () => {
    const { change, weak, account, open, journal } = await look('sound');
    expect(change).toMatchObject({ page: '/konto/sicherheit', browserIsIn: false, restored: true });
    expect(change?.probes.map(({ before, after }) => [before, after.at(-1)?.standing])).toEqual([['in', 'out']]);
    expect(weak?.trials.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect([account.password(), open]).toEqual([own, []]);
    expect(journal).not.toContain(own);
  }, 120_000);
});
