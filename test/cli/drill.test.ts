import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCli, temporaryFolder } from './cli-process.ts';
import { freePort } from '../../range/internet/free-port.ts';

// Several processes a test, each of which starts from source.
vi.setConfig({ testTimeout: 120_000 });

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: Server;
let received: string[] = [];
let dead = false;
beforeEach(async () => {
  folder = await temporaryFolder();
  [received, dead] = [[], false];
  server = createServer((request, response) => {
    if (request.method === 'POST') {
      request.on('data', (chunk: Buffer) => {
        if (!dead) received.push(chunk.toString());
      });
      request.on('end', () => response.end('{"ok":true}'));
      return;
    }
    response.statusCode = request.url === '/broken' ? 503 : 200;
    response.end(request.url === '/in' ? JSON.stringify(received) : 'ok');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  await new Promise((done) => server.close(done));
  await folder[Symbol.asyncDispose]();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
async function configure(more: object): Promise<void> {
  const config = { target: { hosts: [{ name: new URL(address()).host }] }, ...more };
  await writeFile(join(folder.path, 'launch-ready.config.json'), JSON.stringify(config));
}
const alerts = (more: object = {}) => ({
  alerts: {
    probe: { good: `${address()}/`, bad: `${address()}/broken` },
    confirmAfterSeconds: 0.2,
    giveUpAfterSeconds: 2,
    channels: [{ kind: 'webhook', name: 'desk', url: `${address()}/in`, seenBy: { url: `${address()}/in` }, ...more }],
  },
});
const run = (...args: string[]) => runCli(args, { cwd: folder.path, env: { LR_TEST_SECRET: 'not for commands' } });
const receipts = () => readdir(join(folder.path, '.launch-ready', 'receipts'));

test('an alert is sent, read back where it ends, and its receipt counts in the next audit', async () => {
  await configure(alerts());
  const { code, stdout } = await run('drill', 'alert');
  expect(stdout).toMatch(/desk: seen after \d+ s/);
  expect(code).toBe(0);
  expect(received.join()).toContain('drill');
  expect(await receipts()).toHaveLength(1);
  await run('collect', '--only', 'monitoring.alert-drill', '--out', 'out');
  const judged = await run('judge', 'out', '--out', 'out', '--json');
  const card = JSON.parse(judged.stdout) as { checks: { id: string; status: string }[] };
  expect(card.checks.find(({ id }) => id === 'monitoring.alert-drill')?.status).toBe('pass');
});

test('bad input: a channel that says thanks and shows nothing → not seen, exit 1', async () => {
  dead = true;
  await configure(alerts());
  const { code, stdout } = await run('drill', 'alert');
  expect(code).toBe(1);
  expect(stdout).toContain('desk: sent-not-seen');
});

test('mail by SMTP is read back from the inbox in which it ends; a chat gets its text', async () => {
  const port = await freePort();
  const mail = {
    kind: 'email',
    name: 'mail',
    to: 'ops@example.com',
    from: 'alerts@example.com',
    server: `127.0.0.1:${port}`,
    tls: 'none',
    seenBy: { inbox: 'ops' },
  };
  const chat = { kind: 'slack', name: 'chat', urlEnv: 'LR_TEST_CHAT', seenBy: { url: `${address()}/in` } };
  await configure({
    inboxes: [{ kind: 'capture', name: 'ops', listen: `127.0.0.1:${port}`, receives: ['@example.com'] }],
    alerts: { ...alerts().alerts, giveUpAfterSeconds: 20, channels: [mail, chat] },
  });
  const { stdout, stderr, code } = await runCli(['drill', 'alert'], {
    cwd: folder.path,
    env: { LR_TEST_CHAT: `${address()}/in?secret=T0PSECRETTOKEN` },
  });
  expect(stdout).toMatch(/mail: seen after \d+ s \(read back from inbox ops\)/);
  expect(stdout).toMatch(/chat: seen/);
  expect(JSON.parse(received[0] ?? '{}')).toHaveProperty('text');
  expect(`${stdout}${stderr}`).not.toContain('T0PSECRETTOKEN');
  expect(code).toBe(0);
});

test('where a person has to look, the drill waits for the code and goes on without a second alert', async () => {
  await configure(alerts({ seenBy: 'person' }));
  const first = await run('drill', 'alert');
  expect(first.code).toBe(2);
  expect(first.stdout).toContain('--resume --code');
  const code = /Code: ([0-9A-F]{8})/.exec(received.join())?.[1] ?? '';
  const second = await run('drill', 'alert', '--resume', '--code', code);
  expect(second.stdout).toContain('desk: seen');
  expect(received).toHaveLength(1);
});

test('bad input: nothing configured for a drill → what to add, exit 64', async () => {
  await configure({});
  for (const kind of ['alert', 'rollback', 'health']) {
    const { code, stderr } = await run('drill', kind);
    expect(code, kind).toBe(64);
    expect(stderr).toContain(kind === 'alert' ? 'alerts' : kind);
  }
});

test('a rollback is timed, and the commands see none of the audit’s variables', async () => {
  await configure({
    rollback: {
      deploy: 'env > seen-by-deploy; echo 42 > live',
      rollback: 'echo 41 > live',
      version: 'cat live 2>/dev/null || echo 41',
    },
  });
  const { code, stdout } = await run('drill', 'rollback');
  expect(stdout).toContain('Rolled back in 0 s: 42 to 41');
  expect(code).toBe(0);
  const environment = await readFile(join(folder.path, 'seen-by-deploy'), 'utf8');
  expect(environment).toContain('PATH=');
  expect(environment).not.toContain('LR_TEST_SECRET');
});

test('bad input: health drill at a production host → refused, exit 65, nothing is run', async () => {
  await configure({
    health: { url: `${address()}/health`, break: 'touch broke', restore: 'true', settleSeconds: 0.1 },
  });
  const { code } = await run('drill', 'health');
  expect(code).toBe(65);
  expect(await readdir(folder.path)).not.toContain('broke');
});
