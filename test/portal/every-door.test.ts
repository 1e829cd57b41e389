import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { findCarriers } from '../../src/collectors/portal/sessions/carriers.ts';
import type { OwnSession } from '../../src/collectors/portal/sessions/own-session.ts';
import { findWhoAmIs } from '../../src/collectors/portal/sessions/who-am-i.ts';
import { tryEveryDoor } from '../../src/collectors/portal/tokens/every-door.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { sessionsSlot } from '../../src/collectors/portal/session.ts';
import type { HttpRequest } from '../../src/world/world.ts';
import { recorded, recordedJson } from './recorded.ts';

const at = 'https://x.test';
const page = '<!doctype html><title>Team</title><p>Signed in as ben@globex.example</p>';
const sites = { items: [{ name: 'Quellmann pump house' }, { name: 'GLX-88201 depot' }] };

const csv = 'name,depth\nQuellmann pump house,12\nGLX-88201 depot,7\n';

/** Decoded, and not verified. */
function subjectOf(jwt: string): unknown {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).sub;
  } catch {
    return undefined;
  }
}

/** Pages, their data and a function that exports it, of which some verify a token and the others decode it. */
async function tried(verifies: (url: string) => boolean, walk?: 'walk') {
  const now = Math.floor(Date.UTC(2026, 10, 20) / 1000);
  const jwt = await new SignJWT({ sub: 'ben' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt(now)
    .setExpirationTime(now + 90_000)
    .sign(new TextEncoder().encode('k7Qm-2b9vX_4tLw8ZsR1yNf6Jd3Hc0Ga'));
  const cookie = { name: 'bk', value: jwt, domain: 'x.test', path: '/' };
  const sent = { requestHeaders: { cookie: `bk=${jwt}` } };
  const first = [recorded(`${at}/team`, page, sent), recordedJson(`${at}/api/sites`, sites, sent)];
  const pressed = walk
    ? recorded(`${at}/functions/v1/export-sites`, csv, { ...sent, responseHeaders: { 'content-type': 'text/csv' } })
    : recordedJson(`${at}/functions/v1/export-sites`, sites, sent);
  const sessionWith = (exchanges: readonly Exchange[]) =>
    ({
      identity: 'b',
      self: ['ben@globex.example'],
      recorder: { exchanges },
      context: { cookies: async () => [cookie] },
    }) as unknown as OwnSession;
  const session = sessionWith(walk ? first : [...first, pressed]);
  const live = createLive();
  if (walk) live.set(sessionsSlot, new Map([['b', sessionWith([pressed])]]));
  const request = async ({ url, headers = [] }: HttpRequest) => {
    const given = /bk=([^;]*)/.exec(headers.find(([name]) => name === 'cookie')?.[1] ?? '')?.[1] ?? '';
    const isData = !url.includes('/team');
    const isIn = !verifies(url) ? subjectOf(given) === 'ben' : given === jwt;
    const isFile = walk !== undefined && url.includes('/functions/');
    const data = isFile ? csv : JSON.stringify(sites);
    const body = isData ? (isIn ? data : '{"error":"no"}') : isIn ? page : '<title>Sign in</title>';
    const type = isFile && isIn ? 'text/csv' : isData ? 'application/json' : 'text/html';
    return {
      status: isIn ? 200 : 401,
      headers: [['content-type', type]],
      body: Buffer.from(body),
    };
  };
  const context = {
    world: {
      http: { request },
      vault: { add: () => undefined },
      clock: { now: () => new Date(now * 1000), wait: async () => undefined },
      randomHex: (bytes: number) => 'ab'.repeat(bytes),
    },
    live,
    target: {},
    progress: () => undefined,
    signal: new AbortController().signal,
  } as unknown as CollectContext;
  const [probe] = await findWhoAmIs(session, context);
  const carried = await findCarriers(probe ?? expect.fail('no probe'));
  const [carrier] = carried.carriers;
  return tryEveryDoor(session, carried, carrier ?? expect.fail('no carrier'), [], context);
}

it('pages that verify a token say nothing of the data behind them', async () => {
  const record = await tried((url) => !url.includes('/api/'));
  expect(record?.probe).toBe('GET /api/sites');
  expect(record?.trials.find(({ how }) => how === 'alg-none')).toMatchObject({ first: 'in', again: 'in' });
});

it('a function that verifies by itself is asked besides the rest', async () => {
  const record = await tried((url) => !url.includes('/functions/'));
  expect(record?.probe).toBe('GET /functions/v1/export-sites');
  expect(record?.trials.find(({ how }) => how === 'altered')).toMatchObject({ first: 'in', again: 'in' });
});

it('what the walk alone pressed, an export, is asked with the session of its own', async () => {
  const record = await tried((url) => !url.includes('/functions/'), 'walk');
  expect(record?.probe).toBe('GET /functions/v1/export-sites');
  expect(record?.trials.find(({ how }) => how === 'alg-none')).toMatchObject({ first: 'in', again: 'in' });
});

it('where all verify, the first is told', async () => {
  const record = await tried(() => true);
  expect(record?.probe).toBe('GET /team');
  expect(record?.trials.every(({ first }) => first === 'out')).toBe(true);
});
