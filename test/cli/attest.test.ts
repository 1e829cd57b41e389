import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli, temporaryFolder } from './cli-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const run = (...args: string[]) => runCli(args, { cwd: folder.path });
const json = async (name = 'launch-ready.config.json') =>
  JSON.parse(await readFile(join(folder.path, name), 'utf8')) as Record<string, Record<string, unknown>[]>;
const who = ['--statement', 'Pages are watched each minute.', '--name', 'Ruth Avery', '--role', 'on call'];

test('an attestation is written with name, role, day and end, into a new config or an old one', async () => {
  expect((await run('attest', 'monitoring.uptime', ...who, '--evidence', 'https://status.example.com')).code).toBe(0);
  expect(
    (
      await run(
        'attest',
        'monitoring.errors',
        ...who,
        '--evidence',
        'https://errors.example.com',
        '--until',
        '2099-01-31',
      )
    ).code,
  ).toBe(0);
  const { attestations = [] } = await json();
  expect(attestations.map(({ check }) => check)).toEqual(['monitoring.uptime', 'monitoring.errors']);
  const [first] = attestations;
  expect(Date.parse(String(first?.validUntil)) - Date.parse(String(first?.date))).toBe(90 * 86_400_000);
});

test('an attested check says who stated it, and everything that reads the audit again can', async () => {
  const path = join(folder.path, 'launch-ready.config.json');
  await writeFile(path, JSON.stringify({ target: { hosts: [{ name: 'app.example.com' }] } }));
  await run('attest', 'monitoring.uptime', ...who, '--evidence', 'https://status.example.com');
  await run('collect', '--only', 'monitoring.uptime', '--out', 'out');
  const judged = await run('judge', 'out', '--out', 'out', '--json');
  const card = JSON.parse(judged.stdout) as { findings: { status: string; says: string }[] };
  expect(card.findings.find(({ status }) => status === 'attested')?.says).toContain('Ruth Avery (on call) states');
  expect(await run('plan', 'out')).toMatchObject({ code: 0 });
  expect(await run('handover', 'out', '--no-pdf')).toMatchObject({ code: 0 });
  expect(await run('compare', 'out', 'out')).toMatchObject({ code: 0 });
}, 60_000);

test('of a file as evidence its hash is kept', async () => {
  await writeFile(join(folder.path, 'proof.txt'), 'seen\n');
  await run('attest', 'handover.access', ...who, '--evidence', 'proof.txt');
  expect((await json()).attestations?.[0]?.evidence).toMatch(/^sha256:[0-9a-f]{64} proof\.txt$/);
});

test('a config that is code keeps its code and gets the item; twice as well', async () => {
  const path = join(folder.path, 'launch-ready.config.ts');
  await writeFile(
    path,
    "// Ours.\nconst name = 'app.example.com';\nexport default {\n  target: { hosts: [{ name }] }, // keep\n};\n",
  );
  expect(
    (await run('waive', 'https.hsts', '--author', 'Ida', '--reason', 'Moves next week.', '--until', soon())).code,
  ).toBe(0);
  expect(
    (await run('waive', 'headers.csp', '--author', 'Ida', '--reason', 'Moves next week.', '--until', soon())).code,
  ).toBe(0);
  const text = await readFile(path, 'utf8');
  expect(text).toContain('hosts: [{ name }] }, // keep');
  expect(text).toContain('"check":"https.hsts"');
  expect(text).toContain('"check":"headers.csp"');
});

test('bad input: a config that is code of an unknown shape → unchanged, the item to paste', async () => {
  const path = join(folder.path, 'launch-ready.config.ts');
  const text = 'const make = () => ({ target: { hosts: [] } });\nexport default make();\n';
  await writeFile(path, text);
  const { code, stderr } = await run('waive', 'https.hsts', '--author', 'Ida', '--reason', 'Later.', '--until', soon());
  expect(code).toBe(64);
  expect(stderr).toContain('"check":"https.hsts"');
  expect(await readFile(path, 'utf8')).toBe(text);
});

function soon(): string {
  return new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
}

describe('what is not written', () => {
  test.each([
    [
      'a check that looking proves',
      ['attest', 'authz.read', ...who, '--evidence', 'https://x.example.com'],
      /nobody's word stands in/,
    ],
    [
      'no name',
      ['attest', 'monitoring.uptime', '--statement', 'x', '--role', 'y', '--evidence', 'https://x.example.com'],
      /--name/,
    ],
    [
      'evidence that is nothing',
      ['attest', 'monitoring.uptime', ...who, '--evidence', 'nowhere.png'],
      /neither a link nor a file/,
    ],
    [
      'a day that is over',
      ['waive', 'https.hsts', '--author', 'a', '--reason', 'b', '--until', '2020-01-01'],
      /is over/,
    ],
    [
      'a day that is none',
      ['waive', 'https.hsts', '--author', 'a', '--reason', 'b', '--until', '2027-02-31'],
      /no date/,
    ],
    [
      'a waiver for ever',
      ['waive', 'https.hsts', '--author', 'a', '--reason', 'b', '--until', '2099-01-01'],
      /within a year/,
    ],
    [
      'an unknown check',
      ['waive', 'https.hst', '--author', 'a', '--reason', 'b', '--until', '2027-01-01'],
      /https\.hsts/,
    ],
  ])('%s', async (_name, args, says) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(64);
    expect(stderr).toMatch(says);
    await expect(json()).rejects.toThrow('ENOENT');
  });
});

test('the questionnaire asks only what evidence cannot settle, and keeps the answers', async () => {
  const asked = await run('init', '--questions', '--checklist', 'b2b-cyber');
  expect(asked.stdout).toContain('shared-admin');
  expect(asked.stdout).not.toContain('frontend-filter');
  const done = await run(
    'init',
    '--questions',
    '--checklist',
    'b2b-cyber',
    '--answer',
    'shared-admin=yes',
    '--name',
    'Ida',
    '--role',
    'owner',
  );
  expect(done.code).toBe(0);
  expect((await json()).answers?.[0]).toMatchObject({ flag: 'shared-admin', raised: true, name: 'Ida' });
  expect((await run('init', '--questions', '--answer', 'no-such=yes', '--name', 'a', '--role', 'b')).code).toBe(64);
});
