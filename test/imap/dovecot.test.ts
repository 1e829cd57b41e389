import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { letter, openInboxes } from '../world/inbox-setting.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { deliver, makeBox, own } from './maildir.ts';

let dovecot: Dovecot;
const closing: (() => Promise<void>)[] = [];
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const box = (user: string, folder = '') => makeBox(dovecot, user, folder);

function open(user: string, more: { password?: string; inbox?: object; lab?: object } = {}) {
  const opened = openInboxes(
    [
      {
        name: 'ada',
        kind: 'imap',
        host: '127.0.0.1',
        port: dovecot.port,
        security: 'none',
        receives: ['ada@inbox.test'],
        ...more.inbox,
      },
    ],
    {
      env: { LR_INBOX_ADA_USER: user, LR_INBOX_ADA_PASSWORD: more.password ?? dovecot.password },
      ...(more.lab ? { lab: more.lab } : {}),
    },
  );
  closing.push(() => opened.inboxes.close());
  return opened;
}
const everything = () => true;

test('what came after the mark is read from INBOX and junk, with its way here, and stays unread', async () => {
  const path = await box('one');
  const junk = await box('one', '.Junk');
  await deliver(path, 'old.1', await letter({ subject: 'Old' }));
  const { inboxes } = open('one');
  const mark = await inboxes.mark();
  expect(mark).toMatchObject({ open: ['ada'], broken: [] });
  await deliver(path, 'new.2', await letter({ subject: 'New' }));
  await deliver(junk, 'new.3', await letter({ subject: 'Winner' }));
  const waited = await inboxes.wait({ since: mark, matches: everything, atLeast: 2, timeoutMs: 15_000 });
  expect(waited.messages.map(({ subject, spam }) => [subject, spam]).sort()).toEqual([
    ['New', false],
    ['Winner', true],
  ]);
  const [message] = waited.messages;
  expect(message?.envelope).toMatchObject({ from: 'bounce@sender.test', ip: '192.0.2.10', by: 'received' });
  expect((await inboxes.verify(message as NonNullable<typeof message>)).dkim).toMatchObject([
    { result: 'pass', aligned: true },
  ]);
  const names = [...(await readdir(join(path, 'cur'))), ...(await readdir(join(path, 'new')))];
  expect(names.filter((name) => /:2,.*S/.test(name))).toEqual([]);
});

test('bad input: 10,000 messages in the inbox → the one that came is found, the others are not fetched', async () => {
  const path = await box('full');
  const raw = Buffer.from('From: x@y.test\r\nSubject: old\r\n\r\nold\r\n');
  for (let at = 0; at < 10_000; at += 1) {
    await writeFile(join(path, 'cur', `${1_700_000_000 + at}.old:2,`), raw);
    own(join(path, 'cur', `${1_700_000_000 + at}.old:2,`));
  }
  const { inboxes } = open('full');
  const mark = await inboxes.mark();
  expect(mark.broken).toEqual([]);
  await deliver(path, '1900000000.new', await letter());
  const waited = await inboxes.wait({ since: mark, matches: everything, timeoutMs: 20_000 });
  expect(waited.messages.map(({ subject }) => subject)).toEqual(['Your new password']);
  expect(waited.examined).toBe(1);
});

test('bad input: a wrong IMAP password → gap sign-in-failed that names the variables, before anything is sent', async () => {
  await box('two');
  const mark = await open('two', { password: 'wrong' }).inboxes.mark();
  expect(mark.open).toEqual([]);
  expect(mark.broken[0]?.gap).toMatchObject({
    reason: 'sign-in-failed',
    closeBy: expect.stringContaining('LR_INBOX_ADA_PASSWORD'),
  });
});

test('TLS counts by the authority of the lab, for names that the lab maps', async () => {
  await box('three');
  const lab = { ca: dovecot.rootPem, map: [{ name: 'mail.inbox.test', port: 993, to: dovecot.securePort }] };
  const inbox = { host: 'mail.inbox.test', port: 993, security: 'tls' };
  expect((await open('three', { inbox, lab }).inboxes.mark()).open).toEqual(['ada']);
});

test('bad input: an IMAP server whose certificate nobody trusts → gap unreachable, no password is sent', async () => {
  const lab = { map: [{ name: 'mail.inbox.test', port: 993, to: dovecot.securePort }] };
  const inbox = { host: 'mail.inbox.test', port: 993, security: 'tls' };
  const { broken } = await open('four', { inbox, lab }).inboxes.mark();
  expect(broken[0]?.gap).toMatchObject({ reason: 'unreachable', detail: expect.stringContaining('certificate') });
});

test('bad input: an IMAP folder that is not there → gap not-configured that names it', async () => {
  await box('five');
  const { broken } = await open('five', { inbox: { folders: ['Launches'] } }).inboxes.mark();
  expect(broken[0]?.gap).toMatchObject({ reason: 'not-configured', detail: expect.stringContaining('Launches') });
});

test('bad input: the IMAP server goes away in the middle → the wait ends with the gap, nothing is thrown', async () => {
  const mortal = await startDovecot();
  const opened = openInboxes(
    [{ name: 'ada', kind: 'imap', host: '127.0.0.1', port: mortal.port, security: 'none', receives: [] }],
    { env: { LR_INBOX_ADA_USER: 'six', LR_INBOX_ADA_PASSWORD: mortal.password } },
  );
  closing.push(() => opened.inboxes.close());
  const mark = await opened.inboxes.mark();
  expect(mark.broken).toEqual([]);
  await mortal.stop();
  const waited = await opened.inboxes.wait({ since: mark, matches: everything, timeoutMs: 6000 });
  expect(waited.messages).toEqual([]);
  expect(waited.broken[0]?.gap.reason).toBe('unreachable');
});
