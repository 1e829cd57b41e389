import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deliveryCheck } from '../../src/checks/email/delivery/check.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { factsOf } from '../../src/collectors/delivery/message-facts.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import type { DnsAnswer, DnsType } from '../../src/world/world.ts';
import { goodRecords, goodTrace, type Letter, letter, openInboxes } from '../world/inbox-setting.ts';

type Records = Readonly<Record<string, readonly string[] | DnsAnswer['status']>>;
const records: Records = {
  ...goodRecords,
  'MX sender.test': ['10 mail.sender.test'],
  'MX sender.io': ['10 mx.sender.io'],
};
const config = configSchema.parse({
  target: { hosts: [{ name: 'app.sender.test' }], domains: [{ name: 'sender.test' }] },
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the check says of a message as it came into an inbox: verified, turned into evidence, judged. */
async function verdict(wish: Letter, more: { trace?: readonly string[]; records?: Records; file?: string } = {}) {
  const known = more.records ?? records;
  const { inboxes } = openInboxes([{ name: 'desk', kind: 'folder', path: folder, receives: ['@inbox.test'] }], {
    records: known,
  });
  const mark = await inboxes.mark();
  await writeFile(join(folder, '.new'), await letter(wish, more.trace ?? goodTrace));
  await rename(join(folder, '.new'), join(folder, 'new.eml'));
  const { messages } = await inboxes.wait({ since: mark, matches: () => true, timeoutMs: 5000 });
  await inboxes.close();
  const [message] = messages;
  if (!message) throw new Error('no message');
  const query = async (name: string, type: DnsType): Promise<DnsAnswer> => {
    const found = known[`${type} ${name}`] ?? 'nxdomain';
    return typeof found === 'string'
      ? { name, type, status: found as DnsAnswer['status'], records: [] }
      : { name, type, status: 'ok', records: [...found] };
  };
  const context = {
    target: { name: 'test', config },
    world: {
      inbox: inboxes,
      scope: createScope({ config }),
      dns: { query },
      http: { request: () => Promise.reject(new Error('not asked')) },
    },
  } as unknown as CollectContext;
  const arrived = await factsOf(message, context, { works: 'yes', detail: 'opened' });
  const answers = [
    deliveryCheck.judge(
      {
        'mail.delivery': {
          kind: 'reset',
          inbox: 'desk',
          provider: 'folder',
          asked: 'the form was sent',
          accepted: true,
          portalSaid: 'HTTP 202',
          mustArrive: true,
          waitedSeconds: 1,
          smtp: [],
          otherMessages: 0,
          arrived,
        },
      },
      { now: new Date('2026-11-22T02:00:00Z'), limits: {}, environmentOf: () => 'production', subject: 'reset@desk' },
    ),
  ].flat();
  return { codes: answers.map(({ code }) => code).sort(), written: JSON.stringify([arrived, answers]) };
}

const html = (body: string) => ({ type: 'text/html; charset=utf-8', body });
const token = '3f9c21d0aa77418e9b02c5d1e8f4a6b7';
const from = (line: string) => goodTrace.map((one) => (one.startsWith('Received') ? line : one));

describe('messages as they are received', () => {
  test.each<[string, Letter, Parameters<typeof verdict>[1], readonly string[]]>([
    ['plain, signed, aligned', {}, {}, ['delivered']],
    ['unsigned', { signedBy: null }, {}, ['not-authenticated']],
    ['signed by a stranger', { signedBy: 'stranger.test' }, {}, ['not-authenticated']],
    [
      'the key is gone from DNS',
      {},
      { records: { ...records, 'TXT line1._domainkey.sender.test': 'nxdomain' } },
      ['not-authenticated'],
    ],
    [
      'DNS about the key fails',
      {},
      { records: { ...records, 'TXT line1._domainkey.sender.test': 'servfail' } },
      ['not-settled'],
    ],
    [
      'sent by a server that the record does not name',
      {},
      {
        trace: from('Received: from x.test (x.test [198.51.100.9]) by mx.inbox.test; Sun, 22 Nov 2026 02:00:03 +0000'),
      },
      ['spf-doubtful'],
    ],
    [
      'the receiver itself says that SPF failed',
      {},
      { trace: ['Received-SPF: fail (inbox.test) client-ip=198.51.100.9; helo=x.test', ...goodTrace] },
      ['spf-fails'],
    ],
    [
      'two hops inside the receiver before the border',
      {},
      {
        trace: [
          'Return-Path: <bounce@sender.test>',
          'Received: from mx1 (mx1 [10.0.0.7]) by store.inbox.test; Sun, 22 Nov 2026 02:00:04 +0000',
          goodTrace[2] ?? '',
        ],
      },
      ['delivered'],
    ],
    [
      'answers go to a domain that is not there',
      { headers: ['Reply-To: <desk@sender-support.test>'] },
      {},
      ['reply-goes-nowhere'],
    ],
    [
      'answers go to another domain that takes mail',
      { headers: ['Reply-To: <desk@sender.io>'] },
      {},
      ['reply-to-stranger'],
    ],
    ['answers go to the same house', { headers: ['Reply-To: <desk@sender.test>'] }, {}, ['delivered']],
    [
      'HTML alone',
      html(`<p><a href="https://app.sender.test/reset/${token}">New password</a></p>`),
      {},
      ['no-plain-text'],
    ],
    ['an http link', { body: `http://app.sender.test/reset/${token}` }, {}, ['link-not-https']],
    ['a link to a lookalike', { body: `https://app.sender-portal.test/reset/${token}` }, {}, ['link-elsewhere']],
    [
      'a link through a click counter',
      { body: `https://u12.ct.sendgrid.net/ls/click?upn=${token}` },
      {},
      ['link-tracked'],
    ],
    [
      'a link through a click counter under a name of its own',
      { body: `https://url12.sender.test/ls/click?upn=${token}` },
      {},
      ['link-tracked'],
    ],
    ['two senders', { from: 'Sender <portal@sender.test>, Desk <desk@sender.test>' }, {}, ['not-authenticated']],
    ['a second From', { headers: ['From: Somebody <who@stranger.test>'] }, {}, ['not-authenticated']],
    [
      'a link of a sign-in provider that nobody listed',
      { body: `https://abcdefgh.supabase.co/auth/v1/verify?token=${token}&type=recovery` },
      {},
      ['delivered'],
    ],
    [
      'List-Unsubscribe and a pixel beside the link',
      {
        ...html(`<a href="https://app.sender.test/reset/${token}">x</a><img src="https://www.sender.test/p.gif">`),
        headers: ['List-Unsubscribe: <https://www.sender.test/stop?id=1>'],
      },
      {},
      ['no-plain-text'],
    ],
    [
      'its parts cannot be read',
      {
        type: 'multipart/mixed; boundary="x"',
        body: `--x\r\n${'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'.repeat(60)}`,
      },
      {},
      ['hard-to-read'],
    ],
  ])('%s', async (_what, wish, more, expected) => {
    const { codes, written } = await verdict(wish, more);
    expect(codes).toEqual(expected);
    expect(written).not.toContain(token);
    expect(written).not.toContain('ada@');
  });
});
