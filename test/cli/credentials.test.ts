import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli, temporaryFolder } from './cli-process.ts';
import { startTinyPortal } from './tiny-portal.ts';

const accounts = [
  { user: 'ann.alvarez@tiny.example', password: 'Tr0ub4dor&3 <"quoted">' },
  { user: 'bo.berg@tiny.example', password: 'päss-wörd/with+slash=' },
] as const;
const totp = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Spellings in which a secret could turn up. */
function spellings(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const escaped = JSON.stringify(secret).slice(1, -1);
  const html = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return [...new Set([secret, encodeURIComponent(secret), escaped, html, base64])];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Every command line that is seen until `over`. */
async function watchProcesses(over: () => boolean): Promise<string> {
  const seen = new Set<string>();
  while (!over()) {
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    for (const id of ids) seen.add(await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''));
    await new Promise((next) => setImmediate(next));
  }
  return [...seen].join('\n');
}

test('credentials and session ids are in no file, no output and no process list of an audit', {
  timeout: 150_000,
}, async () => {
  const portal = await startTinyPortal({ accounts });
  await using folder = await temporaryFolder();
  await using scratch = await temporaryFolder();
  try {
    const [a, b] = accounts;
    const env = {
      ...{ LR_A_USER: a.user, LR_A_PASSWORD: a.password, LR_A_TOTP: totp },
      ...{ LR_B_USER: b.user, LR_B_PASSWORD: b.password, TMPDIR: scratch.path, LR_DEBUG: '1' },
    };
    const args = ['audit', portal.url, '--out', join(folder.path, 'out'), '--only', 'auth,authz,journeys'];
    const { child, result } = startCli(args, { cwd: folder.path, env });
    const processes = await watchProcesses(() => child.exitCode !== null);
    const { code, stdout, stderr } = await result;
    expect([1, 2]).toContain(code);
    expect(portal.sessions().length, 'both accounts signed in').toBeGreaterThanOrEqual(2);
    const files = await filesIn(folder.path);
    expect(files.map((path) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['dossier.json', 'report.html']),
    );
    const places = new Map([
      ['stdout', stdout],
      ['stderr', stderr],
      ['process list', processes],
      ...(await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as const))),
    ]);
    const secrets = [...accounts.map(({ password }) => password), totp, ...portal.sessions()];
    const found = [...places].flatMap(([place, text]) =>
      secrets
        .filter((secret) => spellings(secret).some((one) => text.includes(one)))
        .map((secret) => `${secret} in ${place}`),
    );
    expect(found).toEqual([]);
    expect(await readdir(scratch.path)).toEqual([]);
  } finally {
    await portal.close();
  }
});
