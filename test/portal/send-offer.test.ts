import { expect, it } from 'vitest';
import { senderOf } from '../../src/collectors/portal/colleague/send-offer.ts';
import { sentOffer } from '../../src/collectors/portal/colleague/sent-offer.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { viewed } from './viewed.ts';

const origin = 'https://app.example.com';
const page = `${origin}/team`;
const form = (token: string) =>
  `<html><body><form method="post" action="/team/12/role"><input type="hidden" name="_csrf" value="${token}"><select name="role"><option selected>member<option>owner</select></form></body></html>`;
const tokenOf = (who: string) => `token-of-${who}-0123456789abcdef`;

const recorded = (identity: 'a' | 'a2', headers: Record<string, string> = {}): Exchange => ({
  identity,
  method: 'GET',
  url: page,
  resource: 'document',
  requestHeaders: headers,
  status: 200,
  responseHeaders: { 'content-type': 'text/html' },
  body: Buffer.from(form(tokenOf(identity))),
  afterSignIn: true,
  page,
});

/** A portal that shows everybody a form with a token of its own, and answers a change as told. */
function portal(answer: { status: number; type?: string; body: string }, headers?: Record<string, string>) {
  const sent: { as: string; body: string; extra: Readonly<Record<string, string>> }[] = [];
  const exchanges = [recorded('a'), recorded('a2', headers)];
  const setting = {
    context: { target: { config: { writes: { never: ['POST /never/**'] } } }, world: {} },
    exchanges,
    session: (identity: string) => ({
      identity,
      recorder: { exchanges: exchanges.filter((one) => one.identity === identity), held: [] },
      context: { cookies: async () => [{ name: 'XSRF-TOKEN', value: `cookie-of-${identity}` }] },
      page: { url: () => page, evaluate: async () => '' },
    }),
    async ask(request: PlainRequest, as: string) {
      if (request.method === 'GET') return viewed(as, 200, form(tokenOf(as)));
      sent.push({ as, body: request.body ?? '', extra: Object.fromEntries(request.extra ?? []) });
      return viewed(as, answer.status, answer.body, answer.type);
    },
  } as unknown as Setting;
  return { setting, sent };
}
const offer = (path = '/team/12/role') => {
  const body = `_csrf=${tokenOf('a')}&role=owner`;
  const held = { method: 'POST', url: `${origin}${path}`, body, type: 'application/x-www-form-urlencoded', page };
  return sentOffer([held], 'owner') ?? expect.fail('nothing was sent');
};

it('whoever sends it puts tokens of its own in', async () => {
  const { setting, sent } = portal({ status: 302, body: '' });
  await senderOf(setting, offer(), page, form(tokenOf('a')))?.send('a2', 'owner');
  expect(sent.map(({ body }) => body)).toEqual([`_csrf=${tokenOf('a2')}&role=owner`]);
});

it('a header that repeated a cookie repeats what that is now; one that did not stays', async () => {
  const tokenSent = async (headers: Record<string, string>) => {
    const { setting, sent } = portal({ status: 302, body: '' }, headers);
    await senderOf(setting, offer(), page, form(tokenOf('a')))?.send('a2', 'owner');
    return sent[0]?.extra['x-xsrf-token'];
  };
  expect(await tokenSent({ cookie: 's=1; XSRF-TOKEN=old%3D', 'x-xsrf-token': 'old=' })).toBe('cookie-of-a2');
  expect(await tokenSent({ cookie: 's=1; XSRF-TOKEN=old%3D', 'x-xsrf-token': 'of-the-page' })).toBe('of-the-page');
});

it('a header that was empty before there was a token is none', async () => {
  const { setting, sent } = portal({ status: 302, body: '' }, { 'x-xsrf-token': '' });
  await senderOf(setting, offer(), page, form(tokenOf('a')))?.send('a2', 'owner');
  expect(sent[0]?.extra['x-xsrf-token']).toBe('cookie-of-a2');
});

const forbidden = '{"data":null,"errors":[{"message":"Réservé","extensions":{"code":"FORBIDDEN"}}]}';
it.each([
  ['a refusal for want of a token', { status: 403, body: '<p>CSRF verification failed</p>' }, undefined],
  ['a refusal', { status: 403, body: '<p>Only owners may do this</p>' }, { status: 403, outcome: 'denied' }],
  [
    'a refusal under 200',
    { status: 200, type: 'application/json', body: forbidden },
    { status: 200, outcome: 'denied' },
  ],
  ['a change', { status: 200, type: 'application/json', body: '{"id":12}' }, { status: 200, outcome: 'data' }],
])('%s is told from what it is not', async (_what, answer, expected) => {
  const { setting } = portal(answer);
  expect(await senderOf(setting, offer(), page, form(tokenOf('a')))?.send('a2', 'owner')).toEqual(expected);
});

it('what the config excludes is not sent', () => {
  const { setting } = portal({ status: 200, body: '' });
  expect(senderOf(setting, offer('/never/12'), page, form(tokenOf('a')))).toBeUndefined();
});
