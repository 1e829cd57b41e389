import { expect, it } from 'vitest';
import { readUnlisted } from '../../src/collectors/portal/colleague/read-unlisted.ts';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import { exchangeContent } from '../../src/collectors/portal/tenancy/answer-text.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const origin = 'https://app.example.com';
const visits = [
  { id: 8801, reason: 'Door of car two stays open', by: 'ben', report: 'Guide rail was bent by a trolley' },
  { id: 8804, reason: 'Noise in the night, third floor', by: 'anna', report: 'Tenant of 3b works from home' },
  { id: 8807, reason: 'Light of the lift pit is out', by: 'anna', report: 'Bulb ordered, arrives on Monday' },
];
type Visit = (typeof visits)[number];
const listed = (rows: readonly Visit[]) => ({ total: rows.length, items: rows.map(({ id, by }) => ({ id, by })) });

/** Who sees all, and who is listed its own; `opens`: what the address of a record gives the colleague. */
function portal(
  lists: (all: readonly Visit[]) => readonly Visit[],
  opens: (visit: Visit) => boolean,
  path = '/api/visits',
  walked = visits.slice(0, 2),
): Setting {
  const at = (identity: 'a' | 'a2', address: string, body: unknown) =>
    recordedJson(`${origin}${address}`, body, { identity, page: `${origin}/visits` });
  const exchanges = [
    at('a', path, listed(visits)),
    ...walked.map((one) => at('a', `${path}/${one.id}?with=report`, one)),
    // The audit looked at the page of A's record as A2.
    ...(opens(visits[1] as Visit) ? [at('a2', `${path}/8804?with=report`, visits[1])] : []),
  ];
  const ask = (request: PlainRequest, as: string) => {
    const { pathname } = new URL(request.url);
    const visit = visits.find(({ id }) => pathname === `${path}/${id}`);
    if (as === 'anonymous') return viewed(as, 401, {});
    if (pathname === path) return viewed(as, 200, listed(as === 'a' ? visits : lists(visits)));
    return visit && (as === 'a' || opens(visit)) ? viewed(as, 200, visit) : viewed(as, 404, {});
  };
  return {
    context: { target: { config: {} }, world: { vault: { redact: (text: string) => text } } },
    exchanges,
    map: mapOperations(exchanges),
    knows: (identity: string, value: string) =>
      exchanges.some((one) => one.identity === identity && exchangeContent(one).text.includes(value)),
    frames: () => false,
    ask: async (request: PlainRequest, as: string) => ask(request, as),
  } as unknown as Setting;
}
const own = (all: readonly Visit[]) => all.filter(({ by }) => by === 'ben');
const found = async (of: Setting) =>
  (await readUnlisted(of)).map(({ template, within, attempts }) => [template, within?.unlisted, attempts[0]?.held]);
const left = { list: 'GET /api/visits', shown: 1, of: 3 };

it('what the list leaves out for a colleague, its own address gives it', async () => {
  expect(await found(portal(own, () => true))).toEqual([['/api/visits/{id}', left, [2, 2]]]);
});

it('the walk opened another one: the left out is asked for in the same manner', async () => {
  const of = portal(own, () => true, '/api/visits', visits.slice(0, 1));
  expect(await found(of)).toEqual([['/api/visits/{id}', left, [2, 2]]]);
});

it('refused there as well: that is told too', async () => {
  expect(await found(portal(own, ({ by }) => by === 'ben'))).toEqual([['/api/visits/{id}', left, [0, 0]]]);
});

it.each([
  [
    'the list is the same for both',
    portal(
      (all) => all,
      () => true,
    ),
  ],
  [
    'nothing of it is the same: each has its own',
    portal(
      () => [{ ...(visits[0] as Visit), id: 9900 }],
      () => true,
    ),
  ],
  [
    'the colleague’s list is empty',
    portal(
      () => [],
      () => true,
    ),
  ],
  ['the list is each one’s own by its name', portal(own, () => true, '/api/recent-visits')],
])('%s: nothing is said', async (_why, of) => {
  expect(await found(of)).toEqual([]);
});
