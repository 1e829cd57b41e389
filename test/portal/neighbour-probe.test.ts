import { expect, it } from 'vitest';
import { neighboursOf, probeNeighbour } from '../../src/collectors/edge/neighbour-probe.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';

type Customer = 'a' | 'b';
const rows = {
  a: ['Staircase for the Tollgate house', 'Shop front on Pellow Street', 'Invoice LJ-2024-0117'],
  b: ['Culture tank three valve swap', 'Cold store door heater', 'Invoice QD-2024-0902'],
} as const;
const both = ['Old Mill Court, joint works', 'Party wall award of 14 May'];

let served = 0;
/** A page of everything that a customer owes, through a cache whose key `keyOf` says. */
function portal(keyOf: ((url: URL) => string) | undefined, page: (who: Customer) => readonly string[]) {
  const kept = new Map<string, { body: Buffer; headers: [string, string][] }>();
  const answer = (address: string, who: Customer) => {
    const url = new URL(address);
    served += 1;
    const fresh = { body: Buffer.from(JSON.stringify({ at: `${served} of now`, rows: page(who) })), headers: [] };
    if (!keyOf || url.pathname !== '/owed') return fresh;
    const found = kept.get(keyOf(url));
    if (found) return { ...found, headers: [['x-cache', 'HIT']] as [string, string][] };
    kept.set(keyOf(url), fresh);
    return fresh;
  };
  return { answer, forget: () => kept.clear() };
}

const recorded = (identity: Customer, path: string, values: readonly string[]): Exchange =>
  ({
    identity,
    method: 'GET',
    url: `https://portal.example${path}`,
    resource: 'fetch',
    requestHeaders: {},
    status: 200,
    responseHeaders: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ rows: values })),
    afterSignIn: true,
    page: '',
  }) as Exchange;

/** What both were given in the walk, and the proof of the one page. */
async function prove(
  answer: (url: string, who: Customer) => { body: Buffer; headers: [string, string][] },
  walk: { readonly a: readonly string[]; readonly b: readonly string[] },
  waited?: () => void,
) {
  const exchanges = [
    recorded('a', '/records', rows.a),
    recorded('b', '/records', rows.b),
    recorded('a', '/owed', walk.a),
    recorded('b', '/owed', walk.b),
  ];
  const clock = { wait: async () => waited?.() };
  const context = { world: { clock }, signal: new AbortController().signal };
  const setting = { context, exchanges, knows: () => false, frames: () => false } as unknown as Setting;
  const send = async (request: PlainRequest, as: Customer | 'anonymous') => {
    if (as === 'anonymous')
      return { ok: true as const, response: { status: 401, headers: [], body: Buffer.alloc(0) } as never };
    const { body, headers } = answer(request.url, as);
    const response = { status: 200, headers: [['content-type', 'application/json'], ...headers], body };
    return { ok: true as const, response: response as never };
  };
  const numbers = Array.from({ length: 20 }, (_, at) => at);
  const fresh = () => `https://portal.example/owed?lr=${numbers.shift()}`;
  return probeNeighbour(neighboursOf(setting, send), exchanges[2] as Exchange, fresh, waited !== undefined);
}

it('a page that is kept for nobody comes to its owner alone', async () => {
  const { answer } = portal(undefined, (who) => rows[who]);
  expect(await prove(answer, rows)).toEqual({ asker: 'b', owner: 'a', own: 3, leaked: [0], elsewhere: 0 });
});

it('a cache that goes by the address hands the page of one customer to the next', async () => {
  const { answer } = portal(
    (url) => url.href,
    (who) => rows[who],
  );
  const found = await prove(answer, rows);
  expect(found).toEqual({ asker: 'b', owner: 'a', own: 3, leaked: [3, 3], elsewhere: 0, hit: 'x-cache: HIT' });
});

it('one that leaves parameters out gives a customer the other’s page at addresses that nobody had asked for', async () => {
  const { answer } = portal(
    (url) => url.pathname,
    (who) => rows[who],
  );
  const found = await prove(answer, rows);
  expect(found).toMatchObject({ asker: 'a', owner: 'b', own: 4, leaked: [4, 4], byPath: true, hit: 'x-cache: HIT' });
});

it('it does so too where the walk was given the other’s page already', async () => {
  const mixed = portal(
    (url) => url.pathname,
    (who) => rows[who],
  );
  expect(await prove(mixed.answer, { a: rows.a, b: rows.a })).toMatchObject({ asker: 'a', owner: 'b', byPath: true });
  mixed.forget();
  expect(await prove(mixed.answer, { a: rows.b, b: rows.b })).toMatchObject({ asker: 'b', owner: 'a', byPath: true });
});

it('it waits for a cache that still has what the walk was given', async () => {
  const long = portal(
    (url) => url.pathname,
    (who) => [`Total of ${who} 48,210.75`, rows[who][2]],
  );
  const walk = ['Total of a 48,210.75', rows.a[2]];
  long.answer('https://portal.example/owed', 'a');
  let waits = 0;
  const waited = () => {
    waits += 1;
    if (waits === 3) long.forget();
  };
  expect(await prove(long.answer, { a: walk, b: walk }, waited)).toMatchObject({ asker: 'a', own: 3, leaked: [3, 3] });
  expect(waits).toBe(3);
});

it('a page that both were given alike in the walk is told apart by what each is given now', async () => {
  const { answer } = portal(
    (url) => url.href,
    (who) => [`${who} spent 48,210.75 on Lyon`, `${who} spent 9,120.40 on Hull`],
  );
  const given = ['a spent 11,004.10 on Lyon', 'a spent 7,310.00 on Hull'];
  expect(await prove(answer, { a: given, b: given })).toMatchObject({ own: 2, leaked: [2, 2], elsewhere: 0 });
});

it('what both may see comes from no cache, however it is kept', async () => {
  for (const keyOf of [undefined, (url: URL) => url.href, (url: URL) => url.pathname]) {
    const shared = portal(keyOf, () => both);
    expect((await prove(shared.answer, { a: both, b: both }))?.leaked ?? [0]).toEqual([0]);
  }
});

it('what changes by itself and is kept for everybody is nobody’s', async () => {
  const tips = [
    'Test the alarms each month',
    'Clear the gutters in autumn',
    'Read the meters yourself',
    'Oil the hinges',
  ];
  let turn = 0;
  const { answer } = portal(
    (url) => url.href,
    () => [0, 1].map((at) => tips[(turn++ + at) % tips.length] ?? ''),
  );
  for (let more = 0; more < 6; more++) {
    const found = await prove(answer, { a: tips, b: [] });
    const leaks =
      found !== undefined && found.own >= 2 && found.elsewhere === 0 && found.leaked.every((one) => one >= 2);
    expect(leaks && found.leaked.length === 2).toBe(false);
  }
});
