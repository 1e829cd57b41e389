import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningRange, startRange } from '../../range/start.ts';
import { configSchema } from '../../src/model/config.ts';
import { type Probe, probeOf } from './probe.ts';

async function probeRange(range: RunningRange): Promise<Probe> {
  return probeOf({ map: range.map, resolver: range.resolver, rootPem: await readFile(range.caFile, 'utf8') });
}

let range: RunningRange;
let probe: Probe;
beforeAll(async () => {
  range = await startRange();
  probe = await probeRange(range);
});
afterAll(() => range.close());

test('the configuration is valid, complete and holds no credentials', () => {
  const config = configSchema.parse(range.config);
  expect(config.target.hosts.map(({ role }) => role).sort()).toEqual(
    ['admin', 'api', 'apex', 'app', 'old', 'staging', 'www'].sort(),
  );
  expect(config.lab).toEqual({ resolver: range.resolver, ca: range.caFile, map: range.map });
  for (const account of ['a', 'b', 'a2', 'admin'] as const) {
    expect(config.accounts?.[account]?.tenant).toBeTruthy();
    for (const what of ['USER', 'PASSWORD']) {
      const value = range.env[`LR_${account.toUpperCase()}_${what}`];
      expect(value).toBeTruthy();
      expect(JSON.stringify(range.config)).not.toContain(value);
    }
  }
});

test('every host answers with a certificate that the root file vouches for', async () => {
  for (const { name } of range.hosts) expect(await probe.tls(name)).toMatchObject({ authorized: true });
});

test('the portal is served under a policy that allows all that its first page loads', async () => {
  const page = await probe.get('https://app.northline.test/');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
  const scripts = [...page.text.matchAll(/<script[^>]*\ssrc="([^"]+)"/g)].map(([, source]) => String(source));
  expect(scripts.length).toBeGreaterThan(0);
  for (const source of scripts) {
    const { href } = new URL(source, 'https://app.northline.test/');
    expect((await probe.get(href)).headers['content-type']).toMatch(/javascript/);
  }
});

test('no public page holds a value of the customers', async () => {
  expect(range.seeded.length).toBeGreaterThan(20);
  for (const path of ['/', '/services', '/about', '/developers', '/sitemap.xml']) {
    const { text } = await probe.get(`https://northline.test${path}`);
    expect(range.seeded.filter((value) => text.includes(value))).toEqual([]);
  }
  // Canaries are the owner's own declaration of such values; the configuration says nothing else of the customers.
  const { canaries: _declared, ...config } = range.config as { canaries?: unknown };
  expect(range.seeded.filter((value) => JSON.stringify(config).includes(value))).toEqual([]);
});

test('the published source map belongs to the script of the portal', async () => {
  const flawed = await startRange({ flaws: ['exposed-source-map'] });
  try {
    const own = await probeRange(flawed);
    const { text } = await own.get('https://app.northline.test/');
    const source = new URL(String(/<script[^>]*\ssrc="([^"]+)"/.exec(text)?.[1]), 'https://app.northline.test/').href;
    const script = await own.get(source);
    const name = /\/\/# sourceMappingURL=(\S+)/.exec(script.text)?.[1];
    const map = await own.get(new URL(String(name), source).href);
    expect(JSON.parse(map.text)).toMatchObject({ version: 3, sourcesContent: [expect.any(String)] });
  } finally {
    await flawed.close();
  }
});

test('closing deletes the temporary folder', async () => {
  const other = await startRange();
  await access(other.caFile);
  await other.close();
  await expect(access(other.caFile)).rejects.toThrow(/ENOENT/);
});

describe('as a program', () => {
  const launch = (...args: readonly string[]) => {
    const child = spawn(process.execPath, ['range/start.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    return { child, exit: once(child, 'exit') };
  };
  const firstObject = async ({
    stdout,
  }: ChildProcess): Promise<{ configFile: string; config: object; env: object }> => {
    let text = '';
    if (stdout)
      for await (const line of createInterface({ input: stdout })) {
        text += `${line}\n`;
        if (line === '}') break;
      }
    return JSON.parse(text);
  };

  test('prints configuration and environment, writes the former, and leaves nothing behind when told to stop', async () => {
    const { child, exit } = launch('--flaw', 'hsts-none', '--decoy', 'cert-40-days');
    const { configFile, config, env } = await firstObject(child);
    expect(JSON.parse(await readFile(configFile, 'utf8'))).toEqual(config);
    expect(Object.keys(env)).toContain('LR_ADMIN_PASSWORD');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    await expect(access(configFile)).rejects.toThrow(/ENOENT/);
  });

  test('a misspelt flaw ends it with a message', async () => {
    const { child, exit } = launch('--flaw', 'hsts-nothing');
    let complaint = '';
    child.stderr.on('data', (chunk) => (complaint += String(chunk)));
    expect(await exit).toEqual([1, null]);
    expect(complaint).toContain('Unknown flaw hsts-nothing');
  });
});
