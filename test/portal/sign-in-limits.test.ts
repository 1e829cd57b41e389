import { afterAll, expect, it } from 'vitest';
import { limitsLogin } from '../../src/checks/limits/login/check.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import type { GuessTrial } from '../../src/collectors/limits-evidence.ts';
import { createLive } from '../../src/collectors/live.ts';
import { signInLimitsCollector } from '../../src/collectors/portal/limits/collector.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { systemClock } from '../../src/world/system-clock.ts';
import { type Answering, type Given, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';

const user = 'probe.konto@example.test';
const own = 'Vn4-kein-Wort-93';
const wrongAtMost = 4;

/**
 * A server-rendered sign-in in German: a token for each sending, an answer by redirect to the same form, what went wrong kept
 * for the next page. Wrong ones are counted by name, or in the visitor's session.
 */
function guarded(by: 'name' | 'session', nowMs: () => number): { answer: Answering; tried: string[] } {
  const counts = new Map<string, { count: number; untilMs: number }>();
  const tokens = new Set<string>();
  const told = new Map<string, string>();
  const inside = new Set<string>();
  const tried: string[] = [];
  let made = 0;
  const answer: Answering = ({ method, path, body, cookie }) => {
    const known = cookie('sid');
    const sid = known ?? `s${++made}`;
    const at = (location: string): Given => ({ status: 302, headers: { location } });
    if (path === '/') {
      if (!inside.has(sid)) return at('/anmelden');
      return pageOf(
        `<h1>Übersicht</h1><p>Angemeldet als ${user}</p><p>Zwei Aufträge sind offen.</p><a href="/abmelden">Abmelden</a>`,
        'de',
      );
    }
    if (path !== '/anmelden') return undefined;
    if (method === 'GET') {
      const token = `t${++made}-${sid}`;
      tokens.add(token);
      const error = told.get(sid) ?? '';
      told.delete(sid);
      return {
        body: pageOf(
          `<h1>Anmelden</h1>${error && `<p class="error">${error}</p>`}<form method="post"><input type="hidden" name="_token" value="${token}"><label>E-Mail <input name="u" type="email"></label><label>Passwort <input name="p" type="password"></label><button>Anmelden</button></form>`,
          'de',
        ),
        headers: known ? {} : { 'set-cookie': `sid=${sid}; HttpOnly; Path=/` },
      };
    }
    const form = new URLSearchParams(body);
    if (!tokens.delete(form.get('_token') ?? '')) return { status: 403, body: pageOf('Formular abgelaufen') };
    const name = form.get('u') ?? '';
    tried.push(name);
    const key = by === 'name' ? name : sid;
    const kept = counts.get(key) ?? { count: 0, untilMs: 0 };
    if (kept.count >= wrongAtMost && nowMs() >= kept.untilMs) kept.count = 0;
    const isRight = name === user && form.get('p') === own;
    if (kept.count >= wrongAtMost) told.set(sid, 'Zu viele Versuche. Bitte in 1 Minute erneut versuchen.');
    else if (!isRight) {
      counts.set(key, { count: kept.count + 1, untilMs: nowMs() + 60_000 });
      told.set(sid, 'E-Mail oder Passwort ist falsch.');
    } else {
      counts.delete(key);
      inside.add(sid);
      return at('/');
    }
    return at('/anmelden');
  };
  return { answer, tried };
}

const stop = new AbortController();
const open: OddPortal[] = [];
afterAll(async () => {
  for (const portal of open) await portal.close();
});

async function look(
  by: 'name' | 'session',
  accounts: Readonly<Record<string, string>>,
  signedIn: readonly string[] = [],
) {
  let aheadMs = 0;
  // What would be waited for a minute has passed at once, for the portal too.
  const clock = {
    now: () => new Date(Date.now() + aheadMs),
    monotonicMs: systemClock.monotonicMs,
    wait: async (ms: number, signal?: AbortSignal) => {
      if (ms >= 30_000) aheadMs += ms;
      else await systemClock.wait(ms, signal);
    },
  };
  const kind = guarded(by, () => clock.now().getTime());
  const portal = await startOddPortal(kind.answer);
  open.push(portal);
  const config = configSchema.parse({ target: { hosts: [{ name: new URL(portal.url).host }] } });
  const scope = createScope({ config, url: portal.url, permitFlags: ['abuse'] });
  const env = { ...process.env, XDG_STATE_HOME: '/nonexistent', ...accounts };
  const world = await createWorld({ clock, scope, env, signal: stop.signal });
  let trial: GuessTrial | undefined;
  const context = {
    target: { name: 'portal', url: portal.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live: createLive(),
    emit: (_kind: string, _subject: string, value: GuessTrial) => {
      trial = value;
    },
    gap: () => undefined,
    seen: () => signedIn.map((subject) => ({ subject, value: {} })),
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  try {
    await signInLimitsCollector.collect('sign-in', context);
  } finally {
    await world.close();
  }
  if (!trial) throw new Error('Nothing was seen.');
  const judged = [limitsLogin.judge({ 'limits.sign-in': trial }, {} as never)].flat().map(({ code }) => code);
  return { trial, judged, tried: kind.tried };
}

it('a count by name that only the page tells of, with a token for each sending: the form is filled in each time', async () => {
  const { trial, judged } = await look('name', { LR_BURNER_USER: user, LR_BURNER_PASSWORD: own });
  expect(trial).toMatchObject({
    who: 'burner',
    way: 'form',
    end: { by: 'words', from: wrongAtMost + 1 },
    anotherNameLimited: false,
    freshLimited: [true],
    right: [{ accepted: false }, { accepted: true }],
  });
  expect(trial.answers.map(({ says }) => says)).toEqual([
    'E-Mail oder Passwort ist falsch.',
    'Zu viele Versuche. Bitte in ‹n› Minute erneut versuchen.',
  ]);
  expect(judged).toEqual(['limited', 'lock-ends']);
}, 180_000);

it('a count in the visitor’s own cookie is none; and a name that somebody has is never guessed at', async () => {
  const { judged, trial, tried } = await look('session', { LR_A_USER: user, LR_A_PASSWORD: own }, ['a']);
  expect(trial).toMatchObject({ who: 'nobody', freshLimited: [false, false] });
  expect(judged).toContain('by-session');
  expect(tried).not.toContain(user);
  expect(tried.every((name) => /^lr[0-9a-f]{8,}@example\.test$/.test(name))).toBe(true);
}, 180_000);

it('bad input: a sign-in page that somebody else runs → nothing is guessed there', async () => {
  const elsewhere = { subject: 'a', value: { url: 'https://login.identity.example/authorize' } };
  const context = {
    world: {
      scope: { refuses: (_permit: string, host: string) => (host.endsWith('identity.example') ? {} : undefined) },
    },
    seen: () => [elsewhere],
  } as unknown as CollectContext;
  await expect(signInLimitsCollector.collect('sign-in', context)).rejects.toMatchObject({
    gap: { reason: 'no-consent' },
  });
});
