import { expect, test } from 'vitest';
import { originCollector } from '../../src/collectors/edge/collect-origins.ts';
import { broken, counter, handshake, html, runJob, type Setting, trouble } from './network-setting.ts';

const host = 'app.example.com';
const origin = 'origin.example.com';
const config = { target: { hosts: [{ name: host, origins: [origin] }] } };
const page = {
  status: 200,
  headers: html,
  body: '<title>Portal</title><p>Sign in to the portal of Example to see your invoices, orders, notes and files</p>',
};
const welcome = { status: 200, headers: html, body: '<title>It works</title><p>Nothing is here</p>' };

/** Through the edge the portal's page; past it what the case says, each time it is asked over https. */
async function past(answer: (time: number) => typeof page | ReturnType<typeof trouble>, tls?: Setting['tls']) {
  const time = counter();
  const { value } = await runJob(originCollector, host, {
    config,
    http: (url, request) => {
      if (!request.via) return page;
      return url.protocol === 'http:' ? trouble('unreachable', 'ECONNREFUSED') : answer(time());
    },
    ...(tls ? { tls } : {}),
  });
  return value('net.origin')?.candidates[0];
}

test.each<[string, (time: number) => typeof page | ReturnType<typeof trouble>, string]>([
  ['the portal', () => page, 'same'],
  ['another page', () => welcome, 'other'],
  ['nothing in time at first, then another page', (time) => (time === 1 ? trouble('timed-out') : welcome), 'other'],
  [
    'a reset at first, then another page',
    (time) => (time === 1 ? trouble('unreachable', 'ECONNRESET') : welcome),
    'other',
  ],
])('a server behind the edge that gives %s', async (_what, answer, https) => {
  expect(await past(answer)).toMatchObject({ https, http: 'closed', certificate: 'verified' });
});

test('bad input: an origin that accepts and never answers → trouble, after two tries', async () => {
  const times: number[] = [];
  const shown = await past((time) => {
    times.push(time);
    return trouble('timed-out');
  });
  expect(shown).toMatchObject({ https: 'trouble' });
  expect(times).toEqual([1, 2]);
});

test('a handshake that breaks off once is made again', async () => {
  const time = counter();
  const shown = await past(
    () => welcome,
    () => (time() === 1 ? broken('timed-out') : handshake()),
  );
  expect(shown).toMatchObject({ certificate: 'verified' });
});

test('bad input: an origin that shakes no hands → no word about its certificate', async () => {
  const shown = await past(
    () => welcome,
    () => broken('timed-out'),
  );
  expect(shown).not.toHaveProperty('certificate');
});
