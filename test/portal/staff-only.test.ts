import { expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { ownRows } from '../../src/collectors/portal/roles/own-rows.ts';
import { isUsedBy, knowsBeside } from '../../src/collectors/portal/roles/used-by.ts';
import { exchangeContent } from '../../src/collectors/portal/tenancy/answer-text.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';

const answered = (identity: 'a' | 'admin', path: string, status: number, body: unknown): Exchange => ({
  identity,
  method: 'GET',
  url: `https://portal.example${path}`,
  resource: 'fetch',
  requestHeaders: {},
  status,
  responseHeaders: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
  afterSignIn: true,
  page: 'https://portal.example/',
});
const rows = [
  { id: 'C-1001', name: 'Larkfield Joinery', vat: 'GB118220541' },
  { id: 'C-2002', name: 'Quarrendon Dairy', vat: 'GB771903365' },
];
/** What A and the admin were answered; A asked for `asked` only because a script names it. */
function setting(exchanges: readonly Exchange[], asked: readonly string[]): Setting {
  const ownAsks = new Set(asked.map((path) => `https://portal.example${path}`));
  return {
    exchanges,
    map: mapOperations(exchanges),
    session: (identity: string) => ({ recorder: { ownAsks: identity === 'a' ? ownAsks : new Set() } }),
    knows: (identity: string, value: string) =>
      exchanges.some((one) => one.identity === identity && exchangeContent(one).text.includes(value)),
  } as unknown as Setting;
}
const usedByA = (path: string, status: number, asked: readonly string[]) => {
  const of = setting([answered('admin', path, 200, rows), answered('a', path, status, rows)], asked);
  return of.map.operations.map((one) => isUsedBy(of, one, 'a'))[0];
};

it.each([
  ['refused to A, which asked because a script names it', '/api/admin/customers', 403, true, false],
  ['answered to A, asked because a script names it, meant for staff', '/api/admin/customers', 200, true, false],
  ['answered to A, asked because a script names it, for anybody', '/api/countries', 200, true, true],
  ['answered to a page of A’s', '/api/admin/customers', 200, false, true],
])('%s', (_what, path, status, byScript, used) => {
  expect(usedByA(path, status, byScript ? [path] : [])).toBe(used);
});

it.each([
  ['a page of staff’s asks there', '/api/console/customers', [], false],
  ['staff was only asked for it as well', '/api/console/customers', ['/api/console/customers'], true],
  ['its address says nothing of the kind', '/api/countries', [], true],
])('answered to A, asked because a script names it; %s', (_what, path, asked, used) => {
  const exchanges = [answered('admin', path, 200, rows), answered('a', path, 200, rows)];
  const ownAsks = (identity: string) =>
    new Set((identity === 'a' ? [path] : asked).map((one) => `https://portal.example${one}`));
  const of = {
    ...setting(exchanges, []),
    session: (identity: string) => ({ recorder: { ownAsks: ownAsks(identity) } }),
  } as unknown as Setting;
  expect(of.map.operations.map((one) => isUsedBy(of, one, 'a'))).toEqual([used]);
});

it.each([
  ['its pages of the record left that part out', '/rest/orders/4411/invoice', false],
  ['no page of its own showed the record', '/rest/returns/4411', true],
])('a part of a record that staff sees, answered to A, asked because a script names it; %s', (_what, shown, used) => {
  const path = '/rest/orders/4411/margin';
  const exchanges = [
    answered('admin', path, 200, rows),
    answered('a', path, 200, rows),
    answered('a', shown, 200, rows),
  ];
  const of = setting(exchanges, [path]);
  const operation = of.map.operations.find(({ template }) => template.endsWith('/margin')) ?? expect.fail('none');
  expect(isUsedBy(of, operation, 'a')).toBe(used);
});

it('what A was only asked for tells nothing of what it meets', () => {
  const path = '/api/admin/customers';
  const me = answered('a', '/api/me', 200, { company: 'Larkfield Joinery' });
  const of = setting([me, answered('a', path, 200, rows), answered('admin', path, 200, rows)], [path]);
  const operation = of.map.operations.find(({ template }) => template === path) ?? expect.fail('no operation');
  const knows = knowsBeside(of, operation);
  expect([knows('a', 'Larkfield Joinery'), knows('a', 'GB771903365')]).toEqual([true, false]);
});

it('the row of a list that is about A is A’s own, what other rows hold as well is not', () => {
  const list = { data: rows.map((row) => ({ ...row, country: 'United Kingdom' })) };
  expect([...ownRows(list, (value) => value === 'Larkfield Joinery' || value === 'United Kingdom')]).toEqual([
    'C-1001',
    'Larkfield Joinery',
    'GB118220541',
  ]);
});

it('a request that was refused with an old token and answered with a new one counts as answered', () => {
  const path = '/api/v2/reports';
  const { operations } = mapOperations([
    answered('admin', path, 401, { error: 'token expired' }),
    answered('admin', path, 200, rows),
    answered('admin', path, 401, { error: 'token expired' }),
  ]);
  expect(operations[0]?.by.get('admin')?.map(({ exchange }) => exchange.status)).toEqual([200]);
});
