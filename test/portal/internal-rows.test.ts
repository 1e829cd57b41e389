import { describe, expect, it } from 'vitest';
import { crawlsSlot } from '../../src/collectors/portal/crawl/collector.ts';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { isMark, markedRemarks, markedRows } from '../../src/collectors/portal/roles/internal-marks.ts';
import { internalRows } from '../../src/collectors/portal/roles/internal-rows.ts';
import { exchangeContent } from '../../src/collectors/portal/tenancy/answer-text.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

it.each([
  ['internal', true],
  ['isInternal', true],
  ['internalOnly', true],
  ['interne', true],
  ['interno', 1],
  ['intern', true],
  ['wewnętrzna', true],
  ['staff_only', true],
  ['visibleToCustomer', false],
  ['visibility', 'internal'],
  ['type', 'internal_note'],
  ['audience', 'staff-only'],
])('%s: %s marks a row as not for customers', (key, value) => {
  expect(isMark(key, value)).toBe(true);
});
it.each([
  ['internal', false],
  ['international', true],
  ['interested', true],
  ['public', false],
  ['private', true],
  ['visibility', 'client'],
  ['title', 'internal'],
  ['internalNumber', 'A-17'],
])('%s: %s does not', (key, value) => {
  expect(isMark(key, value)).toBe(false);
});

const ours = { id: 1, by: 'Solène', text: 'The carton comes on Thursday morning', internal: false };
const theirs = { id: 2, by: 'Solène', text: 'Slow to pay: ask for a deposit first', internal: true };

it('rows are compared within one list, and what an account wrote itself is its own', () => {
  const rows = (isOwn = (_: string) => false) => markedRows({ data: { comments: [ours, theirs] } }, isOwn);
  expect(rows()).toEqual([{ field: 'internal', marked: [theirs.text], others: [ours.text] }]);
  expect(rows((value) => value === 'Solène')).toEqual([]);
  expect(markedRows([theirs, theirs], () => false)).toEqual([]);
});

/** The other customer's records at their own addresses. */
const refusedTo = (as: string, { url: address }: PlainRequest) => as === 'a' && address.includes('/projects/900');

const url = (query: string) => `https://app.example.com/api/projects/700/comments${query}`;
function setting(exchanges: readonly Exchange[], shown: readonly string[], given: (query: string) => unknown): Setting {
  return {
    context: {
      live: { get: (slot: unknown) => (slot === crawlsSlot ? new Map([['a', { shown }]]) : undefined) },
      target: { config: {} },
      world: {
        vault: { redact: (text: string) => text },
        randomHex: (bytes: number) => '7'.repeat(2 * bytes),
        scope: { refuses: () => 'guesses' },
      },
    },
    session: () => ({ self: ['ines@larkfield.example'] }),
    map: mapOperations(exchanges),
    exchanges,
    gaveAway: () => false,
    frames: () => false,
    knows: (identity: string, value: string) =>
      exchanges.some((one) => one.identity === identity && exchangeContent(one).text.includes(value)),
    ask: async (request: PlainRequest, as: string) =>
      as === 'anonymous'
        ? viewed(as, 401, '{}', 'application/json')
        : refusedTo(as, request)
          ? viewed(as, 404, { error: 'not found' })
          : viewed(as, 200, given(new URL(request.url).search)),
  } as unknown as Setting;
}
const found = async (of: Setting) =>
  (await internalRows(of, 'admin', 'a')).map(({ marked, pageHides, attempts }) => [
    marked,
    pageHides,
    attempts[0]?.held,
  ]);

describe('in an ordinary answer', () => {
  const told = [recordedJson(url(''), [ours, theirs], { identity: 'a' })];
  const of = (shown: readonly string[], given = [ours, theirs]) => found(setting(told, shown, () => given));
  it('the page draws the list and leaves these rows out', async () => {
    expect(await of([`Comments\n${ours.text}`])).toEqual([['internal', true, [1, 1]]]);
  });
  it('nothing is said where the page draws them, draws nothing, or they do not come again', async () => {
    expect(await of([`${ours.text}\n${theirs.text}`])).toEqual([]);
    expect(await of(['Comments'])).toEqual([]);
    expect(await of([ours.text], [ours])).toEqual([]);
  });
});

it('a word that only staff’s pages send brings them to a customer', async () => {
  const of = (given: (query: string) => unknown, staffs = 'all') =>
    found(
      setting(
        [
          recordedJson(url('?show=client'), [ours], { identity: 'a' }),
          recordedJson(url(`?show=${staffs}`), [ours, theirs], { identity: 'admin' }),
        ],
        [],
        given,
      ),
    );
  const flawed = (query: string) => (query.includes('all') ? [ours, theirs] : [ours]);
  expect(await of(flawed)).toEqual([['internal', null, [1, 1]]]);
  expect(await of(() => [ours])).toEqual([]);
  expect(await of(flawed, 'client')).toEqual([]);
});

describe('relations that only staff’s pages ask for', () => {
  const note = 'Slow to pay: ask for a deposit first';
  const sample = { id: 5102, product: 'Ricotta fresca' };
  const of = (work: unknown, given: (query: string) => unknown, staffs = 'results,work') =>
    found(
      setting(
        [
          recordedJson(url('?include=results'), sample, { identity: 'a' }),
          recordedJson(url(`?include=${staffs}`), { ...sample, work }, { identity: 'admin' }),
        ],
        [],
        given,
      ),
    );
  const withWork = (work: unknown) => (query: string) => (query.includes('work') ? { ...sample, work } : sample);
  it('bring a remark on the record that its name calls internal', async () => {
    for (const work of [{ note_interne: note, bench: 'B2' }, { internalNotes: [{ text: note }] }])
      expect(await of(work, withWork(work))).toEqual([[Object.keys(work)[0], null, [1, 1]]]);
  });
  it('and not where they are left out, or the name says something else', async () => {
    expect(await of({ note_interne: note }, () => sample)).toEqual([]);
    for (const work of [{ notes: note }, { internalReference: note }, { internal: note }, { note_interne: 'B2' }])
      expect(await of(work, withWork(work))).toEqual([]);
    expect(await of({ note_interne: note }, withWork({ note_interne: note }), 'results')).toEqual([]);
  });
  it('remarks are found wherever they stand', () => {
    expect(markedRemarks({ a: [{ 'interne-notiz': note }, { internationalNote: note }] })).toEqual([
      { field: 'interne-notiz', text: note },
    ]);
  });
});

describe('a word that only staff’s pages send brings another customer’s rows', () => {
  const own = { id: 11, title: 'Boiler in the annex leaks again' };
  const others = [
    { id: 21, title: 'Kossuth cannot open the course' },
    { id: 22, title: 'Invoice went to the old address' },
  ];
  const of = (given: (query: string) => unknown, address: string) =>
    found(
      setting(
        [
          recordedJson(url('?view=open'), [own], { identity: 'a' }),
          recordedJson(address, others, { identity: 'b' }),
          recordedJson(url('?view=everyone'), [own, ...others], { identity: 'admin' }),
        ],
        [],
        given,
      ),
    );
  const refused = 'https://app.example.com/api/projects/900/comments';
  const flawed = (query: string) => (query.includes('everyone') ? [own, ...others] : [own]);
  it('that this one is refused by themselves', async () => {
    expect(await of(flawed, refused)).toEqual([[undefined, null, [2, 2]]]);
  });
  it('and not where it brings its own, or what nobody is refused', async () => {
    expect(await of(() => [own], refused)).toEqual([]);
    expect(await of(flawed, 'https://app.example.com/api/news?view=open')).toEqual([]);
  });
});
