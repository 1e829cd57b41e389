import { expect, test } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { awaitMail } from '../../src/collectors/delivery/mail-run.ts';
import type { InboxMark, InboxMessage, InboxQuery } from '../../src/world/inbox/inbox.ts';

const at = {
  mark: { at: new Date(0), monotonicMs: 0, open: ['desk'], broken: [] } satisfies InboxMark,
  names: ['desk'],
};
const link = 'https://app.firm.test/reset/3f9c21d0aa77418e9b02c5d1e8f4a6b7';
const message = (subject: string, url?: string, to = 'ada@inbox.test') =>
  ({ subject, recipients: [to], links: url === undefined ? [] : [{ url, kind: 'opens' }] }) as unknown as InboxMessage;

/** An inbox by a clock of its own: messages come at their seconds, and a wait ends with the first that matches. */
async function waitFor(comes: readonly (readonly [seconds: number, message: InboxMessage])[], wants?: 'notice') {
  let nowMs = 0;
  const wait = async ({ matches, timeoutMs }: InboxQuery) => {
    const [began, until] = [nowMs, nowMs + timeoutMs];
    const hit = comes.find(([seconds, one]) => seconds * 1000 <= until && matches(one));
    nowMs = hit ? Math.max(nowMs, hit[0] * 1000) : until;
    const messages = comes.filter(([seconds, one]) => seconds * 1000 <= nowMs && matches(one)).map(([, one]) => one);
    return { messages, waitedMs: nowMs - began, examined: messages.length, smtp: [], broken: [] };
  };
  const context = { world: { inbox: { wait } }, signal: new AbortController().signal } as unknown as CollectContext;
  const { main, waitedMs } = await awaitMail('Ada@inbox.test', at, 90_000, context, wants);
  return { subject: main?.subject, seconds: waitedMs / 1000 };
}

test('a message with a link is what was waited for', async () => {
  expect(await waitFor([[2, message('reset', link)]])).toEqual({ subject: 'reset', seconds: 2 });
});

test('of a letter of welcome and the link behind it the link is taken', async () => {
  expect(
    await waitFor([
      [1, message('welcome')],
      [9, message('reset', link)],
    ]),
  ).toEqual({ subject: 'reset', seconds: 9 });
});

test('a message that brings a code is not held up for as long as a mail may take', async () => {
  expect(await waitFor([[3, message('code')]])).toEqual({ subject: 'code', seconds: 18 });
});

test('a notice is there when it has come', async () => {
  expect(await waitFor([[3, message('receipt')]], 'notice')).toEqual({ subject: 'receipt', seconds: 3 });
});

test('what is for somebody else does not count, and all of the time is waited', async () => {
  expect(await waitFor([[3, message('reset', link, 'ben@inbox.test')]])).toEqual({ subject: undefined, seconds: 90 });
});
