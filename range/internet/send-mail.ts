import { createTransport } from 'nodemailer';
import { dkimKey } from './dkim-key.ts';
import { businessName, domain, mailHost } from './names.ts';

export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly replyTo?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Domain of the DKIM signature; null sends it unsigned. Default: the sender's own. */
  readonly signedBy?: string | null;
  /** How long it lies in the queue before it is handed over, in milliseconds. */
  readonly queuedMs?: number;
}

export const dkimSelector = 'line1';
const sender = `portal@${domain}`;
const timeoutMs = 5000;

/**
 * Signs a message (RFC 6376) and hands it to the mail server at `address` (127.0.0.1:PORT) by SMTP (RFC 5321).
 * @throws where the address holds a line break, and where the server says no, or nothing for five seconds
 */
export async function sendMail(address: string, mail: OutgoingMail, now: Date): Promise<void> {
  if (/[\r\n<>]/.test(mail.to)) throw new Error('The address of a mail holds what no address may hold.');
  const [host = '', port = ''] = address.split(':');
  const signedBy = mail.signedBy === undefined ? domain : mail.signedBy;
  const transport = createTransport({
    host,
    port: Number(port),
    name: mailHost,
    secure: false,
    ignoreTLS: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(signedBy === null
      ? {}
      : { dkim: { domainName: signedBy, keySelector: dkimSelector, privateKey: dkimKey().privateKey } }),
  });
  try {
    await transport.sendMail({
      from: { name: businessName, address: sender },
      to: mail.to,
      subject: mail.subject,
      date: now,
      textEncoding: 'base64',
      ...(mail.text === undefined ? {} : { text: mail.text }),
      ...(mail.html === undefined ? {} : { html: mail.html }),
      ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
      ...(mail.headers === undefined ? {} : { headers: { ...mail.headers } }),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  } finally {
    transport.close();
  }
}
