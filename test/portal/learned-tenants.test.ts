import { expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { learnTenants } from '../../src/collectors/portal/tenancy/learned-tenants.ts';

const answer = (json: unknown): Exchange => ({
  identity: 'a',
  method: 'GET',
  url: 'https://portal.test/api',
  resource: 'fetch',
  requestHeaders: {},
  status: 200,
  responseHeaders: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(json)),
  afterSignIn: true,
  page: '',
});
const account = (mail: string, ...answers: readonly unknown[]) => ({
  self: [mail],
  exchanges: answers.map(answer),
});
const learned = (a: readonly unknown[], b: readonly unknown[]) =>
  learnTenants(account('anna@one.test', ...a), account('ben@two.test', ...b));

it('the name of the tenant is learned from what is said of each account, in any language', () => {
  const profile = (mail: string, id: number, condo: string) => [
    [{ id, email: mail, papel_id: 3, condominio_id: condo, unidade_id: id }],
    [
      { id: 71, condominio_id: condo, valor: 650 },
      { id: 72, condominio_id: condo, valor: 650 },
    ],
  ];
  expect(learned(profile('anna@one.test', 5, 'c-one'), profile('ben@two.test', 6, 'c-two'))).toEqual([
    { name: 'condominio', key: 'condominio_id', value: 'c-one' },
  ]);
  const nested = (mail: string, id: string) => [
    { user: { email: mail, praxis: { id, name: 'x' } }, token: 't' },
    { rows: [{ nr: 4, praxisId: id }] },
  ];
  expect(learned(nested('anna@one.test', 'p1'), nested('ben@two.test', 'p2'))).toEqual([
    { name: 'praxis', key: 'praxisId', value: 'p1' },
  ]);
});

it('what both have in common, nothing carries, or is the account itself is no tenant', () => {
  const said = (mail: string, own: number, branch: string) => [
    { me: { email: mail, user_id: own, branchId: branch, deskId: own } },
    [{ id: 1, user_id: own, branchId: branch }],
  ];
  expect(learned(said('anna@one.test', 5, 'north'), said('ben@two.test', 6, 'north'))).toEqual([]);
});

it('a list of people says nothing of the one who asked', () => {
  const list = (mail: string, team: string) => [
    [
      { email: mail, teamId: team },
      { email: 'carl@one.test', teamId: 't9' },
    ],
    [{ id: 1, teamId: team }],
  ];
  expect(learned(list('anna@one.test', 't1'), list('ben@two.test', 't2'))).toEqual([]);
});

it('a tenant that no record carries is learned from what the pages send', () => {
  const said = (mail: string, praxis: string) => ({
    self: [mail],
    exchanges: [
      answer({ me: { email: mail, praxis: { slug: praxis, name: 'x' } } }),
      { ...answer({ total: 4 }), url: `https://portal.test/api/figures?praxis=${praxis}` },
    ],
  });
  const learnedFrom = learnTenants(said('anna@one.test', 'north'), said('ben@two.test', 'south'));
  expect(learnedFrom).toEqual([{ name: 'praxis', key: 'praxis', value: 'north' }]);
});
