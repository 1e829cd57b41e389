import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { goodRecords, letter, openInboxes } from './inbox-setting.ts';
import { freePort } from '../../range/internet/free-port.ts';

let folder = '';
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inbox-'));
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await rm(folder, { recursive: true, force: true });
});

function open(...given: Parameters<typeof openInboxes>) {
  const opened = openInboxes(...given);
  closing.push(() => opened.inboxes.close());
  return opened;
}
const folderInbox = () => ({ name: 'desk', kind: 'folder' as const, path: folder, receives: ['@inbox.test'] });
const put = async (name: string, raw: Buffer | string) => {
  await writeFile(join(folder, `${name}.tmp`), raw);
  const settled = new Date(Date.now() - 1000);
  await utimes(join(folder, `${name}.tmp`), settled, settled);
  await rename(join(folder, `${name}.tmp`), join(folder, name));
};
const everything = () => true;

describe('a folder', () => {
  test('what was there before the mark is no result; what comes afterwards is read, with its links and its way here', async () => {
    const { inboxes, vault } = open([folderInbox()]);
    await put('old.eml', await letter({ subject: 'Old' }));
    const mark = await inboxes.mark();
    await put('new.eml', await letter());
    const waited = await inboxes.wait({ since: mark, matches: everything, timeoutMs: 5000 });
    expect(waited.messages.map(({ subject }) => subject)).toEqual(['Your new password']);
    const [message] = waited.messages;
    expect(message).toMatchObject({
      inbox: 'desk',
      spam: false,
      recipients: ['ada@inbox.test'],
      from: [{ address: 'portal@sender.test' }],
      envelope: { from: 'bounce@sender.test', ip: '192.0.2.10', helo: 'mail.sender.test', by: 'received' },
    });
    expect(message?.links).toEqual([
      { url: 'https://app.sender.test/reset/3f9c21d0aa77418e9b02c5d1e8f4a6b7', kind: 'opens' },
    ]);
    expect(vault.redact('GET /reset/3f9c21d0aa77418e9b02c5d1e8f4a6b7')).toBe('GET /reset/[mail-token]');
  });

  test('a Maildir is read in new and cur, junk is known as such, and a message that is read by somebody stays one', async () => {
    for (const name of ['new', 'cur', 'tmp', '.Junk', '.Junk/new'])
      await mkdir(join(folder, name), { recursive: true });
    const { inboxes } = open([folderInbox()]);
    const mark = await inboxes.mark();
    await writeFile(join(folder, 'new', '1.host'), await letter({ subject: 'One' }));
    await writeFile(join(folder, '.Junk/new', '2.host'), await letter({ subject: 'Two' }));
    const first = await inboxes.wait({ since: mark, matches: everything, atLeast: 2, timeoutMs: 5000 });
    expect(first.messages.map(({ subject, spam }) => [subject, spam]).sort()).toEqual([
      ['One', false],
      ['Two', true],
    ]);
    await rename(join(folder, 'new', '1.host'), join(folder, 'cur', '1.host:2,S'));
    const again = await inboxes.wait({ since: mark, matches: everything, atLeast: 3, timeoutMs: 250 });
    expect(again.examined).toBe(2);
  });

  test('a second mark takes nothing away from the first', async () => {
    const { inboxes } = open([folderInbox()]);
    const first = await inboxes.mark();
    await put('one.eml', await letter());
    const second = await inboxes.mark();
    expect((await inboxes.wait({ since: first, matches: everything, timeoutMs: 1000 })).messages).toHaveLength(1);
    expect((await inboxes.wait({ since: second, matches: everything, timeoutMs: 150 })).messages).toEqual([]);
  });

  test('bad input: mail that never arrives → nothing, with the time waited', async () => {
    const { inboxes } = open([folderInbox()]);
    const mark = await inboxes.mark();
    const waited = await inboxes.wait({ since: mark, matches: everything, timeoutMs: 200 });
    expect(waited).toMatchObject({ messages: [], examined: 0, broken: [] });
    expect(waited.waitedMs).toBeGreaterThanOrEqual(200);
  });

  test('bad input: a mail folder that is not there → gap unreadable, named before anything is sent', async () => {
    const { inboxes } = open([{ ...folderInbox(), path: join(folder, 'absent') }]);
    const mark = await inboxes.mark();
    expect(mark.open).toEqual([]);
    expect(mark.broken).toMatchObject([{ inbox: 'desk', gap: { reason: 'unreadable' } }]);
  });

  test('bad input: broken MIME → the message counts and says what could not be read', async () => {
    const { inboxes } = open([folderInbox()]);
    const mark = await inboxes.mark();
    await put(
      'a.eml',
      await letter({
        type: 'multipart/mixed; boundary="x"',
        body: `--x\r\n${'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'.repeat(90)}`,
      }),
    );
    await put('b.eml', Buffer.from([0, 255, 254, 13, 10, 1, 2, 3]));
    await put('c.eml', await letter({ type: 'text/plain; charset=klingon', body: 'https://app.sender.test/x' }));
    const { messages } = await inboxes.wait({ since: mark, matches: everything, atLeast: 3, timeoutMs: 5000 });
    expect(messages).toHaveLength(3);
    expect(messages[0]?.trouble).toMatch(/MIME|readable/);
    expect(messages[1]?.from).toEqual([]);
    expect(messages[2]?.links.map(({ url }) => url)).toEqual(['https://app.sender.test/x']);
  });
});

describe('a capture address', () => {
  test('takes what is meant for it with the envelope, refuses the rest, and tells what it saw', async () => {
    const port = await freePort();
    const capture = { name: 'tap', kind: 'capture' as const, listen: `127.0.0.1:${port}`, receives: ['@inbox.test'] };
    const { inboxes } = open([capture]);
    const mark = await inboxes.mark();
    const transport = createTransport({
      host: '127.0.0.1',
      port,
      tls: { rejectUnauthorized: false },
      name: 'mail.sender.test',
    });
    const raw = await letter({}, []);
    await expect(
      transport.sendMail({ envelope: { from: 'bounce@sender.test', to: 'eve@other.test' }, raw }),
    ).rejects.toThrow(/does not take/);
    await transport.sendMail({ envelope: { from: 'Bounce@sender.test', to: 'ada+7@inbox.test' }, raw });
    const waited = await inboxes.wait({ since: mark, matches: everything, timeoutMs: 3000 });
    expect(waited.messages[0]?.envelope).toEqual({
      from: 'bounce@sender.test',
      to: ['ada+7@inbox.test'],
      ip: '127.0.0.1',
      helo: 'mail.sender.test',
      by: 'smtp',
    });
    expect(waited.messages[0]?.recipients).toContain('ada+7@inbox.test');
    expect(waited.smtp.map(({ says }) => says).join('\n')).toMatch(/for e…@other\.test was refused/);
  });

  test('bad input: a capture port in use → gap unreachable, named before anything is sent', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => {
        const bound = blocker.address();
        resolve(typeof bound === 'object' && bound ? bound.port : 0);
      });
    });
    closing.push(() => new Promise((resolve) => blocker.close(() => resolve())));
    const { inboxes } = open([{ name: 'tap', kind: 'capture', listen: `127.0.0.1:${port}`, receives: [] }]);
    expect((await inboxes.mark()).broken).toMatchObject([
      { gap: { reason: 'unreachable', detail: expect.stringContaining('EADDRINUSE') } },
    ]);
  });
});

describe('addresses', () => {
  test('a tag counts where the inbox takes tags, and each fresh address is one of the inbox', () => {
    const { inboxes } = open(
      [
        { name: 'g', kind: 'imap', host: 'imap.gmail.com', port: 993, security: 'tls', receives: [] },
        { name: 'plain', kind: 'folder', path: folder, receives: ['launch@plain.test'] },
        { name: 'all', kind: 'folder', path: folder, receives: ['@all.test'] },
      ],
      { env: { LR_INBOX_G_USER: 'Launch@gmail.com', LR_INBOX_G_PASSWORD: 'x' } },
    );
    const [gmail, plain, all] = inboxes.list;
    expect(gmail?.provider).toBe('gmail');
    expect(gmail?.takes('launch+7@gmail.com')).toBe(true);
    expect(gmail?.freshAddress('t1')).toBe('launch+t1@gmail.com');
    expect(plain?.takes('launch+7@plain.test')).toBe(false);
    expect(plain?.freshAddress('t1')).toBeUndefined();
    expect(all?.takes('anybody@all.test')).toBe(true);
    expect(all?.freshAddress('t1')).toBe('t1@all.test');
  });
});

describe('what the bytes prove', () => {
  const proofOf = async (wish: Parameters<typeof letter>[0], records: Parameters<typeof openInboxes>[1] = {}) => {
    const { inboxes } = open([folderInbox()], records);
    const mark = await inboxes.mark();
    await put('x.eml', await letter(wish));
    const { messages } = await inboxes.wait({ since: mark, matches: everything, timeoutMs: 3000 });
    const [message] = messages;
    if (!message) throw new Error('no message');
    return inboxes.verify(message);
  };

  test('signed and aligned', async () => {
    expect(await proofOf({})).toMatchObject({
      fromDomain: 'sender.test',
      dkim: [{ domain: 'sender.test', result: 'pass', aligned: true }],
      spf: { result: 'pass', aligned: true },
      dmarc: { result: 'pass', found: true },
      transient: false,
    });
  });

  test('signed by a stranger: the signature holds and is not aligned', async () => {
    expect(await proofOf({ signedBy: 'stranger.test', from: 'p@sender.test' })).toMatchObject({
      dkim: [{ domain: 'stranger.test', result: 'pass', aligned: false }],
    });
  });

  test('unsigned', async () => {
    expect((await proofOf({ signedBy: null })).dkim).toEqual([]);
  });

  test('a resolver that fails is trouble, not an absent key', async () => {
    const records = { ...goodRecords, 'TXT line1._domainkey.sender.test': 'servfail' as const };
    const proof = await proofOf({}, { records });
    expect(proof.transient).toBe(true);
    expect(proof.dkim[0]?.result).not.toBe('pass');
  });
});
