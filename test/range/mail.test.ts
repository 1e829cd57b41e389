import { afterEach, expect, test } from 'vitest';
import { createAuthority } from '../../range/internet/authority.ts';
import { type CaptureMail, startCaptureMail } from '../../range/internet/capture-mail.ts';
import { sendMail } from '../../range/internet/send-mail.ts';

const authority = createAuthority(new Date());
let server: CaptureMail | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test('a message arrives as it was sent and is kept', async () => {
  server = await startCaptureMail(authority.leaf({ names: ['mail.northline.test'] }));
  const text = `Grüße,\n.\n${'a long line '.repeat(40)}\n`;
  await sendMail(
    server.address,
    { to: 'ada@one.test', subject: 'Ihr Paßwort', text },
    new Date('2026-03-04T05:06:07Z'),
  );
  const [message, ...more] = server.messages();
  expect(more).toEqual([]);
  expect(message).toMatchObject({ from: 'portal@northline.test', to: ['ada@one.test'] });
  const [head = '', body = ''] = message?.raw.replace(/\r\n[ \t]+/g, ' ').split('\r\n\r\n') ?? [];
  expect(Buffer.from(body, 'base64').toString('utf8')).toBe(text);
  expect(head).toContain('Date: Wed, 04 Mar 2026 05:06:07 +0000');
  expect(head).toContain(`Subject: =?UTF-8?B?${Buffer.from('Ihr Paßwort').toString('base64')}?=`);
  expect(head).toMatch(/^DKIM-Signature: .*d=northline\.test; .*s=line1;/im);
});

test('a line break in the address adds neither a recipient nor a header', async () => {
  server = await startCaptureMail(authority.leaf({ names: ['mail.northline.test'] }));
  const to = 'ada@one.test>\r\nRCPT TO:<eve@one.test';
  await expect(sendMail(server.address, { to, subject: 's', text: 't' }, new Date())).rejects.toThrow();
  expect(server.messages()).toEqual([]);
});

test('a server that is gone is an error', async () => {
  const gone = await startCaptureMail(authority.leaf({ names: ['mail.northline.test'] }));
  await gone.close();
  await expect(sendMail(gone.address, { to: 'a@b.test', subject: 's', text: 't' }, new Date())).rejects.toThrow(
    /ECONNREFUSED/,
  );
});
