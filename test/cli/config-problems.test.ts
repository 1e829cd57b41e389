import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planRun } from '../../src/cli/plan-run.ts';
import { formatProblems, UsageError } from '../../src/cli/problem.ts';
import type { RunFlags } from '../../src/cli/read-flags.ts';
import { temporaryFolder } from './cli-process.ts';

interface Given {
  readonly config?: string | object;
  readonly name?: string;
  readonly url?: string;
  readonly flags?: Partial<RunFlags>;
  readonly env?: Record<string, string>;
}

/** The text that a person sees, or '' where the plan stands. */
async function complaint({
  config,
  name = 'launch-ready.config.json',
  url,
  flags = {},
  env = {},
}: Given): Promise<string> {
  await using folder = await temporaryFolder();
  const text = typeof config === 'string' ? config : JSON.stringify(config, undefined, 2);
  if (config !== undefined) await writeFile(join(folder.path, name), text);
  try {
    await planRun({ url, flags, env, cwd: folder.path });
    return '';
  } catch (error) {
    if (error instanceof UsageError) return formatProblems(error);
    throw error;
  }
}

test('bad input: config with unknown keys, wrong types and bad values → every problem at once, with key, line and fix', async () => {
  const text = await complaint({
    config: {
      checklist: ['b2b-api'],
      checklists: ['b2b-apy'],
      target: { hosts: [{ nam: 'x', environment: 3 }], domains: {} },
      budget: { minutes: -1, requestsTotal: 1.5 },
      waivers: [{ check: 'https.hsts', author: 'Ann', reason: 'old', until: 'soon' }],
    },
  });
  expect(text).toMatch(/^9 problems in .*launch-ready\.config\.json; nothing was done\./);
  expect(text).toMatch(/checklist, line 2: There is no key "checklist" here\.\n +Did you mean checklists\?/);
  expect(text).toMatch(/checklists\[0\], line 6: "b2b-apy" is not allowed here\.\n +Did you mean b2b-api\?/);
  expect(text).toMatch(/target\.hosts\[0\]\.nam, line 11: .*\n +Did you mean name\?/);
  expect(text).toMatch(/target\.hosts\[0\]\.name, line \d+: name is missing/);
  expect(text).toMatch(/target\.hosts\[0\]\.environment, line 12: 3 is a number; this must be a text/);
  expect(text).toMatch(/target\.domains, line 15: \{\} is an object; this must be a list/);
  expect(text).toMatch(/budget\.minutes, line 18: -1: must be more than 0/);
  expect(text).toMatch(/budget\.requestsTotal, line 19: 1\.5 is a number; this must be a whole number/);
  expect(text).toMatch(/waivers\[0\]\.until, line \d+: "soon": this must be a date/);
});

test('bad input: a password in the config → refused by its key, the value is not repeated', async () => {
  const text = await complaint({
    config: {
      target: { hosts: [{ name: 'a.example' }] },
      accounts: { a: { testAccount: true, password: 'c0rrect-horse' } },
    },
  });
  expect(text).toMatch(/accounts\.a\.password, line \d+: .*\n +Credentials never stand in a config.*LR_A_PASSWORD/);
  expect(text).not.toContain('c0rrect-horse');
});

test('bad input: a key that stands twice in a JSON config → both places, not silently the last', async () => {
  const text = await complaint({ config: '{\n "target": {"hosts": [{"name": "a.example"}]},\n "target": {}\n}' });
  expect(text).toMatch(/target, line 3: This key stands twice/);
});

test('bad input: a config that is not JSON → the line of the mistake', async () => {
  expect(await complaint({ config: '{\n  "target": {,}\n}' })).toMatch(/line 2: This is not JSON/);
});

test('bad input: a config that is not UTF-8, is a folder, does not exist → says which file and why', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'x.json');
  await writeFile(file, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
  expect(await complaint({ flags: { config: file } })).toContain(`${file} is not UTF-8 text`);
  expect(await complaint({ flags: { config: join(folder.path, 'none.json') } })).toContain('none.json does not exist');
  expect(await complaint({ flags: { config: folder.path } })).toContain('neither .ts, .js nor .json');
});

test('bad input: a .ts config with CI=true → only JSON is read there, and the code does not run', async () => {
  const config = 'globalThis.configRan = true; export default {};';
  const given = { config, name: 'other.config.ts', flags: { config: 'other.config.ts' } };
  expect(await complaint({ ...given, env: { CI: 'true' } })).toContain(
    'is code, and with CI=true only a JSON config is read',
  );
  expect('configRan' in globalThis).toBe(false);
});

test('a .ts config is read outside CI, and relative paths in it start at its folder', async () => {
  await using folder = await temporaryFolder();
  const config = "export default { target: { hosts: [{ name: 'app.example.com' }], repo: '.' } };";
  await writeFile(join(folder.path, 'launch-ready.config.ts'), config);
  const { target } = await planRun({ flags: {}, env: {}, cwd: folder.path });
  expect(target.config.target.repo).toBe(folder.path);
  expect(target.name).toBe('app.example.com');
});

test('bad input: a .ts config that throws or has no default → the file and the message', async () => {
  const flags = { config: 'bad.config.ts' };
  expect(await complaint({ config: "throw new Error('no such variable');", name: 'bad.config.ts', flags })).toMatch(
    /bad\.config\.ts; nothing was done\.\n +It does not load: no such variable/,
  );
  expect(await complaint({ config: 'export const x = 1;', name: 'bad.config.ts', flags })).toContain(
    'exports no default',
  );
});

test('bad input: two configs beside each other → neither is guessed', async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, 'launch-ready.config.json'), '{}');
  await writeFile(join(folder.path, 'launch-ready.config.js'), 'export default {};');
  await expect(planRun({ flags: {}, env: {}, cwd: folder.path })).rejects.toThrow(
    'Two configs stand beside each other',
  );
});

test('bad input: LR_B_PASSWORD without LR_B_USER, LR_C_USER, an empty user → each variable by name', async () => {
  const env = { LR_B_PASSWORD: 'x1y2z3', LR_A_USER: 'ann@example.com', LR_C_USER: 'carl' };
  const text = await complaint({ url: 'app.example.com', env });
  expect(text).toContain('LR_B_USER: LR_B_PASSWORD is set and LR_B_USER is not.');
  expect(text).toContain('LR_A_PASSWORD: LR_A_USER is set and LR_A_PASSWORD is not.');
  expect(text).toContain('No account reads LR_C_USER.');
  expect(text).not.toContain('x1y2z3');
});

test('bad input: an account in the config without its variables → a note, and what needs it stays unproven', async () => {
  await using folder = await temporaryFolder();
  const config = { target: { hosts: [{ name: 'a.example' }] }, accounts: { b: { testAccount: true } } };
  await writeFile(join(folder.path, 'launch-ready.config.json'), JSON.stringify(config));
  const { notes } = await planRun({ flags: {}, env: {}, cwd: folder.path });
  expect(notes.join()).toMatch(/LR_B_USER and LR_B_PASSWORD are not set: what needs it stays unproven/);
});

test('bad input: --account with a password in it, of nobody, without its variable → refused by name', async () => {
  const text = await complaint({ url: 'a.example', flags: { account: ['a=hunter2-!', 'z=ACME', 'b=ACME'] } });
  expect(text).toContain('a password never goes on the command line');
  expect(text).not.toContain('hunter2');
  expect(text).toContain('There is no account "z".');
  expect(text).toContain('ACME_USER is not set.');
});

test('bad input: unknown --checklist, --only, --permit, --budget, --wait, --repo → all at once, with suggestions', async () => {
  const flags = {
    checklist: 'b2b-api,ops-cyper',
    only: ['htps,authz.reed'],
    permit: ['wrote'],
    budget: '-3',
    wait: 'soon',
    repo: 'no-such-folder',
  };
  const text = await complaint({ url: 'a.example', flags });
  expect(text).toMatch(/^7 problems/);
  for (const hint of ['ops-cyber', 'https', 'authz.read', 'write', 'whole number', '90s, 15m', 'no-such-folder'])
    expect(text).toContain(hint);
});

test('bad input: lab.map or lab.resolver off loopback → refused before the first packet, with its line', async () => {
  const lab = { resolver: '8.8.8.8:53', map: [{ name: 'a.example', port: 443, to: '203.0.113.5:443' }] };
  const text = await complaint({ config: { target: { hosts: [{ name: 'a.example' }] }, lab } });
  expect(text).toContain('a lab reaches this machine only');
  expect(text).toContain('a lab resolver runs on this machine');
});

test('bad input: a URL with a user name, another scheme, no host → says which and why', async () => {
  expect(await complaint({ url: 'https://ann:s3cret-pw@app.example.com' })).toMatch(/carries a user name or password/);
  expect(await complaint({ url: 'https://ann:s3cret-pw@app.example.com' })).not.toContain('s3cret-pw');
  expect(await complaint({ url: 'ftp://app.example.com' })).toContain('is not an http or https address');
  expect(await complaint({ url: 'https://' })).toContain('is not an http or https address');
});

test('bad input: unknown checks in attestations, waivers and thresholds → named, with suggestions', async () => {
  const said = { statement: 's', name: 'n', role: 'r', date: '2026-01-01', evidence: 'e' };
  const text = await complaint({
    config: {
      target: { hosts: [{ name: 'a.example' }] },
      attestations: [
        { check: 'handover.ownrs', ...said },
        { check: 'authz.read', ...said },
      ],
      waivers: [{ check: 'https.hst', author: 'a', reason: 'r', until: '2026-12-31' }],
      thresholds: { 'performance.lcp.max': 3 },
    },
  });
  expect(text).toContain('Did you mean handover.owners');
  expect(text).toContain('authz.read cannot be attested');
  expect(text).toContain('Did you mean https.hsts');
  expect(text).toContain('Did you mean performance.lcp.max-ms');
});

test('bad input: nothing to look at → says what can be named', async () => {
  expect(await complaint({})).toMatch(/Nothing was named to look at\.\n +Give an address/);
});

test('a URL without scheme, a repo alone and a domain alone are valid targets', async () => {
  await using folder = await temporaryFolder();
  const plan = (url: string | undefined, flags: Partial<RunFlags>) =>
    planRun({ url, flags, env: {}, cwd: folder.path });
  expect((await plan('app.example.com/x', {})).target.url).toBe('https://app.example.com/x');
  expect((await plan(undefined, { repo: '.' })).target.config.target.repo).toBe(folder.path);
  await writeFile(join(folder.path, 'launch-ready.config.json'), '{"target":{"domains":[{"name":"example.com"}]}}');
  expect((await plan(undefined, {})).target.name).toBe('example.com');
});

test('accounts in the environment alone are declared accounts, and flags win over the config', async () => {
  const env = {
    LR_A_USER: 'ann@example.com',
    LR_A_PASSWORD: 'pw-of-ann',
    ACME_USER: 'bob',
    ACME_PASSWORD: 'pw-of-bob',
  };
  const flags = { account: ['b=ACME'], budget: '70', checklist: 'all' };
  const plan = await planRun({ url: 'a.example', flags, env, cwd: '/' });
  expect(plan.target.config.accounts).toEqual({ a: { testAccount: true }, b: { testAccount: true } });
  expect(plan.target.config.budget?.requestsTotal).toBe(70);
  expect(plan.checklists).toEqual(['b2b-cyber', 'b2b-api', 'ops-cyber', 'ops-api', 'shop-api']);
  expect(JSON.stringify(plan)).not.toMatch(/pw-of-/);
});
