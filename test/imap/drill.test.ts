import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli, temporaryFolder } from '../cli/cli-process.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { deliver, makeBox } from './maildir.ts';

let dovecot: Dovecot;
let web: Server;
let smtp: SMTPServer;
let takenOver = 0;
let lose = false;
beforeAll(async () => {
  dovecot = await startDovecot();
  const box = await makeBox(dovecot, 'ops');
  web = createServer((request, response) => response.writeHead(request.url === '/broken' ? 503 : 200).end('ok'));
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, taken) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        takenOver += 1;
        const raw = Buffer.concat(parts);
        (lose ? Promise.resolve() : deliver(box, `alert.${takenOver}`, raw)).then(() => taken(), taken);
      });
    },
  });
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise<void>((done) => smtp.close(done));
  await new Promise((done) => web.close(done));
  await dovecot.stop();
});

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

async function drill() {
  await using folder = await temporaryFolder();
  const site = `http://127.0.0.1:${portOf(web)}`;
  const config = {
    target: { hosts: [{ name: new URL(site).host }] },
    inboxes: [
      {
        kind: 'imap',
        name: 'ops',
        host: '127.0.0.1',
        port: dovecot.port,
        security: 'none',
        receives: ['@example.com'],
      },
    ],
    alerts: {
      probe: { good: `${site}/`, bad: `${site}/broken` },
      confirmAfterSeconds: 0.2,
      giveUpAfterSeconds: 8,
      channels: [
        {
          kind: 'email',
          name: 'mail',
          to: 'ops@example.com',
          from: 'alerts@example.com',
          server: `127.0.0.1:${portOf(smtp.server)}`,
          tls: 'none',
          seenBy: { inbox: 'ops' },
        },
      ],
    },
  };
  await writeFile(join(folder.path, 'launch-ready.config.json'), JSON.stringify(config));
  const env = { LR_INBOX_OPS_USER: 'ops', LR_INBOX_OPS_PASSWORD: dovecot.password };
  const result = await runCli(['drill', 'alert'], { cwd: folder.path, env });
  const receipts = join(folder.path, '.launch-ready', 'receipts');
  const [name = ''] = await readdir(receipts);
  return { ...result, receipt: await readFile(join(receipts, name), 'utf8') };
}

test('an alert by mail is seen where a person reads it: in the IMAP mailbox', async () => {
  const { code, stdout, stderr, receipt } = await drill();
  expect(`${stdout}${stderr}`).toMatch(/mail: seen after \d+ s \(read back from inbox ops\)/);
  expect(code).toBe(0);
  expect(takenOver).toBe(1);
  expect(`${stdout}${stderr}${receipt}`).not.toContain(dovecot.password);
});

test('bad input: alert taken over by the mail server and never in the mailbox → sent-not-seen, exit 1', async () => {
  lose = true;
  const { code, stdout } = await drill();
  expect(stdout).toContain('mail: sent-not-seen');
  expect(code).toBe(1);
});
