import { SMTPServer } from 'smtp-server';
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

/** A mail server that takes every message, STARTTLS or not, and keeps it in memory. */
export async function startCaptureMail(identity: ServerIdentity): Promise<CaptureMail> {
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
        kept.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((recipient) => recipient.address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        done();
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
