import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossierSchema } from '../../src/model/dossier.ts';
import { scorecardSchema } from '../../src/model/scorecard.ts';
import { runCli, temporaryFolder } from './cli-process.ts';
import { startTinyPortal } from './tiny-portal.ts';

const account = { user: 'ann@tiny.example', password: 'correct-horse-42' };
const accountEnvironment = { LR_A_USER: account.user, LR_A_PASSWORD: account.password };

test('quick is passive: no sign-in although an account is there, only the permit look, and says what two accounts would prove', {
  timeout: 90_000,
}, async () => {
  const portal = await startTinyPortal({ accounts: [account] });
  await using folder = await temporaryFolder();
  try {
    const ran = await runCli(['quick', portal.url, '--out', folder.path], {
      cwd: folder.path,
      env: accountEnvironment,
    });
    expect([1, 2]).toContain(ran.code);
    expect(portal.sessions()).toEqual([]);
    const card = scorecardSchema.parse(JSON.parse(await readFile(join(folder.path, 'scorecard.json'), 'utf8')));
    expect(card.requests.permitted.filter((permit) => permit !== 'look')).toEqual([]);
    expect(ran.stdout).toMatch(/as every visitor sees it: \d+ requests? in \d+ s, no account, nothing\s+guessed/);
    expect(ran.stdout).toContain('Two test accounts of different customers would settle what matters most');
    expect(ran.stderr).toContain('LR_B_PASSWORD');
  } finally {
    await portal.close();
  }
});

test('with --json stdout holds the scorecard and nothing else; --only leaves the rest unproven', {
  timeout: 90_000,
}, async () => {
  const portal = await startTinyPortal({ accounts: [account] });
  await using folder = await temporaryFolder();
  try {
    const args = ['audit', portal.url, '--json', '--only', 'https.hsts', '--out', folder.path];
    const { code, stdout } = await runCli(args, { cwd: folder.path });
    const card = scorecardSchema.parse(JSON.parse(stdout));
    expect(code).toBe(card.decision === 'not-ready' ? 1 : 2);
    expect(card.reasons.join()).toContain('Only parts of TLS were examined');
    expect(card.checks.filter((check) => check.id !== 'https.hsts').every((check) => check.status === 'unproven')).toBe(
      true,
    );
  } finally {
    await portal.close();
  }
});

test('a repo alone is a valid target: nothing is sent, nothing passes', async () => {
  await using folder = await temporaryFolder();
  const { code } = await runCli(['collect', '--repo', '.', '--out', 'out'], { cwd: folder.path });
  expect(code).toBe(0);
  const dossier = dossierSchema.parse(JSON.parse(await readFile(join(folder.path, 'out', 'dossier.json'), 'utf8')));
  expect(dossier.requests.sent).toBe(0);
  expect(dossier.permits).toContain('read-repo');
  expect((await runCli(['judge', 'out'], { cwd: folder.path })).code).toBe(2);
});

test('bad input: a portal that is not there → unproven with the reason, exit 2, nothing passes', {
  timeout: 90_000,
}, async () => {
  const portal = await startTinyPortal({ accounts: [] });
  await portal.close();
  await using folder = await temporaryFolder();
  const args = ['audit', portal.url, '--out', folder.path, '--json'];
  const { code, stdout } = await runCli(args, { cwd: folder.path, env: accountEnvironment });
  expect(code).toBe(2);
  const card = scorecardSchema.parse(JSON.parse(stdout));
  expect(card.findings.filter((finding) => finding.status === 'pass')).toEqual([]);
  expect(card.findings.some((finding) => finding.gap?.reason === 'unreachable')).toBe(true);
});

test('bad input: a wrong password → gap sign-in-failed, the password is not repeated, nothing behind the sign-in passes', {
  timeout: 120_000,
}, async () => {
  const portal = await startTinyPortal({ accounts: [account] });
  await using folder = await temporaryFolder();
  try {
    const env = { LR_A_USER: account.user, LR_A_PASSWORD: 'wrong-horse-43' };
    const args = ['audit', portal.url, '--out', folder.path, '--json', '--only', 'auth,authz,journeys'];
    const { code, stdout, stderr } = await runCli(args, { cwd: folder.path, env });
    expect([1, 2]).toContain(code);
    expect(stdout + stderr).not.toContain('wrong-horse-43');
    const card = scorecardSchema.parse(JSON.parse(stdout));
    expect(card.findings.some((finding) => finding.gap?.reason === 'sign-in-failed')).toBe(true);
    expect(card.findings.filter((finding) => finding.status === 'pass')).toEqual([]);
  } finally {
    await portal.close();
  }
});

test('two audits at once in one folder keep one project key and their own results', { timeout: 120_000 }, async () => {
  const portal = await startTinyPortal({ accounts: [account] });
  await using folder = await temporaryFolder();
  try {
    const one = (out: string) => runCli(['audit', portal.url, '--only', 'https', '--out', out], { cwd: folder.path });
    const codes = (await Promise.all([one('one'), one('two')])).map(({ code }) => code);
    const cards = await Promise.all(
      ['one', 'two'].map(async (out) =>
        scorecardSchema.parse(JSON.parse(await readFile(join(folder.path, out, 'scorecard.json'), 'utf8'))),
      ),
    );
    expect(codes[0]).toBe(codes[1]);
    expect(cards[0]?.run).not.toBe(cards[1]?.run);
    expect(cards[0]?.findings.map((f) => f.fingerprint)).toEqual(cards[1]?.findings.map((f) => f.fingerprint));
  } finally {
    await portal.close();
  }
});

test('bad input: CI=true with only a .ts config in the folder → it is not read, and the run says what is missing', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'sub'));
  await writeFile(join(folder.path, 'launch-ready.config.ts'), "throw new Error('this code ran');");
  const { code, stderr } = await runCli(['audit'], { cwd: folder.path, env: { CI: 'true' } });
  expect(code).toBe(64);
  expect(stderr).not.toContain('this code ran');
});

test('bad input: --permit write on a host that nobody has shown to own → no consent, exit 65, nothing is sent', async () => {
  await using folder = await temporaryFolder();
  // A lab without this host: nothing is reachable, and nothing in it proves ownership.
  const config = { target: { hosts: [{ name: 'app.example.com' }] }, lab: { map: [] } };
  await writeFile(join(folder.path, 'launch-ready.config.json'), JSON.stringify(config));
  const { code, stderr } = await runCli(['audit', '--permit', 'write', '--out', 'out'], { cwd: folder.path });
  expect(code).toBe(65);
  expect(stderr).toContain('Run launch-ready consent app.example.com');
});
