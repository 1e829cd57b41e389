import { expect, it } from 'vitest';
import { readAsColleague } from '../../src/collectors/portal/colleague/read-as-colleague.ts';
import { shareAName } from '../../src/collectors/portal/colleague/same-data.ts';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import { pageOfData } from '../../src/collectors/portal/operations/page-of-data.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { exchangeContent } from '../../src/collectors/portal/tenancy/answer-text.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const origin = 'https://app.example.com';
const slips = [
  { id: 'ps-71', person: 'Joan Whitmore', note: 'Bonus for the spring fair', salary: '2,914.20' },
  { id: 'ps-72', person: 'Peter Quill', note: 'Back pay of two weeks', salary: '3,118.75' },
];
const titles = slips.map(({ id, person }) => ({ id, person }));

const exchange = (identity: 'a' | 'a2', path: string, page: string, body: unknown): Exchange =>
  recordedJson(`${origin}${path}`, body, { identity, page: `${origin}${page}` });

/** A portal that answers A everything, and A2 what is not listed in `closed`. */
function setting(exchanges: readonly Exchange[], closed: readonly string[], said = 'no'): Setting {
  const answer = (request: PlainRequest, as: string) => {
    const { pathname } = new URL(request.url);
    const found = exchanges.find((one) => one.url === request.url);
    const refused = as === 'anonymous' || (as === 'a2' && closed.includes(pathname));
    const body = refused ? JSON.stringify({ error: said }) : (found?.body.toString() ?? '{}');
    return viewed(as, refused ? 403 : 200, body, 'application/json');
  };
  return {
    context: { target: { config: {} }, world: { vault: { redact: (text: string) => text } } },
    exchanges,
    map: mapOperations(exchanges),
    knows: (identity: string, value: string) =>
      exchanges.some((one) => one.identity === identity && exchangeContent(one).text.includes(value)),
    frames: () => false,
    ask: async (request: PlainRequest, as: string) => answer(request, as),
  } as unknown as Setting;
}
const refusedPage = [{ page: `${origin}/payroll`, status: 403 }];
const found = async (of: Setting, pages = refusedPage) =>
  (await readAsColleague(of, pages)).map(({ template, within, attempts }) => [
    template,
    within?.beside?.what,
    attempts[0]?.held[1],
  ]);

it('what only a refused page reads is asked for as its colleague', async () => {
  const of = setting([exchange('a', '/api/payroll/slips', '/payroll', slips)], []);
  expect(await found(of)).toEqual([['/api/payroll/slips', 'GET /payroll', 8]]);
  const closed = setting([exchange('a', '/api/payroll/slips', '/payroll', slips)], ['/api/payroll/slips']);
  expect(await found(closed)).toEqual([]);
});

it('what the audit asked for by itself, whatever page was open then, is no other page that reads it', async () => {
  const slip = { ...exchange('a', '/payroll/slips/71', '/payroll', slips[0]), resource: 'xhr' };
  const own = { ...slip, resource: 'fetch', page: `${origin}/home`, own: true as const };
  expect(await found(setting([slip, own], []))).toEqual([['/payroll/slips/{id}', 'GET /payroll', 4]]);
  expect(await found(setting([slip, { ...own, page: `${origin}/home`, own: undefined }], []))).toEqual([]);
});

it('the data of a refused page is that page’s, though a framework’s client asks for it from the page before', async () => {
  const data = (path: string) => setting([exchange('a', path, '/home', slips)], []);
  expect(await found(data('/payroll/__data.json?x-sveltekit-invalidated=01'))).toEqual([
    ['/payroll/__data.json', 'GET /payroll', 8],
  ]);
  expect(await found(data('/pay/__data.json'))).toEqual([]);
});

it.each([
  ['/w/acme/keys/__data.json?x-sveltekit-invalidated=001', '/w/acme/keys/'],
  ['/__data.json', '/'],
  ['/_next/data/Xk2/payroll/slips.json?id=7', '/payroll/slips'],
  ['/_next/data/Xk2/index.json', '/'],
  ['/payroll.data', '/payroll'],
  ['/_root.data', '/'],
  ['/payroll?_rsc=1x2', '/payroll'],
  ['/page-data/payroll/page-data.json', '/payroll'],
  ['/api/payroll.json', undefined],
])('%s holds the data of %s', (data, page) => {
  expect(pageOfData(`${origin}${data}`)).toBe(page && `${origin}${page}`);
});

it.each([
  ['another page reads it as well', [exchange('a', '/api/payroll/slips', '/home', slips)]],
  ['the colleague’s own pages read it', [exchange('a2', '/api/payroll/slips', '/home', slips)]],
  ['the colleague meets the values elsewhere', [exchange('a2', '/api/home', '/home', slips)]],
])('nothing is said where %s', async (_what, more) => {
  expect(await found(setting([exchange('a', '/api/payroll/slips', '/payroll', slips), ...more], []))).toEqual([]);
});

it('a page that reads something of another name says nothing of who may read that', async () => {
  expect(await found(setting([exchange('a', '/api/customers', '/payroll', slips)], []))).toEqual([]);
});

it('what one operation refuses another one gives: nearly all of it, not a title and a number', async () => {
  const both = (other: unknown) =>
    setting(
      [exchange('a', '/api/slips', '/reports', slips), exchange('a', '/print/slips', '/reports', other)],
      ['/api/slips'],
    );
  expect(await found(both(slips), [])).toEqual([['/print/slips', 'GET /api/slips', 8]]);
  expect(await found(both(titles), [])).toEqual([]);
  const short = (more: object) => slips.map(({ person, note }) => ({ person, note, ...more }));
  const detail = { hours: '38', grade: 'B', days: '20', rate: '17', code: 'K1', part: '4' };
  const of = (slip: unknown, print: unknown) =>
    setting(
      [exchange('a', '/api/slips', '/reports', slip), exchange('a', '/print/slips', '/reports', print)],
      ['/api/slips'],
    );
  expect(await found(of(short(detail), short({})), [])).toEqual([]);
  expect(await found(of(short(detail), short(detail)), [])).toHaveLength(1);
});

it('a refusal for want of a token is no other operation that refuses', async () => {
  const reads = [exchange('a', '/api/slips', '/reports', slips), exchange('a', '/print/slips', '/reports', slips)];
  expect(await found(setting(reads, ['/api/slips'], 'CSRF token mismatch'), [])).toEqual([]);
  expect(await found(setting(reads, ['/api/slips'], 'Owners only'), [])).toHaveLength(1);
});

it('a text that is refused as data and given to print counts alone; a short value does not', async () => {
  const text = 'Rupture of the left tendon, six weeks of rest and a second look';
  const report = (said: string) => [
    exchange('a', '/api/reports/r-71', '/reports', { id: 'r-71', title: 'First visit', day: '2026-03-04', text: said }),
    exchange('a', '/reports/r-71/print', '/reports', { title: 'First visit', day: '2026-03-04', text: said }),
    exchange('a2', '/api/list', '/home', [{ id: 'r-71', title: 'First visit', day: '2026-03-04' }]),
  ];
  const of = (said: string) => setting(report(said), ['/api/reports/r-71']);
  const [trial] = await readAsColleague(of(text), []);
  expect([trial?.template, trial?.within?.text, trial?.attempts[0]?.held]).toEqual([
    '/reports/{id}/print',
    true,
    [1, 1],
  ]);
  expect(await found(of('Rest and ice'), [])).toEqual([]);
});

it('rows of times and short words are the same as a refused log’s where nearly all of each row stands together', async () => {
  const log = [
    { id: 1, at: '2025-09-01T08:12', action: 'RELEASE', ref: 3303 },
    { id: 3, at: '2025-09-02T10:03', action: 'REQUEST', ref: 3301 },
    { id: 5, at: '2025-09-04T15:22', action: 'PASSWORD', ref: 2188 },
  ];
  const of = (other: unknown, more: readonly Exchange[] = []) =>
    setting(
      [
        exchange('a', '/api/log', '/log', { rows: log, total: 3 }),
        exchange('a', '/api/log/export', '/log', other),
        ...more,
      ],
      ['/api/log'],
    );
  const lines = log.map((row) => Object.values(row));
  expect(await found(of(lines), [])).toEqual([['/api/log/export', 'GET /api/log', 3]]);
  const mixed = lines.map((row, at) => [row[0], row[1], lines[(at + 1) % 3]?.[2], lines[(at + 2) % 3]?.[3]]);
  expect(await found(of(mixed), [])).toEqual([]);
  expect(await found(of(lines, [exchange('a2', '/api/home', '/home', log)]), [])).toEqual([]);
});

it('a page that no menu leads the colleague to, opened by its address, is no use of its own', async () => {
  const read = (identity: 'a' | 'a2') => exchange(identity, '/api/payroll/slips', '/payroll', slips);
  const all = [read('a'), read('a2'), exchange('a', '/api/payroll/slips/ps-71', '/payroll', slips[0])];
  const of = setting(all, ['/api/payroll/slips/ps-71']);
  const trials = await readAsColleague(of, [], [`${origin}/payroll`]);
  expect(trials.map(({ template, within }) => [template, within?.beside?.what])).toEqual([
    ['/api/payroll/slips', 'GET /api/payroll/slips/{id}'],
  ]);
  expect(await readAsColleague(of, [], [])).toEqual([]);
});

it.each([
  ['/finanzen', '/finanzen/daten.json', true],
  ['/settings/keys', '/api/v2/api-keys', true],
  ['/#/invoices', '/api/invoice/{id}', true],
  ['/settings/team', '/api/settings/profile', false],
  ['/orders/new', '/api/customers', false],
])('%s and %s share a name: %s', (page, template, shared) => {
  expect(shareAName(new URL(page, origin), template)).toBe(shared);
});

it('a record that only a refused list names is asked for as the colleague, whatever it is called', async () => {
  const list = exchange('a', '/api/payroll/runs', '/payroll', [{ ref: 'PS-202606-41', at: '2026-06-30' }]);
  const record = exchange('a', '/statements/PS-202606-41/modal', '/payroll', slips[0]);
  const of = (more: readonly Exchange[] = [], closed = ['/api/payroll/runs']) =>
    found(setting([list, record, ...more], closed), []);
  expect(await of()).toEqual([['/statements/{id}/modal', 'GET /api/payroll/runs', 4]]);
  expect(await of([], [...new Set(['/api/payroll/runs', '/statements/PS-202606-41/modal'])])).toEqual([]);
  // Named where nothing is refused, it is a record that a colleague may simply open.
  expect(await of([exchange('a', '/api/home', '/home', { newest: 'PS-202606-41' })])).toEqual([]);
  expect(await of([], [])).toEqual([]);
});
