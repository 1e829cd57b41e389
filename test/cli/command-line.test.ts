import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configSchema } from '../../src/model/config.ts';
import { checkConfig } from '../../src/cli/config/check-config.ts';
import { readConfigFile } from '../../src/cli/config/read-config-file.ts';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import { runCli, temporaryFolder } from './cli-process.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { checks } from '../../src/checks/index.ts';

test('exit codes of a decision', () => {
  expect([exitCodeOf('ready'), exitCodeOf('not-ready'), exitCodeOf('unproven')]).toEqual([0, 1, 2]);
});

test('--help and --version end with 0 on stdout', async () => {
  const help = await runCli(['--help']);
  expect(help.code).toBe(0);
  for (const name of ['demo', 'init', 'quick', 'audit', 'collect', 'judge', 'compare', 'explain', 'consent', 'undo'])
    expect(help.stdout).toMatch(new RegExp(`^ +${name} `, 'm'));
  expect((await runCli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  { args: ['bogus'], says: /unknown command/ },
  { args: ['audit', '--bogus'], says: /unknown option/ },
  { args: ['audit'], says: /Nothing was named to look at/ },
  { args: ['judge'], says: /missing required argument/ },
  { args: ['explain', 'htps.hst'], says: /Did you mean https\.hsts/ },
  { args: ['demo', '--edition', 'hotel'], says: /There is no edition "hotel"/ },
  { args: ['init', '--yes'], says: /No address was given/ },
  { args: ['consent', 'ftp://x'], says: /not an http or https address/ },
])('bad input: $args → usage, exit 64, no stack', async ({ args, says }) => {
  await using folder = await temporaryFolder();
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.each<{ lacks: string; env: Record<string, string>; says: RegExp }>([
  { lacks: 'a screen', env: { DISPLAY: '', WAYLAND_DISPLAY: '' }, says: /machine has none[\s\S]*LR_A_COOKIE/ },
  {
    lacks: 'a browser',
    env: { DISPLAY: ':7', CHROME_PATH: '/bin/false' },
    says: /\/bin\/false: [\s\S]*can open a window/,
  },
])('bad input: record sign-in where the machine lacks $lacks → what to do, exit 64', async ({ env, says }) => {
  const { code, stderr } = await runCli(['record', 'sign-in', 'http://127.0.0.1:9/'], { env });
  expect(code).toBe(64);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(/mistake of its own|A browser opens/);
});

test('a mistake of our own is one line and exit 70; LR_DEBUG shows where', async () => {
  const breaks = `data:text/javascript,${encodeURIComponent('String.prototype.padEnd=()=>{throw new Error("broken on purpose")}')}`;
  const env = { NODE_OPTIONS: `--import=${breaks}` };
  const { code, stderr } = await runCli(['explain'], { env });
  expect(code).toBe(70);
  expect(stderr).toMatch(/^launch-ready failed by a mistake of its own: broken on purpose\nLR_DEBUG=1 .*\n$/);
  const loud = await runCli(['explain'], { env: { ...env, LR_DEBUG: '1' } });
  expect(loud.stderr).toMatch(/\n\s+at /);
});

test('explain says what a check proves, how, and what it cites; its page holds the same', async () => {
  const { code, stdout } = await runCli(['explain', 'authz.read']);
  expect(code).toBe(0);
  for (const part of [
    'Why it matters',
    'What breaks',
    'How it is proven',
    'How to fix it',
    'v5.0.0-8.2.2',
    'API1:2023',
  ])
    expect(stdout).toContain(part);
  expect((await runCli(['explain', 'authz.read', '--markdown'])).stdout).toMatch(/^# authz\.read\n/);
});

test('explain knows the checks that are not examined yet, and says so', async () => {
  const examined = new Set(checks.map(({ id }) => id));
  const missing = catalogue.find(({ id }) => !examined.has(id));
  if (missing) expect((await runCli(['explain', missing.id])).stdout).toContain('does not examine it');
});

test('consent prints a token that is bound to the host and stays the same', async () => {
  await using folder = await temporaryFolder();
  const token = async (host: string) => {
    const { code, stdout } = await runCli(['consent', host], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain(`_launch-ready.${host}`);
    expect(stdout).toContain(`https://${host}/.well-known/launch-ready.txt`);
    return /launch-ready-[0-9a-f]{40}/.exec(stdout)?.[0];
  };
  const first = await token('app.example.com');
  expect(first).toBeDefined();
  expect(await token('app.example.com')).toBe(first);
  expect(await token('www.example.com')).not.toBe(first);
});

test.each(['ts', 'json'])(
  'init writes a %s config that is valid, holds no secret and is not overwritten',
  async (format) => {
    await using folder = await temporaryFolder();
    const flags = ['--format', format, '--checklist', 'shop-api', '--accounts', 'a,b,admin', '--domain', 'example.com'];
    const env = { LR_A_PASSWORD: 'pw-of-ann-1', LR_A_USER: 'ann@example.com' };
    const args = ['init', 'https://shop.example.com', '--host', 'api.example.com', ...flags, '--yes'];
    const { code, stdout } = await runCli(args, { cwd: folder.path, env });
    expect(code).toBe(0);
    expect(stdout).toContain('LR_ADMIN_USER');
    const path = join(folder.path, `launch-ready.config.${format}`);
    expect(await readFile(path, 'utf8')).not.toContain('pw-of-ann-1');
    const { config, problems } = checkConfig(await readConfigFile({ cwd: folder.path, jsonOnly: format === 'json' }));
    expect(problems).toEqual([]);
    expect(configSchema.parse(config).target.hosts.map((host) => `${host.name} ${host.role}`)).toEqual([
      'shop.example.com app',
      'api.example.com api',
    ]);
    expect(config?.checklists).toEqual(['shop-api']);
    const again = await runCli(args, { cwd: folder.path });
    expect(again.code).toBe(64);
    expect(again.stderr).toContain('exists already');
  },
);

test('undo of a run that wrote nothing is done', async () => {
  await using folder = await temporaryFolder();
  const { code, stdout } = await runCli(['undo', folder.path]);
  expect(code).toBe(0);
  expect(stdout).toContain('wrote nothing');
});

test('undo names the variables of the account whose writes still stand', async () => {
  await using folder = await temporaryFolder();
  const entry = {
    id: '1',
    at: '2026-11-01T00:00:00Z',
    identity: 'b',
    method: 'POST',
    url: 'http://127.0.0.1:9/api/notes',
    what: 'canary',
  };
  await writeFile(join(folder.path, 'journal.jsonl'), `${JSON.stringify(entry)}\n`);
  const { code, stderr } = await runCli(['undo', folder.path]);
  expect(code).toBe(64);
  expect(stderr).toContain('LR_B_USER and LR_B_PASSWORD');
});

test('undo begins at the address of its run, also where the config names no portal', async () => {
  await using folder = await temporaryFolder();
  const config = join(folder.path, 'lab.json');
  await writeFile(config, '{ "budget": { "requestsPerSecond": 3 } }');
  const entry = {
    id: '1',
    at: '2026-11-01T00:00:00Z',
    site: 'http://127.0.0.1:9/portal',
    identity: 'b',
    method: 'POST',
    url: 'http://127.0.0.1:9/api/notes',
    what: 'canary',
  };
  await writeFile(join(folder.path, 'journal.jsonl'), `${JSON.stringify(entry)}\n`);
  const { code, stderr } = await runCli(['undo', folder.path, '--config', config]);
  expect({ code, stderr }).toMatchObject({ code: 64, stderr: expect.stringContaining('LR_B_USER and LR_B_PASSWORD') });
});
