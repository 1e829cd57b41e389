import { expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { findWhoAmIs } from '../../src/collectors/portal/sessions/who-am-i.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import { credentialHeader } from '../../src/collectors/portal/words.ts';
import type { HttpRequest } from '../../src/world/world.ts';
import { recordedJson } from './recorded.ts';

const url = 'https://hours.example.test/api/records';
const records = [
  { key: 'k81', text: 'Pump audit Quellmann' },
  { key: 'k82', text: 'Contract GLX-88201 review' },
];

const sid = { name: 'sid', value: 'k2f8e1d0', domain: 'hours.example.test', path: '/' };

/** What the portal answers with these data where the request is let in; nothing in them names the account. */
function probesFor(
  data: unknown,
  [name, value]: readonly [string, string],
  isIn: (sent: string | undefined) => boolean,
) {
  const session = {
    identity: 'b',
    self: ['ben@globex.example'],
    recorder: { exchanges: [recordedJson(url, data, { requestHeaders: { [name]: value } })] },
    context: { cookies: async () => (name === 'cookie' ? [sid] : []) },
  };
  const request = async ({ headers = [] }: HttpRequest) => {
    const open = isIn(headers.find(([one]) => one === name)?.[1]);
    return {
      status: open ? 200 : 401,
      headers: [['content-type', 'application/json']],
      body: Buffer.from(JSON.stringify(open ? data : { error: 'no' })),
    };
  };
  const context = {
    world: { http: { request }, vault: { add: () => undefined } },
    signal: new AbortController().signal,
  };
  return findWhoAmIs(session as unknown as Session, context as unknown as CollectContext);
}
const askedWith = (header: string) => probesFor(records, [header, 'abc.def.ghi'], (sent) => sent === 'abc.def.ghi');

it('a read that only the account gets says whose session it is, in whatever header the session travels', async () => {
  for (const header of ['authorization', 'authtoken', 'x-access-token', 'xc-auth', 'sessionid']) {
    const [probe] = await askedWith(header);
    expect(probe, header).toBeDefined();
    expect(await probe?.ask([])).toBe('out');
  }
});

const frame = [{ script: '/assets/portal-4f1c9e.js' }, { script: '/assets/vendor-88ad01.js' }, { title: 'Times' }];

it('what a door gives to whoever has any cookie at all is no sign of the account', async () => {
  const probesOf = (isOpen: (cookie: string) => boolean) =>
    probesFor(frame, ['cookie', 'sid=k2f8e1d0'], (sent = '') => isOpen(sent));
  expect(await probesOf((cookie) => cookie.includes('sid='))).toEqual([]);
  expect(await probesOf((cookie) => cookie.includes('sid=k2f8e1d0'))).toHaveLength(1);
});

it('what only numbers requests or names the customer is no credential', () => {
  for (const name of ['x-request-id', 'idempotency-key', 'x-user-id', 'user-agent', 'x-tenant-key', 'authority'])
    expect(credentialHeader.test(name), name).toBe(false);
});
