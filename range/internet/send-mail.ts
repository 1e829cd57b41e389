import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { businessName, domain, mailHost } from './names.ts';

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

const sender = `portal@${domain}`;
const timeoutMs = 5000;

/**
 * Hands a message to the mail server at `address` (127.0.0.1:PORT) by SMTP (RFC 5321).
 * @throws where the server says no, or says nothing for five seconds
 */
export async function sendMail(address: string, mail: OutgoingMail, now: Date): Promise<void> {
  const [host = '', port = ''] = address.split(':');
  const socket = connect({ host, port: Number(port), timeout: timeoutMs });
  socket.once('timeout', () => socket.destroy(new Error('The mail server does not answer.')));
  const failed = new Promise<never>((_, reject) => {
    socket.once('error', reject);
  });
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const expect = async (code: string) => {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      if (!line.value.startsWith(code)) throw new Error(`The mail server answered ${line.value}`);
      if (line.value[3] !== '-') return;
    }
    throw new Error('The mail server hung up.');
  };
  const talk = async () => {
    await expect('220');
    const recipient = mail.to.replace(/[\r\n<>]/g, '');
    for (const [command, code] of [
      [`EHLO ${mailHost}`, '250'],
      [`MAIL FROM:<${sender}>`, '250'],
      [`RCPT TO:<${recipient}>`, '250'],
      ['DATA', '354'],
      [`${message(mail, recipient, now)}\r\n.`, '250'],
      ['QUIT', '221'],
    ] as const) {
      socket.write(`${command}\r\n`);
      await expect(code);
    }
  };
  try {
    await Promise.race([talk(), failed]);
  } finally {
    socket.destroy();
  }
}

function message(mail: OutgoingMail, recipient: string, now: Date): string {
  const body = Buffer.from(mail.text, 'utf8').toString('base64').replace(/.{76}/g, '$&\r\n').trimEnd();
  return [
    `From: ${businessName} <${sender}>`,
    `To: <${recipient}>`,
    `Subject: =?utf-8?B?${Buffer.from(mail.subject, 'utf8').toString('base64')}?=`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${domain}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
  ].join('\r\n');
}
