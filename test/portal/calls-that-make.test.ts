import { expect, it } from 'vitest';
import { callsThatMake } from '../../src/collectors/portal/canaries/calls-that-make.ts';
import { bodyWith } from '../../src/collectors/portal/canaries/plant-by-call.ts';
import { recordedJson } from './recorded.ts';

const api = 'https://x.test/api';
const row = {
  id: 71,
  name: 'Ada Marlowe',
  role: 'Site foreman',
  email: 'ada@north.example',
  createdAt: '2026-11-02',
  tenantId: 4,
  site: { id: 11 },
  phone: null,
};
const named = (method: string, path: string, body?: readonly string[]) => ({
  method,
  template: `${api}${path}`,
  source: 'bundle' as const,
  asked: false,
  ...(body ? { body } : {}),
});
const walked = (path = '/contacts') => [recordedJson(`${api}${path}`, [row])];
const both = (path = '/contacts') => [named('POST', path), named('DELETE', `${path}/{id}`)];

it('a record is made of what a person would have typed into one of the list', () => {
  const [call] = callsThatMake(both(), walked());
  expect(call).toMatchObject({ url: `${api}/contacts`, text: 'name' });
  expect(bodyWith(call ?? expect.fail('none'), 'Lrbade Checkfogu')).toEqual({
    name: 'Lrbade Checkfogu',
    role: 'Site foreman',
    email: 'checkfogu@example.com',
  });
});

it('of what a script says it sends, where it says so', () => {
  const said = [named('POST', '/contacts', ['name', 'role']), named('DELETE', '/contacts/{id}')];
  expect(callsThatMake(said, walked())[0]?.fields).toEqual({ name: 'Ada Marlowe', role: 'Site foreman' });
});

it.each([
  ['nothing takes it away again', [named('POST', '/contacts')], walked()],
  ['it reaches people', both('/invitations'), walked('/invitations')],
  ['it costs', both('/orders'), walked('/orders')],
  ['no list shows such records', both(), walked('/people')],
  [
    'what is sent is not known',
    [named('POST', '/contacts', ['title', 'x']), named('DELETE', '/contacts/{id}')],
    walked(),
  ],
])('nothing is made where %s', (_what, names, exchanges) => expect(callsThatMake(names, exchanges)).toEqual([]));
