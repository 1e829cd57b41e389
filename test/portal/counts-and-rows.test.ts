import { describe, expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';
import { countsOthers } from '../../src/collectors/portal/tenancy/count-of-list.ts';
import { proveCounts } from '../../src/collectors/portal/tenancy/count-proof.ts';
import { rowsUnderOthers } from '../../src/collectors/portal/tenancy/rows-under-others.ts';
import { searchedAlike } from '../../src/collectors/portal/tenancy/searched-alike.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { type RawView, rawView } from '../../src/collectors/portal/tenancy/view.ts';

type Who = 'a' | 'b' | 'anonymous';
type Portal = (path: string, as: Who) => unknown;

const view = (as: Who, value: unknown): RawView => ({
  ...rawView(as, { ok: false, detail: '' }, ''),
  status: value === undefined ? 404 : 200,
  outcome: value === undefined ? 'denied' : 'data',
  content: readAnswer(new TextEncoder().encode(JSON.stringify(value ?? {})), 'application/json'),
});

/** What the proofs need of a run, over a portal of one function; `asked` is what each customer's pages asked for. */
function settingOf(portal: Portal, asked: Readonly<Record<'a' | 'b', readonly string[]>>): Setting {
  const exchanges = (['a', 'b'] as const).flatMap((as) =>
    asked[as].map(
      (path): Exchange => ({
        identity: as,
        method: 'GET',
        url: `http://portal.test${path}`,
        resource: 'fetch',
        requestHeaders: {},
        status: 200,
        responseHeaders: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(portal(path, as))),
        afterSignIn: true,
        page: '',
      }),
    ),
  );
  const texts = (as: string) => exchanges.filter((one) => one.identity === as).map((one) => one.body.toString());
  return {
    map: mapOperations(exchanges),
    exchanges,
    gaveAway: () => false,
    session: () => ({ self: [] }),
    canariesOf: () => [],
    ask: async ({ url }: { readonly url: string }, as: Who) =>
      view(as, portal(url.slice('http://portal.test'.length), as)),
    knows: (as: string, value: string) => texts(as).some((text) => text.includes(value)),
    frames: () => false,
    context: {
      world: { mark: (value: string) => value, randomHex: () => 'ab12', scope: { refuses: () => undefined } },
    },
  } as unknown as Setting;
}

const jobs = { a: [{ id: 118, title: 'Weld bracket' }], b: [{ id: 119, title: 'Fit basin' }] };
const notes = [
  { id: 1, job_id: 118, body: 'Key in box five' },
  { id: 2, job_id: 119, body: 'Key with the caretaker' },
];
const board = [
  { id: 1, author_id: 118, body: 'Yard closed on Friday' },
  { id: 2, author_id: 119, body: 'Parking has moved' },
];
const portal: Portal = (path, as) =>
  path === '/jobs' ? jobs[as as 'a' | 'b'] : path === '/notes' ? notes : path === '/board' ? board : undefined;

describe('rows of a list that everybody gets', () => {
  const setting = settingOf(portal, { a: ['/jobs', '/notes', '/board'], b: ['/jobs', '/notes', '/board'] });
  const rows = async (template: string, value: unknown) => {
    const operation = setting.map.operations.find((one) => one.template === template);
    if (!operation) throw new Error(`${template} was not mapped`);
    return rowsUnderOthers(setting, operation, view('a', value).content.leaves, 'b', 'a');
  };
  it('stand under records that one customer alone lists', async () => {
    expect(await rows('/notes', notes)).toEqual({ owner: 1, asker: 1 });
    expect(await rows('/notes', notes.slice(0, 1))).toBeUndefined();
  });
  it('name authors: a board that all share', async () => {
    expect(await rows('/board', board)).toBeUndefined();
  });
});

describe('a search without a canary', () => {
  const trips = [
    { id: 'tr-7001', org: 'a', purpose: 'Hull part 517 to dock 3' },
    { id: 'tr-7002', org: 'b', purpose: 'Chair 213 to clinic 4' },
    { id: 'tr-7003', org: 'b', purpose: 'Chair 226 to clinic 9' },
  ];
  const searching =
    (leaks: boolean): Portal =>
    (path, as) => {
      const trip = trips.find(({ id }) => path === `/trips/${id}`);
      if (trip) return trip.org === as ? trip : undefined;
      const word = /q=(\w+)/.exec(path)?.[1]?.toLowerCase();
      return trips.filter((one) =>
        word === undefined ? one.org === as : (leaks || one.org === as) && one.purpose.toLowerCase().includes(word),
      );
    };
  it.each([
    [true, 2],
    [false, 0],
  ])('that is not kept apart: %s', async (leaks, answers) => {
    const setting = settingOf(searching(leaks), {
      a: ['/trips', '/trips/tr-7001', '/search?q=none'],
      b: ['/trips', '/trips/tr-7002', '/trips/tr-7003', '/search?q=none'],
    });
    const found = await searchedAlike(
      setting,
      [],
      (word) => ({ method: 'GET', url: `http://portal.test/search?q=${word}`, like: setting.exchanges[0] as Exchange }),
      { owner: 'b', asker: 'a' },
    );
    expect(found?.tried.length).toBe(answers);
  });
});

describe('the count beside a list', () => {
  const list = (as: Who, rows: number, total: number) =>
    view(as, { items: Array.from({ length: rows }, (_one, id) => ({ id })), meta: { seats: 25 }, total });
  it('is the same for two customers and takes in the rows of both', () => {
    expect(countsOthers(list('a', 3, 7), list('b', 4, 7))).toEqual({ total: 7, rows: 3 });
    expect(countsOthers(list('a', 3, 3), list('b', 4, 4))).toBeUndefined();
    expect(countsOthers(list('a', 3, 5), list('b', 4, 5))).toBeUndefined();
  });
});

describe('counts', () => {
  const numbers: Readonly<Record<string, number>> = { 'v-31': 37, 'v-32': 12 };
  const counting =
    (leaks: boolean): Portal =>
    (path, as) => ({ count: leaks || as === 'b' ? (numbers[path.slice('/count/'.length)] ?? 0) : 0 });
  it.each([
    [true, true],
    [false, false],
  ])('of two records are one proof: %s', async (leaks, held) => {
    const ask = counting(leaks);
    const setting = settingOf(ask, { a: ['/count/v-11'], b: ['/count/v-31', '/count/v-32'] });
    const counted = ['v-31', 'v-32'].map((id) => {
      const like = setting.exchanges.find((one) => one.url.endsWith(id)) as Exchange;
      const request = { method: 'GET', url: like.url, like };
      const at = `/count/${id}`;
      return {
        candidate: { askerRequest: request, slot: { place: 'path', name: 'id', value: id }, sent: [id] } as never,
        owner: [view('b', ask(at, 'b')), view('b', ask(at, 'b'))] as const,
        cross: view('a', ask(at, 'a')),
        others: [view('a', { count: 0 })],
      };
    });
    const plain = { as: 'a', holds: [] };
    const proof = { template: '/count/{id}', atoms: [], ownerViews: [plain, plain], crossViews: [plain, plain] };
    const result = await proveCounts(setting, proof as never, counted, 'b', 'a');
    expect(result?.crossViews.every((one) => one.holds.length > 0)).toBe(held);
    expect(result?.atoms[0]?.source).toBe('together');
    // One record alone proves nothing, unless the owner's lists name another.
    expect(await proveCounts(setting, proof as never, counted.slice(0, 1), 'b', 'a')).toBeUndefined();
  });
});
