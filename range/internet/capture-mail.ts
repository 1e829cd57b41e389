import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { ServerIdentity } from './authority.ts';
import { mailHost } from './names.ts';

export interface CapturedMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** The message as received, headers and body. */
  readonly raw: string;
}

export interface CaptureMail {
  /** 127.0.0.1:PORT */
  readonly address: string;
  readonly messages: () => readonly CapturedMessage[];
  readonly close: () => Promise<void>;
}

const largestMessageBytes = 1_048_576;

/**
 * A mail server that takes every message, STARTTLS or not, and keeps it in memory. With a folder it also files each message
 * there as a mailbox would hold it: Return-Path, Delivered-To and Received on top (RFC 5321 §4.4).
 */
export async function startCaptureMail(identity: ServerIdentity, folder?: string): Promise<CaptureMail> {
  const kept: CapturedMessage[] = [];
  const server = new SMTPServer({
    name: mailHost,
    ...identity,
    authOptional: true,
    disabledCommands: ['AUTH'],
    disableReverseLookup: true,
    size: largestMessageBytes,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        const to = rcptTo.map((recipient) => recipient.address);
        const raw = Buffer.concat(chunks);
        kept.push({ from, to, raw: raw.toString('utf8') });
        if (folder === undefined) return done();
        void file(folder, Buffer.concat([Buffer.from(trace(from, to, session)), raw])).then(() => done(), done);
      });
    },
  });
  server.on('error', (error: Error) => console.error(`Mail server: ${error.message}`));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const bound = server.server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return {
    address: `127.0.0.1:${port}`,
    messages: () => [...kept],
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function trace(from: string, to: readonly string[], session: SMTPServerSession): string {
  const helo = session.hostNameAppearsAs;
  return [
    `Return-Path: <${from}>`,
    ...to.map((address) => `Delivered-To: ${address}`),
    `Received: from ${helo} (${helo} [${session.remoteAddress}])`,
    `\tby ${mailHost} with ESMTP id ${session.id}; ${new Date().toUTCString().replace('GMT', '+0000')}`,
    '',
  ].join('\r\n');
}

/** Under its name only when it is whole, as every mail server does it. */
async function file(folder: string, message: Buffer): Promise<void> {
  const name = randomUUID();
  await writeFile(join(folder, `.${name}`), message, { mode: 0o600 });
  await rename(join(folder, `.${name}`), join(folder, `${name}.eml`));
}
