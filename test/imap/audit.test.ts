import { readdir, readFile, watch, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRange, startRange } from '../../range/start.ts';
import { runCli, temporaryFolder } from '../cli/cli-process.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { deliver, makeBox } from './maildir.ts';

let dovecot: Dovecot;
let range: RunningRange;
const stop = new AbortController();
let carrying: Promise<void> = Promise.resolve();

const firm = (name: 'A' | 'B') => (range.env[`LR_${name}_USER`] ?? '').split('@')[1] ?? '';

beforeAll(async () => {
  dovecot = await startDovecot();
  range = await startRange();
  const { inboxes } = range.config as { inboxes: { path: string }[] };
  const [own, junk] = [await makeBox(dovecot, 'one'), await makeBox(dovecot, 'two', '.Junk')];
  carrying = carry(inboxes[0]?.path ?? '', { [firm('A')]: own, [firm('B')]: junk });
});
afterAll(async () => {
  stop.abort();
  await carrying;
  await range.close();
  await dovecot.stop();
});

/** What the launch sends is delivered into the mailboxes of the IMAP server; one firm's provider takes it for junk. */
async function carry(folder: string, boxes: Readonly<Record<string, string>>): Promise<void> {
  const done = new Set<string>();
  try {
    for await (const _change of watch(folder, { signal: stop.signal }))
      for (const name of await readdir(folder)) {
        if (name.startsWith('.') || done.has(name)) continue;
        done.add(name);
        const raw = await readFile(join(folder, name));
        const domain = /^Delivered-To: [^@\r\n]+@([^\s>]+)/m.exec(raw.toString('latin1'))?.[1] ?? '';
        const box = boxes[domain];
        if (box !== undefined) await deliver(box, name.replace(/\.eml$/, ''), raw);
      }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}

interface Row {
  readonly check: string;
  readonly subject: string;
  readonly status: string;
  readonly code: string;
  readonly says: string;
}

test('the launch is audited with mailboxes by IMAP: resets, invitations and sign-ups arrive, and junk is told apart', async () => {
  await using folder = await temporaryFolder();
  const inbox = (name: string, domain: string) => ({
    name,
    kind: 'imap',
    host: '127.0.0.1',
    port: dovecot.port,
    security: 'none',
    provider: 'dovecot',
    receives: [`@${domain}`],
  });
  const config = { ...range.config, inboxes: [inbox('one', firm('A')), inbox('two', firm('B'))] };
  await writeFile(join(folder.path, 'launch-ready.config.json'), JSON.stringify(config));
  const only = 'email.delivery,journeys.reset,journeys.invite,journeys.signup,sessions.reset-token';
  const url = `https://${range.hosts.find(({ role }) => role === 'app')?.name}/`;
  const accounts = Object.fromEntries(Object.entries(range.env).filter(([name]) => /^LR_(A|B)_/.test(name)));
  const env = {
    ...accounts,
    LR_INBOX_ONE_USER: 'one',
    LR_INBOX_ONE_PASSWORD: dovecot.password,
    LR_INBOX_TWO_USER: 'two',
    LR_INBOX_TWO_PASSWORD: dovecot.password,
  };
  const args = [
    'audit',
    url,
    '--config',
    'launch-ready.config.json',
    '--only',
    only,
    '--permit',
    'write',
    '--out',
    'out',
  ];
  const { stdout, stderr } = await runCli(args, { cwd: folder.path, env });
  const out = join(folder.path, 'out');
  const written = await readFile(join(out, 'scorecard.json'), 'utf8').catch(() => `${stdout}${stderr}`);
  const { findings } = JSON.parse(written) as { findings: readonly Row[] };
  const of = (check: string) =>
    Object.fromEntries(
      findings.filter((one) => one.check === check).map(({ subject, status, code }) => [subject, `${status} ${code}`]),
    );
  expect(of('email.delivery')).toMatchObject({
    'reset@one': 'pass delivered',
    'invite@one': 'pass delivered',
    'verification@one': 'pass delivered',
    'reset@two': 'fail in-spam',
  });
  const statuses = (check: string) => findings.filter((one) => one.check === check).map(({ status }) => status);
  for (const journey of ['journeys.reset', 'journeys.invite', 'journeys.signup'])
    expect(statuses(journey), journey).toEqual(['pass']);
  expect(findings.find(({ code }) => code === 'in-spam')?.says).toContain('Junk');
  const everything = (await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), 'utf8')))).join(
    '',
  );
  expect(`${stdout}${stderr}${everything}`).not.toContain(dovecot.password);
}, 300_000);
