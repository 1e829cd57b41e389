import { expect, it } from 'vitest';
import { type Customer, neighboursOf } from '../../src/collectors/edge/neighbour-probe.ts';
import { probeInTurns } from '../../src/collectors/edge/probe-in-turns.ts';
import { namesOnesOwn, standingCopy } from '../../src/collectors/edge/standing-copy.ts';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const now = Date.UTC(2026, 10, 20);
const date = new Date(now).toUTCString();
const origin = 'https://portal.example';
const names = { a: 'Larkfield Joinery', b: 'Quarry Dairy' } as const;
const records = {
  a: [
    { id: 'rec-a-4411', title: 'Staircase for the Tollgate house' },
    { id: 'rec-a-4412', title: 'Shop front on Pellow Street' },
  ],
  b: [
    { id: 'rec-b-7021', title: 'Culture tank three valve swap' },
    { id: 'rec-b-7022', title: 'Cold store door heater' },
  ],
} as const;
const figures = (of: Customer) => ({ customer: names[of], next: `${records[of][0].title} (14 May)`, open: 3 });

/** Each customer's records are kept apart; what `/figures` says is up to the test. */
function portal(
  figuresFor: (who: Customer | 'anonymous') => unknown,
  { waited = () => {}, given = figuresFor, isOpen = false, opened = 2, age = 0, staff = [] as unknown[] } = {},
) {
  const answer = (path: string, who: Customer | 'anonymous'): unknown => {
    if (who === 'anonymous') return undefined;
    if (path === '/figures') return figuresFor(who);
    if (path === '/records') return { for: names[who], rows: records[who] };
    return (isOpen ? [...records.a, ...records.b] : records[who]).find(({ id }) => path === `/records/${id}`);
  };
  const exchanges = (['a', 'b'] as const).flatMap((identity) => [
    recordedJson(`${origin}/figures`, given(identity), {
      identity,
      responseHeaders: { date, 'content-type': 'application/json' },
    }),
    ...['/records', ...records[identity].slice(0, opened).map(({ id }) => `/records/${id}`)].map((path) =>
      recordedJson(`${origin}${path}`, answer(path, identity), { identity }),
    ),
  ]);
  exchanges.push(...staff.map((told) => recordedJson(`${origin}/all`, told, { identity: 'admin' })));
  const sent = (url: string, as: string) => {
    const body = answer(new URL(url).pathname, as as Customer);
    return viewed(as, body === undefined ? 403 : 200, JSON.stringify(body ?? { error: 'no' }), 'application/json');
  };
  const frames = (of: Customer, value: string) => value === names[of];
  const setting = {
    context: {
      world: {
        clock: { wait: async () => waited(), now: () => new Date(now + age) },
        scope: { refuses: () => 'guess' },
        randomHex: () => 'f00d',
      },
      signal: new AbortController().signal,
    },
    exchanges,
    map: mapOperations(exchanges),
    gaveAway: () => false,
    knows: () => false,
    frames,
    ask: async (request: PlainRequest, as: string) => sent(request.url, as),
  } as unknown as Setting;
  const neighbours = {
    ...neighboursOf(setting, async () => ({ ok: false, detail: '' })),
    ask: async (_: unknown, url: string, as: string) => ({ view: sent(url, as) }),
  };
  const numbers = Array.from({ length: 90 }, (_, at) => at);
  const fresh = () => `${origin}/figures?lr=${numbers.shift()}`;
  const [exchange = expect.fail('nothing recorded')] = exchanges;
  return {
    turns: () => probeInTurns(neighbours, exchange, fresh),
    standing: () => standingCopy(setting, neighbours, exchange, fresh),
  };
}

/** Kept for so many waits, whoever asks. */
function keptFor(waits: number, said: (who: Customer) => unknown) {
  let copy: unknown;
  let left = 0;
  return {
    figuresFor: (who: Customer | 'anonymous') => {
      if (copy === undefined || left <= 0) [copy, left] = [said(who as Customer), waits];
      return copy;
    },
    waited: () => void left--,
  };
}

it('whoever asks first decides what both are told: three copies in turn show it', async () => {
  const kept = keptFor(5, figures);
  expect(await portal(kept.figuresFor, { waited: kept.waited }).turns()).toMatchObject({
    own: 2,
    leaked: [2, 2],
    elsewhere: 0,
  });
});

it.each([
  ['each is told its own', (who: Customer) => figures(who)],
  ['both are told the same, of nobody', () => ({ tip: 'Test the alarms each month', next: 'Clear the gutters' })],
  ['both are told of one of them, whoever asks', () => figures('b')],
])('nothing is said where %s', async (what, said) => {
  const kept = keptFor(what.startsWith('each') ? 0 : 3, said);
  expect(await portal(kept.figuresFor as never, { waited: kept.waited }).turns()).toBeUndefined();
});

it('a price list that shares one word with a customer’s record is not waited for', async () => {
  let waits = 0;
  const plans = () => ({
    plans: [records.b[1].title, ...Array.from({ length: 12 }, (_, at) => `Survey package ${at} of the year`)],
  });
  expect(await portal(plans, { waited: () => void waits++ }).turns()).toBeUndefined();
  expect(waits).toBe(0);
});

it('what stands there as it did in the walk for a minute and a half is not waited for', async () => {
  let waits = 0;
  const waited = () => void waits++;
  const one = () => figures('b');
  expect(await portal(one, { waited, age: 100_000 }).turns()).toBeUndefined();
  expect(waits).toBe(0);
  expect(await portal(one, { waited, age: 30_000 }).turns()).toBeUndefined();
  expect(waits).toBeGreaterThan(0);
});

it('the copy that staff were given is waited for, where staff alone are told of it elsewhere', async () => {
  const third = { customer: 'Harbour Board of Trewin', next: 'Boiler of the harbour hall', open: 9 };
  const kept = keptFor(5, figures);
  let [left, waits] = [3, 0];
  const waited = () => {
    waits++;
    if (left-- <= 0) kept.waited();
  };
  const said = (who: Customer | 'anonymous') => (left > 0 ? third : kept.figuresFor(who));
  expect(await portal(said, { waited, given: () => third, staff: [third] }).turns()).toMatchObject({ leaked: [2, 2] });
  [left, waits] = [3, 0];
  expect(await portal(said, { waited, given: () => third }).turns()).toBeUndefined();
  expect(waits).toBe(0);
});

const spent = (of: Customer) => ({ spent: records[of].map(({ title }) => ({ title, sum: '1,187.30' })) });

it('a copy that stays is known by the records it is of, which the other customer is refused', async () => {
  expect(await portal(() => spent('b')).standing()).toMatchObject({ asker: 'a', owner: 'b', own: 2, leaked: [2, 2] });
  expect(await portal(() => spent('a')).standing()).toMatchObject({ asker: 'b', owner: 'a', own: 2 });
});

it('a record that nobody opened is asked for as another one of its list was', async () => {
  expect(await portal(() => spent('b'), { opened: 1 }).standing()).toMatchObject({ asker: 'a', owner: 'b', own: 2 });
  expect(await portal(() => spent('b'), { opened: 1, isOpen: true }).standing()).toBeUndefined();
  expect(await portal(() => spent('b'), { opened: 0 }).standing()).toBeUndefined();
});

it('a list of everybody’s, and what nobody is refused, is no copy of one customer’s', async () => {
  const all = () => ({ spent: [...records.a, ...records.b].map(({ title }) => ({ title })) });
  expect(await portal(all).standing()).toBeUndefined();
  expect(await portal(() => spent('b'), { isOpen: true }).standing()).toBeUndefined();
  expect(await portal((who) => spent(who as Customer)).standing()).toBeUndefined();
});

it('a price list of which two lines stand in one customer’s records is no copy', async () => {
  const lines = ['Gutter brush', 'Sash cord, waxed', 'Ridge tile, grey', 'Lead flashing', 'Oak wedge, pair'];
  const list = () => ({ lines: [...records.b.map(({ title }) => title), ...lines].map((title) => ({ title })) });
  expect(await portal(list).standing()).toBeUndefined();
});

it('papers that one customer has shared with the other, beside the other’s own, are no copy', async () => {
  const shared = records.a.map(({ title }) => ({ title }));
  const seen = (who: Customer) => ({ papers: who === 'a' ? shared : [...shared, { title: records.b[0].title }] });
  expect(await portal((who) => seen(who as Customer)).standing()).toBeUndefined();
});

it('an address that names a record of one customer is no copy, whatever comes back; a month that both ask for may be', () => {
  const at = (path: string, identity: Customer) => recordedJson(`${origin}${path}`, { rows: [] }, { identity });
  const all = [
    at('/orders?trainee=5010', 'b'),
    at('/orders?trainee=5011', 'a'),
    at('/spend?period=12m', 'a'),
    at('/spend?period=12m', 'b'),
  ] as const;
  const map = mapOperations(all);
  expect(all.map((one) => namesOnesOwn({ map }, one))).toEqual([true, true, false, false]);
});
