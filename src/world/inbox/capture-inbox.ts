import type { SMTPServer } from 'smtp-server';
import { GapError, gap } from '../../model/gap.ts';
import type { InboxConfig } from '../../model/inbox-config.ts';
import type { FoundMail, MailSource } from './inbox.ts';

type CaptureConfig = Extract<InboxConfig, { kind: 'capture' }>;

const maxMessageBytes = 8 * 1024 * 1024;
const maxKept = 1_000;
const maxSights = 200;

/** An SMTP server of this run: it takes what is meant for the inbox, refuses the rest, and remembers what it saw. */
export function captureInbox(
  config: CaptureConfig,
  takes: (address: string) => boolean,
  clock: { readonly now: () => Date; readonly monotonicMs: () => number },
): MailSource {
  const kept: FoundMail[] = [];
  const sights: { atMs: number; says: string }[] = [];
  const saw = (says: string) => {
    if (sights.length < maxSights) sights.push({ atMs: clock.monotonicMs(), says });
  };
  let server: SMTPServer | undefined;

  const start = async () => {
    // Loaded where an inbox listens: most runs have none.
    const { SMTPServer: Server } = await import('smtp-server');
    return await new Promise<SMTPServer>((resolve, reject) => {
      const fresh = new Server({
        name: 'launch-ready.invalid',
        banner: 'mail capture of a launch audit',
        authOptional: true,
        disabledCommands: ['AUTH'],
        disableReverseLookup: true,
        size: maxMessageBytes,
        logger: false,
        onConnect: (session, done) => {
          saw(`a connection from ${session.remoteAddress}`);
          done();
        },
        onRcptTo: ({ address }, _session, done) => {
          if (takes(address)) return done();
          saw(`a message for ${maskAddress(address)} was refused: the inbox does not take it`);
          done(Object.assign(new Error('This inbox does not take mail for that address'), { responseCode: 550 }));
        },
        onData: (stream, session, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('error', () => saw('a message was cut off'));
          stream.on('end', () => {
            const { mailFrom, rcptTo } = session.envelope;
            const from = mailFrom ? mailFrom.address.toLowerCase() : '';
            const to = rcptTo.map(({ address }) => address.toLowerCase());
            if (stream.sizeExceeded) {
              saw(`a message from ${maskAddress(from)} was refused: larger than 8 MiB`);
              return done(Object.assign(new Error('Message too large'), { responseCode: 552 }));
            }
            saw(`a message from ${maskAddress(from)} was taken`);
            const helo = session.hostNameAppearsAs || session.clientHostname;
            if (kept.length < maxKept)
              kept.push({
                raw: Buffer.concat(chunks),
                folder: 'INBOX',
                spam: false,
                receivedAt: clock.now(),
                envelope: { from, to, ip: session.remoteAddress, ...(helo ? { helo } : {}), by: 'smtp' },
              });
            done();
          });
        },
      });
      const failed = (error: NodeJS.ErrnoException) =>
        reject(
          new GapError(
            gap(
              'unreachable',
              `The capture inbox ${config.name} cannot listen on ${config.listen} (${error.code ?? error.message}).`,
              `Choose another address for inboxes: ${config.name}.listen, or end what uses that port.`,
            ),
            { cause: error },
          ),
        );
      fresh.once('error', failed);
      const [, address = '', port = ''] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(config.listen) ?? [];
      fresh.listen(Number(port), address, () => {
        fresh.off('error', failed);
        // A client that breaks off in the middle is something to report, not to fall over.
        fresh.on('error', (error: Error) => saw(`a connection broke: ${error.message.slice(0, 120)}`));
        resolve(fresh);
      });
    });
  };

  return {
    pauseMs: 100,
    async mark() {
      server ??= await start();
    },
    look: async () => kept.splice(0),
    sights: () => sights,
    async close() {
      const open = server;
      server = undefined;
      if (open) await new Promise<void>((resolve) => open.close(() => resolve()));
    },
  };
}

/** `l…@example.com` */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return at > 0 ? `${address.slice(0, 1)}…${address.slice(at)}` : address === '' ? 'nobody' : '…';
}
