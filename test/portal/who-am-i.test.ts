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

/** Answers with records to whoever sends the key, in the header of this name; nothing in them names the account. */
function askedWith(header: string) {
  const session = {
    identity: 'b',
    self: ['ben@globex.example'],
    recorder: { exchanges: [recordedJson(url, records, { requestHeaders: { [header]: 'abc.def.ghi' } })] },
    context: { cookies: async () => [] },
  };
  const request = async ({ headers = [] }: HttpRequest) => {
    const isIn = headers.some(([name, value]) => name === header && value === 'abc.def.ghi');
    return {
      status: isIn ? 200 : 401,
      headers: [['content-type', 'application/json']],
      body: Buffer.from(JSON.stringify(isIn ? records : { error: 'no' })),
    };
  };
  const context = {
    world: { http: { request }, vault: { add: () => undefined } },
    signal: new AbortController().signal,
  };
  return findWhoAmIs(session as unknown as Session, context as unknown as CollectContext);
}

it('a read that only the account gets says whose session it is, in whatever header the session travels', async () => {
  for (const header of ['authorization', 'authtoken', 'x-access-token', 'xc-auth', 'sessionid']) {
    const [probe] = await askedWith(header);
    expect(probe, header).toBeDefined();
    expect(await probe?.ask([])).toBe('out');
  }
});

const frame = [{ script: '/assets/portal-4f1c9e.js' }, { script: '/assets/vendor-88ad01.js' }, { title: 'Times' }];

it('what a door gives to whoever has any cookie at all is no sign of the account', async () => {
  const probesOf = (isOpen: (cookie: string) => boolean) => {
    const session = {
      identity: 'b',
      self: ['ben@globex.example'],
      recorder: { exchanges: [recordedJson(url, frame, { requestHeaders: { cookie: 'sid=k2f8e1d0' } })] },
      context: { cookies: async () => [{ name: 'sid', value: 'k2f8e1d0', domain: 'hours.example.test', path: '/' }] },
    };
    const request = async ({ headers = [] }: HttpRequest) => {
      const sent = headers.find(([name]) => name === 'cookie')?.[1] ?? '';
      const open = isOpen(sent);
      return {
        status: open ? 200 : 401,
        headers: [['content-type', 'application/json']],
        body: Buffer.from(JSON.stringify(open ? frame : { error: 'no' })),
      };
    };
    const context = {
      world: { http: { request }, vault: { add: () => undefined } },
      signal: new AbortController().signal,
    };
    return findWhoAmIs(session as unknown as Session, context as unknown as CollectContext);
  };
  expect(await probesOf((cookie) => cookie.includes('sid='))).toEqual([]);
  expect(await probesOf((cookie) => cookie.includes('sid=k2f8e1d0'))).toHaveLength(1);
});

it('what only numbers requests or names the customer is no credential', () => {
  for (const name of ['x-request-id', 'idempotency-key', 'x-user-id', 'user-agent', 'x-tenant-key', 'authority'])
    expect(credentialHeader.test(name), name).toBe(false);
});
